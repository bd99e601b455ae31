/**
 * What a step of the node can do about Clerk's errors, by code: with its fields, or by a step before
 * it. What an operation can say better it declares itself (`advice`). It stands beside `ERROR_ADVICE`,
 * not with the node, as a known code is also one that is never taken for a secret (`redactFailure`).
 */
export const STEP_ADVICE: Readonly<Record<string, string>> = {
	// Who is asking
	authorization_invalid:
		'The session may not do this. Check that the person has the right to it, and that the session is not an impersonated one.',
	client_state_invalid:
		'The client is in a state in which this cannot be done. Get the session to see its status first.',
	origin_authorization_headers_conflict:
		"Remove 'Origin' under Additional Fields: Clerk refuses it beside a client token. If it is not set, a proxy adds it.",
	origin_invalid:
		"'Origin' must be the address of your application, or a subdomain of it, as set in the Clerk Dashboard.",
	origin_missing:
		"Connect with a dev browser token, and fill in 'Origin' under Additional Fields where the operation has it.",

	// Which session
	resource_not_found:
		"The client of this credential has nothing with this ID: it may belong to another client, or be gone. Choose it 'From list', or use the last active session.",
	resource_forbidden:
		'What this ID stands for belongs to another person. Choose one of the person whose session it is.',
	gone: 'It is not there any more. Run the step before it again, or choose another one.',
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
	account_lockout_warning:
		"Check 'Password' before running again: few tries are left until the account locks.",
	form_password_validation_failed: "Check 'Password', or use another strategy.",
	form_password_size_in_bytes_exceeded: "Check 'Password': no password is that long.",
	form_password_length_too_long: "Check 'Password': no password is that long.",
	form_password_length_too_short: "Check 'Password': no password is that short.",
	no_passkeys_found_for_user: 'The person has no passkey. Use another strategy.',
	passkey_not_registered:
		'This passkey is not one of the person. Use another one, or another strategy.',
	passkey_identification_not_verified:
		'The person did not finish adding this passkey. Use another one, or another strategy.',
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
	form_param_value_disabled:
		'Turn this on in the Clerk Dashboard, or choose another value; check also that the key belongs to the instance you mean.',
	form_param_format_invalid:
		"Check the field that the message names; 'param' in the details is Clerk's name for it.",
	form_param_nil: 'Fill in the field that the message names.',
	form_param_duplicate: 'Send the parameter once.',
	form_param_type_invalid: 'Check the type of the parameter that the message names.',
	form_param_max_length_exceeded: 'Shorten the value of the parameter that the message names.',
	form_param_exceeds_allowed_size: 'Shorten the value of the parameter that the message names.',
	form_param_deprecated: 'Remove the parameter that the message names.',
	form_resource_not_found:
		"The ID in this field does not belong to the person. 'Start' lists the IDs of their factors.",
	form_verification_needed:
		'The person has not verified this address or number yet. Choose another one.',
	form_conditional_param_missing: 'Fill in the second field that the message names as well.',
	form_conditional_param_disallowed: 'Leave one of the two fields empty.',
	request_body_invalid: 'Check the JSON body: it must be one object with simple values.',
	malformed_request_parameters: 'Check the JSON body: it must be one object with simple values.',
	bad_request: 'Check the fields of this step, and the JSON body if it has one.',
	request_body_too_large: 'Send less: check the fields that hold long text.',
	invalid_redirect_url: "'Redirect URL' must be an absolute address.",
	prohibited_redirect_url: "'Redirect URL' must begin with https://.",
	insecure_url: "'Redirect URL' must begin with https://.",
	invalid_url_scheme: "'Redirect URL' must begin as the message says.",
	redirect_url_domain_mismatch:
		"'Redirect URL' must be on the domain of the instance, as the Clerk Dashboard shows it under Domains.",
	resource_missmatch:
		"Add 'Redirect URL' to the allowed redirect URLs in the Clerk Dashboard, or use one that is there.",
	personal_accounts_not_allowed:
		"The application has no personal accounts. Choose 'From List or by ID' or 'Unchanged' under 'Organization'.",
	not_a_member_in_organization:
		'The person is not a member of this organization. Choose another one, or the personal account.',
	organization_not_found_or_unauthorized:
		"Check 'Organization ID': the person must be a member of that organization.",

	// What passes
	internal_clerk_error: "Try again later; 'traceId' in the details helps Clerk's support.",
	gateway_timeout: "Try again later; 'traceId' in the details helps Clerk's support.",
	verification_status_unknown:
		"Run 'Start' of the Reverification resource again; 'traceId' in the details helps Clerk's support.",
	missing_expired_token:
		'Clerk wants the last session token along. Create the token again; if this repeats, touch the session first.',
	too_many_requests:
		"Fewer requests in a row help: lower 'Max Concurrent Requests' under Options, or use batching under 'Request Options'.",
};
