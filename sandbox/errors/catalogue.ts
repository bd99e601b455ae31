/** One error as Clerk words it; `<name>` marks what is filled in when it is thrown. */
export interface ErrorDefinition {
	readonly status: number;
	readonly code: string;
	readonly message: string;
	readonly longMessage: string;
}

/**
 * Clerk's errors by the name Clerk's own list gives them (clerk-docs `api_errors.json`): code, status
 * and both messages. Several names share a code, so the name is the key. The messages of
 * `FormIdentifierNotFound` and `FormInvalidPasswordLengthTooShort`, empty there, are the ones people see.
 */
const documented = {
	InvalidAuthentication: {
		status: 401,
		code: 'authentication_invalid',
		message: 'Invalid authentication',
		longMessage: 'Unable to authenticate the request, you need to supply an active session',
	},
	InvalidAuthorizationHeaderFormat: {
		status: 401,
		code: 'authorization_header_format_invalid',
		message: 'Invalid Authorization header format',
		longMessage: "Invalid Authorization header format. Must be 'Bearer <YOUR_API_KEY>'",
	},
	OriginAndAuthorizationMutuallyExclusive: {
		status: 400,
		code: 'origin_authorization_headers_conflict',
		message: "Setting both the 'Origin' and 'Authorization' headers is forbidden",
		longMessage:
			"For security purposes, only one of the 'Origin' and 'Authorization' headers should be provided, but not both. In browser contexts, the 'Origin' header is set automatically by the browser. In native application contexts (e.g. mobile apps), set the 'Authorization' header.",
	},
	InvalidOriginHeader: {
		status: 400,
		code: 'origin_invalid',
		message: 'Invalid HTTP Origin header',
		longMessage:
			'The Request HTTP Origin header must be equal to or a subdomain of the requesting URL.',
	},
	OriginHeaderMissing: {
		status: 400,
		code: 'origin_missing',
		message: 'Origin header missing',
		longMessage: 'This request requires an Origin header to be set, but it is missing',
	},
	DevBrowserUnauthenticated: {
		status: 401,
		code: 'dev_browser_unauthenticated',
		message: 'Browser unauthenticated',
		longMessage:
			'Unable to authenticate this browser for your development instance. Check your Clerk cookies and try again. If the issue persists reach out to support@clerk.com.',
	},
	InvalidRequestForEnvironment: {
		status: 400,
		code: 'request_invalid_for_environment',
		message: 'Invalid request for environment',
		longMessage: 'Request only valid for <envTypes> instances.',
	},
	InvalidHost: {
		status: 400,
		code: 'host_invalid',
		message: 'Invalid host',
		longMessage:
			'We were unable to attribute this request to an instance running on Clerk. Make sure that your Clerk Publishable Key is correct.',
	},
	SignedOut: {
		status: 401,
		code: 'signed_out',
		message: 'Signed out',
		longMessage: 'You are signed out',
	},
	NativeAPIDisabled: {
		status: 400,
		code: 'native_api_disabled',
		message: 'Native API disabled',
		longMessage:
			'The Native API is disabled for this instance. Visit the Clerk Dashboard to enable it.',
	},
	InvalidAPIVersion: {
		status: 400,
		code: 'api_version_invalid',
		message: 'invalid API version',
		longMessage: 'Invalid Clerk API version: <reason>',
	},
	UnsupportedContentType: {
		status: 415,
		code: 'unsupported_content_type',
		message: 'Content-Type is unsupported',
		longMessage: 'Content-Type <actual> is unsupported. You should use <expected> instead.',
	},
	MalformedRequestParameters: {
		status: 400,
		code: 'malformed_request_parameters',
		message: 'Malformed request parameters',
		longMessage: 'The request parameters are malformed and could not be parsed',
	},
	InvalidRequestBody: {
		status: 400,
		code: 'request_body_invalid',
		message: 'Request body invalid',
		longMessage:
			'The request body is invalid. Please consult the API documentation for more information.',
	},
	ResourceNotFound: {
		status: 404,
		code: 'resource_not_found',
		message: 'not found',
		longMessage: 'Resource not found',
	},
	FormUnknownParameter: {
		status: 422,
		code: 'form_param_unknown',
		message: 'is unknown',
		longMessage: '<param> is not a valid parameter for this request.',
	},
	FormMissingParameter: {
		status: 422,
		code: 'form_param_missing',
		message: 'is missing',
		longMessage: '<param> must be included.',
	},
	FormDuplicateParameter: {
		status: 422,
		code: 'form_param_duplicate',
		message: 'is duplicate',
		longMessage: '<param> included multiple times. There should only be one.',
	},
	FormInvalidParameterValue: {
		status: 422,
		code: 'form_param_value_invalid',
		message: 'is invalid',
		longMessage: '<value> does not match one of the allowed values for parameter <param>',
	},
	FormInvalidTypeParameter: {
		status: 422,
		code: 'form_param_type_invalid',
		message: 'is invalid',
		longMessage: '`<param>` must be a `<paramType>`.',
	},
	FormIncorrectCode: {
		status: 422,
		code: 'form_code_incorrect',
		message: 'is incorrect',
		longMessage: 'Incorrect code',
	},
	FormPasswordIncorrect: {
		status: 422,
		code: 'form_password_incorrect',
		message: 'Password is incorrect. Try again, or use another method.',
		longMessage: 'Password is incorrect. Try again, or use another method.',
	},
	FormIdentifierNotFound: {
		status: 422,
		code: 'form_identifier_not_found',
		message: "Couldn't find your account.",
		longMessage: "Couldn't find your account.",
	},
	FormMissingResource: {
		status: 422,
		code: 'form_resource_not_found',
		message: 'is missing',
		longMessage: 'The resource associated with the supplied <param> was not found.',
	},
	FormNewPasswordMatchesCurrent: {
		status: 422,
		code: 'form_new_password_matches_current',
		message: 'is invalid',
		longMessage: 'New password cannot be the same as the current password.',
	},
	FormInvalidPasswordLengthTooShort: {
		status: 422,
		code: 'form_password_length_too_short',
		message: 'Passwords must be <length> characters or more.',
		longMessage: 'Passwords must be <length> characters or more.',
	},
	SessionNotFound: {
		status: 404,
		code: 'resource_not_found',
		message: 'Session not found',
		longMessage: 'No session was found with id <sessionID>',
	},
	InvalidActionForSession: {
		status: 400,
		code: 'invalid_action_for_session',
		message: 'Invalid action for user session',
		longMessage: 'Unable to <action> session <sessionID>',
	},
	SessionReverificationRequired: {
		status: 403,
		code: 'session_reverification_required',
		message: 'Reverification required',
		longMessage: 'You need to provide additional verification to perform this operation',
	},
	SessionReverificationMissing: {
		status: 400,
		code: 'session_reverification_missing',
		message: 'is missing',
		longMessage: 'You need to start a new session verification flow first',
	},
	InvalidActionForSessionReverification: {
		status: 400,
		code: 'invalid_action_for_session_reverification',
		message: 'Invalid action for session reverification',
		longMessage: "We were unable to <action> for this session, as it's not ready for <resolution>.",
	},
	SingleModeSessionExists: {
		status: 400,
		code: 'session_exists',
		message: 'Session already exists',
		longMessage: "You're already signed in.",
	},
	AlreadySignedIn: {
		status: 400,
		code: 'identifier_already_signed_in',
		message: "You're already signed in",
		longMessage: "You're already signed in",
	},
	InvalidClientStateForAction: {
		status: 400,
		code: 'client_state_invalid',
		message: 'Invalid action',
		longMessage: 'We were unable to complete <action> for this Client. <resolution>',
	},
	InvalidStrategyForUser: {
		status: 400,
		code: 'strategy_for_user_invalid',
		message: 'Invalid verification strategy',
		longMessage: 'The verification strategy is not valid for this account',
	},
	SignInNotFound: {
		status: 404,
		code: 'resource_not_found',
		message: 'not found',
		longMessage: 'No sign in was found with id <signInID>',
	},
	MutationOnOlderSignInNotAllowed: {
		status: 403,
		code: 'resource_forbidden',
		message: 'Update operations are not allowed on older sign ins',
		longMessage: 'Update operations are not allowed on older sign ins',
	},
	IdentificationBelongsToDifferentUser: {
		status: 403,
		code: 'resource_forbidden',
		message: 'belongs to different user',
		longMessage: 'The given identification belongs to a different user.',
	},
	NoSecondFactorsForStrategy: {
		status: 400,
		code: 'no_second_factors',
		message: 'no second factors',
		longMessage: 'No second factors were found for strategy <strategy>.',
	},
	VerificationAlreadyVerified: {
		status: 400,
		code: 'verification_already_verified',
		message: 'already verified',
		longMessage: 'This verification has already been verified.',
	},
	VerificationExpired: {
		status: 400,
		code: 'verification_expired',
		message: 'expired',
		longMessage: 'This verification has expired. You must create a new one.',
	},
	VerificationFailed: {
		status: 400,
		code: 'verification_failed',
		message: 'failed',
		longMessage: 'Too many failed attempts. You have to try again with the same or another method.',
	},
	VerificationInvalidStrategy: {
		status: 400,
		code: 'verification_strategy_invalid',
		message: 'has invalid strategy',
		longMessage: 'The strategy is not valid for the current verification.',
	},
	VerificationMissing: {
		status: 400,
		code: 'verification_missing',
		message: 'is missing',
		longMessage:
			'This strategy requires verification preparation before attempting to validate it.',
	},
	VerificationCodeTooManyRequests: {
		status: 429,
		code: 'verification_code_too_many_requests',
		message: 'Too many verification code requests',
		longMessage:
			'Too many verification code requests. Please wait at least 30 seconds to receive your code before trying again.',
	},
	TicketExpired: {
		status: 400,
		code: 'ticket_expired_code',
		message: 'ticket has expired',
		longMessage: 'This ticket has expired and cannot be used anymore.',
	},
	TicketInvalid: {
		status: 400,
		code: 'ticket_invalid_code',
		message: 'ticket is invalid',
		longMessage:
			"This ticket is invalid. Make sure you're using a valid ticket generated by Clerk.",
	},
	SignInTokenRevoked: {
		status: 400,
		code: 'sign_in_token_revoked_code',
		message: 'sign in token has been revoked',
		longMessage: 'This sign in token has been revoked and cannot be used anymore.',
	},
	SignInTokenAlreadyUsed: {
		status: 400,
		code: 'sign_in_token_already_used_code',
		message: 'sign in token has already been used',
		longMessage: 'This sign in token has already been used. Each token can only be used once.',
	},
	SignInTokenCannotBeUsed: {
		status: 400,
		code: 'sign_in_token_cannot_be_used_code',
		message: 'sign in token cannot be used',
		longMessage: 'This sign in token cannot be used anymore. Please request a new one.',
	},
	JWTTemplateNotFound: {
		status: 404,
		code: 'resource_not_found',
		message: 'JWT template not found',
		longMessage: 'No JWT template exists with <attribute>: <val>',
	},
	UserNotFound: {
		status: 404,
		code: 'resource_not_found',
		message: 'not found',
		longMessage: 'No user was found with id <userID>',
	},
	UserLocked: {
		status: 403,
		code: 'user_locked',
		message: 'Account locked',
		longMessage:
			'Your account is locked. You will be able to try again in <timeRemaining>. For more information, please contact <support>.',
	},
	OrganizationNotFoundOrUnauthorized: {
		status: 404,
		code: 'organization_not_found_or_unauthorized',
		message: 'not found or unauthorized',
		longMessage:
			"Given organization not found, or you don't have permission to access the organization",
	},
	NoPasskeysFoundForUser: {
		status: 400,
		code: 'no_passkeys_found_for_user',
		message: 'User has no passkeys',
		longMessage: 'User has no passkeys registered for this account',
	},
	PasskeyInvalidPublicKeyCredential: {
		status: 422,
		code: 'passkey_invalid_public_key_credential',
		message: 'is invalid',
		longMessage: 'Invalid passkey public key credential',
	},
	PasskeyInvalidVerification: {
		status: 400,
		code: 'passkey_invalid_verification',
		message: 'invalid verification',
		longMessage: 'Passkey verification contains invalid nonce',
	},
	EnterpriseSSOSignInConnectionMissing: {
		status: 422,
		code: 'enterprise_sso_sign_in_connection_missing',
		message: 'No Enterprise Connection for this sign-in',
		longMessage:
			'The current sign-in does not have a corresponding Enterprise Connection. Please check the domain of the provided email address.',
	},
	InvalidRedirectURL: {
		status: 422,
		code: 'invalid_redirect_url',
		message: 'Redirect url invalid',
		longMessage: 'The provided redirect url is not in a valid format',
	},
	Unexpected: {
		status: 500,
		code: 'internal_clerk_error',
		message: 'Oops, an unexpected error occurred',
		longMessage:
			"There was an internal error on our servers. We've been notified and are working on fixing it.",
	},
} as const satisfies Record<string, ErrorDefinition>;

