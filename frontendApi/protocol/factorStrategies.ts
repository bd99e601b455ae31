/**
 * Which form parameters belong to each strategy of a reverification step, besides `strategy`
 * itself. Clerk refuses parameters that it does not expect (422 `form_param_unknown`).
 *
 * Source: Clerk's OpenAPI file, the four prepare and attempt operations under
 * `/v1/client/sessions/{session_id}/verify`; for enterprise_sso clerk-js `Session`.
 */
export const FACTOR_STRATEGIES = {
	prepareFirstFactor: {
		email_code: ['email_address_id'],
		phone_code: ['phone_number_id'],
		passkey: [],
		enterprise_sso: ['email_address_id', 'enterprise_connection_id', 'redirect_url'],
	},
	attemptFirstFactor: {
		email_code: ['code'],
		phone_code: ['code'],
		password: ['password'],
		passkey: ['public_key_credential'],
	},
	prepareSecondFactor: {
		phone_code: ['phone_number_id'],
	},
	attemptSecondFactor: {
		phone_code: ['code'],
		totp: ['code'],
		backup_code: ['code'],
	},
} as const satisfies Record<string, Record<string, readonly string[]>>;
