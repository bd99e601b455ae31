/** What one form parameter may be. */
export interface Parameter {
	readonly required?: true;
	readonly oneOf?: readonly string[];
}

/** What an operation's form may hold. Anything else is refused, as Clerk does. */
export interface FormDeclaration {
	readonly always: Readonly<Record<string, Parameter>>;
	/** Beside `strategy`: what each strategy uses. Another strategy's parameters are refused too. */
	readonly byStrategy?: Readonly<Record<string, Readonly<Record<string, Parameter>>>>;
}

const optional: Parameter = {};
const required: Parameter = { required: true };

/** What clerk-js adds to every sign-in request when Clerk Protect runs (`getProtectParams`). */
const protect = {
	__clerk_protect_assertion: optional,
	__clerk_protect_token: optional,
	__clerk_protect_status: optional,
	__clerk_protect_cid: optional,
};

/** What clerk-js adds when it starts a sign-in. */
const commonSignInParameters = {
	...protect,
	locale: optional,
	timezone: optional,
	captcha_token: optional,
	captcha_widget_type: optional,
	captcha_error: optional,
	sign_up_if_missing: optional,
	transfer: optional,
	proof_token: optional,
};

const redirects = { redirect_url: optional, action_complete_redirect_url: optional };

const reset = {
	reset_password_email_code: { email_address_id: required },
	reset_password_phone_code: { phone_number_id: required },
};

const strategyOf = (strategies: object): Parameter => ({
	required: true,
	oneOf: Object.keys(strategies),
});

const signInCreation = {
	password: { identifier: required, password: required },
	ticket: { ticket: required },
	email_code: { identifier: required },
	phone_code: { identifier: required, channel: optional },
	reset_password_email_code: { identifier: required },
	reset_password_phone_code: { identifier: required },
	enterprise_sso: { identifier: required, ...redirects, oidc_prompt: optional },
};

const signInFirstPreparation = {
	email_code: { email_address_id: required },
	phone_code: { phone_number_id: required, default: optional, channel: optional },
	passkey: { passkey_id: optional },
	enterprise_sso: {
		...redirects,
		oidc_prompt: optional,
		oidc_login_hint: optional,
		enterprise_connection_id: optional,
	},
	...reset,
};

const signInFirstAttempt = {
	password: { password: required },
	ticket: { ticket: required },
	email_code: { code: required },
	phone_code: { code: required },
	passkey: { public_key_credential: required },
	reset_password_email_code: { code: required, password: optional },
	reset_password_phone_code: { code: required, password: optional },
};

const reverificationPreparation = {
	email_code: { email_address_id: required },
	phone_code: { phone_number_id: required, default: optional },
	passkey: {},
	enterprise_sso: {
		email_address_id: optional,
		enterprise_connection_id: optional,
		redirect_url: optional,
	},
};

const reverificationAttempt = {
	email_code: { code: required },
	password: { password: required },
	phone_code: { code: required },
	passkey: { public_key_credential: required },
};

/** By Clerk's `operationId`: its OpenAPI file, and what clerk-js is known to send beyond it. */
export const forms = {
	createSignIn: {
		always: {
			...commonSignInParameters,
			strategy: { oneOf: Object.keys(signInCreation) },
		},
		byStrategy: {
			...signInCreation,
			// clerk-js names no strategy when it sends an identifier alone or with a password.
			'': { identifier: optional, password: optional, ticket: optional, ...redirects },
		},
	},
	resetPassword: {
		always: { ...protect, password: required, sign_out_of_other_sessions: optional },
	},
	prepareSignInFactorOne: {
		always: { ...protect, proof_token: optional, strategy: strategyOf(signInFirstPreparation) },
		byStrategy: signInFirstPreparation,
	},
	attemptSignInFactorOne: {
		always: { ...protect, strategy: strategyOf(signInFirstAttempt) },
		byStrategy: signInFirstAttempt,
	},
	prepareSignInFactorTwo: {
		always: {
			...protect,
			proof_token: optional,
			// Without it, a number is meant.
			strategy: { oneOf: ['phone_code', 'email_code'] },
		},
		byStrategy: {
			'': { phone_number_id: optional },
			phone_code: { phone_number_id: optional },
			email_code: { email_address_id: optional },
		},
	},
	attemptSignInFactorTwo: {
		always: {
			...protect,
			strategy: { required: true, oneOf: ['email_code', 'phone_code', 'totp', 'backup_code'] },
			code: required,
		},
	},
	touchSession: {
		always: {
			active_organization_id: optional,
			intent: { oneOf: ['focus', 'select_session', 'select_org'] },
		},
	},
	createSessionToken: {
		always: {
			organization_id: optional,
			tab_state: optional,
			token: optional,
			force_origin: optional,
		},
	},
	startSessionReverification: {
		always: {
			level: { required: true, oneOf: ['first_factor', 'second_factor', 'multi_factor'] },
		},
	},
	prepareSessionReverificationFirstFactor: {
		always: { strategy: strategyOf(reverificationPreparation), proof_token: optional },
		byStrategy: reverificationPreparation,
	},
	attemptSessionReverificationFirstFactor: {
		always: { strategy: strategyOf(reverificationAttempt) },
		byStrategy: reverificationAttempt,
	},
	prepareSessionReverificationSecondFactor: {
		always: {
			strategy: { oneOf: ['phone_code'] },
			phone_number_id: optional,
			proof_token: optional,
		},
	},
	attemptSessionReverificationSecondFactor: {
		always: {
			strategy: { required: true, oneOf: ['phone_code', 'totp', 'backup_code'] },
			code: required,
		},
	},
} as const satisfies Record<string, FormDeclaration>;
