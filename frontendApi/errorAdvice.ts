/**
 * What to do about Clerk's errors, by code: Clerk's own message says what happened, this says how to
 * go on. Codes are those of Clerk's error catalogue (clerk-docs, Frontend API errors).
 */
export const ERROR_ADVICE: Readonly<Record<string, string>> = {
	// Who is asking
	signed_out:
		'Nobody is signed in on this client any more. Sign in on it again and renew the token in the credential, or choose a way to connect that signs in by itself.',
	authentication_invalid:
		'The client has no live session, or its token was replaced by a later sign-in or sign-out. Renew the token in the credential.',
	authorization_invalid:
		'The session may not do this. Check that the person has the right to it, and that the session is not an impersonated one.',
	dev_browser_unauthenticated:
		"Copy the __clerk_db_jwt cookie again from a browser that is signed in, into 'Dev Browser Token' in the credential.",
	client_not_found: 'Clerk does not know this client. Renew the token in the credential.',
	client_state_invalid:
		'The client is in a state in which this cannot be done. Get the session to see its status first.',
	native_api_disabled:
		'Turn on the Native API in the Clerk Dashboard under Native applications, or connect with a dev browser token.',
	host_invalid:
		"Check that 'Publishable Key' in the credential is complete and belongs to this application.",
	origin_authorization_headers_conflict:
		"Remove 'Origin' under Additional Fields: Clerk refuses it beside a client token. If it is not set, a proxy adds it.",
	origin_invalid:
		"'Origin' must be the address of your application, or a subdomain of it, as set in the Clerk Dashboard.",
	subdomain_not_allowed: 'Add this subdomain to the allowed subdomains in the Clerk Dashboard.',
	request_invalid_for_environment:
		'This works on development or on production instances only. Check which one the publishable key belongs to.',
	user_locked:
		'Too many wrong attempts. Wait until the lock ends, or unlock the user in the Clerk Dashboard.',
	user_banned: 'The user is banned. Unban them in the Clerk Dashboard, or use another session.',
	user_deactivated: 'The user is deactivated. Activate them in the Clerk Dashboard.',
	deprovisioned: 'The account was closed by its directory. Ask whoever manages the directory.',

	// Which session
	resource_not_found:
		"The client of this credential has nothing with this ID: it may belong to another client, or be gone. Choose it 'From List', or use the last active session.",
	invalid_action_for_session:
		'The session has ended, expired or been removed. Choose a session that is active.',
	action_for_session_not_authorized:
		'The session belongs to somebody else, or may not do this. Choose another session of this client.',
	session_reverification_required:
		'Clerk wants the person to prove again who they are. Run Reverification: Start, then Prepare and Attempt, and repeat this step.',

	// Reverification
	session_reverification_missing: "Run 'Start' of the Reverification resource first.",
	invalid_action_for_session_reverification:
		"The reverification is at another step. Its 'status' says which factor comes next; 'Start' begins it anew.",
	verification_missing:
		"This strategy has to be prepared: run 'Prepare' for the same factor before 'Attempt'.",
	verification_not_sent: "No code was sent yet: run 'Prepare' for the same factor first.",
	verification_expired: "The code is too old. Run 'Prepare' again and use the new code.",
	verification_failed: "All tries are used up. Run 'Prepare' again, or use another strategy.",
	verification_already_verified:
		"This factor is proved already. The 'status' of the reverification says what comes next.",
	verification_strategy_invalid:
		"'Strategy' differs from the one that was prepared. Use the same in both steps.",
	strategy_for_user_invalid:
		"The person does not have this factor. 'Start' lists the factors they have.",
	no_second_factors:
		"The person has no second factor of this kind. 'Start' lists the factors they have.",
	verification_code_too_many_requests: 'Wait 30 seconds before asking for another code.',
	form_code_incorrect:
		"Check 'Code': it may be mistyped, from an earlier message, or already used.",
	form_password_incorrect: "Check 'Password', or use another strategy.",
	no_password_set: 'The person has no password. Use another strategy.',
	no_passkeys_found_for_user: 'The person has no passkey. Use another strategy.',
	passkey_not_registered:
		'This passkey is not one of the person. Use another one, or another strategy.',
	passkey_invalid_public_key_credential:
		"'Public Key Credential' must be the JSON that the browser's WebAuthn call returned.",
	passkey_invalid_verification:
		"The passkey answered another challenge. Run 'Prepare' again and use its 'nonce'.",
	passkey_authentication_failure:
		"Run 'Prepare' again and let the person retry, or use another strategy.",
	backup_codes_not_available: 'Turn on backup codes for the instance, or use another strategy.',
	enterprise_connection_id_is_required_with_multiple_connections:
		"Fill in 'Enterprise Connection ID' under Additional Fields.",
	enterprise_sso_sign_in_connection_missing:
		'The email address has no enterprise connection. Choose another address or strategy.',
	dev_monthly_email_limit_exceeded:
		'Use a test address (+clerk_test), which takes the code 424242 and sends nothing.',
	dev_monthly_sms_limit_exceeded:
		'Use a test number, which takes the code 424242 and sends nothing.',
	unsupported_country_code: 'Use an email code, or enable the country in the Clerk Dashboard.',
	sms_send_error: 'Try again later, or use an email code.',

	// What was sent
	form_param_missing:
		"Fill in the field that the message names; 'param' in the details is Clerk's name for it.",
	form_param_unknown:
		'Clerk does not take this parameter here. Remove it from the JSON body or the additional fields.',
	form_param_value_invalid:
		"Check the field that the message names; 'param' in the details is Clerk's name for it.",
	form_param_format_invalid:
		"Check the field that the message names; 'param' in the details is Clerk's name for it.",
	form_param_nil: 'Fill in the field that the message names.',
	form_param_duplicate: 'Send the parameter once.',
	form_param_type_invalid: 'Check the type of the parameter that the message names.',
	form_conditional_param_missing: 'Fill in the second field that the message names as well.',
	form_conditional_param_disallowed: 'Leave one of the two fields empty.',
	form_resource_not_found:
		"The ID in this field does not belong to the person. 'Start' lists the IDs of their factors.",
	request_body_invalid: 'Check the JSON body: it must be one object with simple values.',
	unsupported_content_type:
		'A proxy between n8n and Clerk changes the request. Bodies must arrive as a form.',
	request_body_too_large: 'Send less: check the fields that hold long text.',
	api_version_invalid:
		'The instance does not know this version of the API. Update this node, and look for a proxy that changes the query.',
	missing_expired_token:
		'Clerk wants the last session token along. Create the token again; if this repeats, touch the session first.',
	feature_not_enabled: 'Turn the feature on in the Clerk Dashboard.',
	invalid_redirect_url: "'Redirect URL' must be an absolute address.",
	not_a_member_in_organization:
		'The person is not a member of this organization. Choose another one, or the personal account.',
	organization_not_enabled_in_instance: 'Turn on organizations in the Clerk Dashboard.',

	// Signing in
	form_identifier_not_found:
		"No account has this identifier. Check 'Identifier' in the credential.",
	form_password_or_identifier_incorrect: "Check 'Identifier' and 'Password' in the credential.",
	form_password_pwned:
		'The password is known from a data leak and must be reset before it can be used.',
	form_password_compromised:
		'The password may be known to others. Connect with a sign-in ticket instead.',
	session_exists: 'Somebody is signed in on this client already.',
	ticket_expired_code: 'The sign-in ticket is too old. Run again: a new one is made.',
	ticket_invalid_code:
		'The sign-in ticket is not one of this instance. Check that the secret key and the publishable key belong together.',
	sign_in_token_already_used_code:
		'The sign-in ticket was used before. Run again: a new one is made.',
	sign_in_token_revoked_code: 'The sign-in ticket was revoked. Run again: a new one is made.',
	sign_in_token_cannot_be_used_code:
		'The sign-in ticket cannot be used any more. Run again: a new one is made.',
	password_reset_required: "Reset the person's password first, or connect with a sign-in ticket.",
	captcha_invalid:
		'Clerk wants a CAPTCHA, which a workflow cannot solve. Connect with a sign-in ticket.',
	captcha_missing_token:
		'Clerk wants a CAPTCHA, which a workflow cannot solve. Connect with a sign-in ticket.',

	/** Clerk's catalogue has no code for its general rate limit; this one is ours. */
	too_many_requests:
		"Fewer requests in a row help: lower 'Max Concurrent Requests' under Options, or use batching under 'Request Options'.",
};

/** Advice for codes without their own, by the first digit of the status. */
const BY_STATUS: Readonly<Record<string, string>> = {
	4: "Check the fields of this step; 'code' and 'traceId' in the details help Clerk's support.",
	5: "Clerk could not answer. Try again later; 'traceId' in the details helps Clerk's support.",
};

/** What to do about an error of Clerk's. */
export function adviceFor(code: string, status: number): string {
	const known = Object.hasOwn(ERROR_ADVICE, code) ? ERROR_ADVICE[code] : undefined;
	return known ?? BY_STATUS[String(status).charAt(0)] ?? BY_STATUS['4'] ?? '';
}