/**
 * Answers Clerk gives that its list of Frontend API errors does not hold: rate limits (no code is
 * published), the demand for the last session token (clerk-js `MissingExpiredTokenError`), for a captcha
 * (clerk-js `fraudProtection.ts`) and the Backend API's refusal of a key (`@clerk/backend`
 * `InvalidSecretKey`).
 */
const undocumented = {
	TooManyRequests: {
		status: 429,
		code: 'too_many_requests',
		message: 'Too many requests',
		longMessage: 'Too many requests, please wait before trying again.',
	},
	MissingExpiredToken: {
		status: 422,
		code: 'missing_expired_token',
		message: 'is missing',
		longMessage: 'The expired session token must be included.',
	},
	/** In Clerk's list without a status; a blocked client is refused with 403 (its OpenAPI file, getClient). */
	FraudDeviceBlocked: {
		status: 403,
		code: 'device_blocked',
		message: 'Device blocked',
		longMessage:
			'This device was detected as suspicious and has been blocked. It will no longer be able to perform actions. If you believe this was by mistake, please contact support.',
	},
	RequiresCaptcha: {
		status: 401,
		code: 'requires_captcha',
		message: 'Captcha required',
		longMessage: 'A captcha challenge has to be solved first.',
	},
	InvalidSecretKey: {
		status: 401,
		code: 'clerk_key_invalid',
		message:
			'The provided Clerk Secret Key is invalid. Make sure that your Clerk Secret Key is correct.',
		longMessage:
			'The provided Clerk Secret Key is invalid. Make sure that your Clerk Secret Key is correct.',
	},
} as const satisfies Record<string, ErrorDefinition>;

export const errorCatalogue = { ...documented, ...undocumented };

export type ErrorName = keyof typeof errorCatalogue;
