/** A JSON Schema in OpenAPI's dialect, as far as it is used here. */
export interface Schema {
	type: 'object' | 'array' | 'string' | 'integer' | 'boolean';
	nullable?: true;
	enum?: readonly string[];
	pattern?: string;
	items?: Schema;
	minItems?: number;
	maxItems?: number;
	properties?: Readonly<Record<string, Schema>>;
	required?: readonly string[];
	additionalProperties?: boolean;
}

export const text: Schema = { type: 'string' };
const flag: Schema = { type: 'boolean' };
/** Milliseconds since 1970. */
const time: Schema = { type: 'integer' };
const count: Schema = { type: 'integer' };

const orNull = (schema: Schema): Schema => ({ ...schema, nullable: true });
export const listOf = (items: Schema): Schema => ({ type: 'array', items });
export const oneOf = (...values: string[]): Schema => ({ type: 'string', enum: values });
const idOf = (prefix: string): Schema => ({
	type: 'string',
	pattern: `^${prefix}_[A-Za-z0-9]+$`,
});
const jwt: Schema = { type: 'string', pattern: '^[\\w-]+\\.[\\w-]+\\.[\\w-]+$' };

/** An object that has all of these, and maybe more: Clerk adds fields without a new version. */
export const having = (properties: Record<string, Schema>): Schema => ({
	type: 'object',
	properties,
	required: Object.keys(properties),
});

const sessionStatus = oneOf(
	'active',
	'pending',
	'ended',
	'removed',
	'expired',
	'abandoned',
	'revoked',
	'replaced',
);

const verificationStatus = oneOf('unverified', 'verified', 'failed', 'expired', 'transferable');

const verification = having({ status: verificationStatus, strategy: text });

const identification = {
	id: idOf('idn'),
	verification: orNull(verification),
};

const user = having({
	object: oneOf('user'),
	id: idOf('user'),
	first_name: orNull(text),
	last_name: orNull(text),
	email_addresses: listOf(having({ ...identification, email_address: text })),
	phone_numbers: listOf(having({ ...identification, phone_number: text })),
	two_factor_enabled: flag,
	password_enabled: flag,
	organization_memberships: listOf(
		having({
			role: text,
			permissions: listOf(text),
			organization: having({ id: idOf('org'), name: text, slug: orNull(text) }),
		}),
	),
});

export const token = having({ jwt });

export const session = having({
	object: oneOf('session'),
	id: idOf('sess'),
	status: sessionStatus,
	expire_at: time,
	abandon_at: time,
	last_active_at: time,
	last_active_organization_id: orNull(idOf('org')),
	last_active_token: orNull(token),
	user: orNull(user),
	public_user_data: orNull(having({ identifier: text, user_id: idOf('user') })),
	factor_verification_age: { ...listOf(count), minItems: 2, maxItems: 2 },
	created_at: time,
	updated_at: time,
});

/** Among all of a person's: without person and organization. */
export const activeSession = having({
	object: oneOf('session'),
	id: idOf('sess'),
	status: sessionStatus,
	expire_at: time,
	abandon_at: time,
	last_active_at: time,
});

const factor = having({ strategy: text });

const signInStatus = oneOf(
	'abandoned',
	'needs_identifier',
	'needs_first_factor',
	'needs_second_factor',
	'needs_client_trust',
	'needs_new_password',
	'needs_protect_check',
	'complete',
);

export const signIn = having({
	object: oneOf('sign_in_attempt'),
	id: idOf('sia'),
	status: signInStatus,
	supported_first_factors: orNull(listOf(factor)),
	supported_second_factors: orNull(listOf(factor)),
	first_factor_verification: orNull(verification),
	second_factor_verification: orNull(verification),
	created_session_id: orNull(idOf('sess')),
});

export const client = having({
	object: oneOf('client'),
	id: idOf('client'),
	sessions: listOf(session),
	sign_in: orNull(signIn),
	last_active_session_id: orNull(idOf('sess')),
	created_at: time,
	updated_at: time,
});

export const reverification = having({
	object: oneOf('session_reverification', 'session_verification'),
	status: oneOf('needs_first_factor', 'needs_second_factor', 'complete'),
	level: oneOf('first_factor', 'second_factor', 'multi_factor'),
	supported_first_factors: orNull(listOf(factor)),
	supported_second_factors: orNull(listOf(factor)),
	first_factor_verification: orNull(verification),
	second_factor_verification: orNull(verification),
	session,
});

export const environment = having({
	auth_config: having({ single_session_mode: flag }),
	display_config: having({ instance_environment_type: text }),
	user_settings: having({ attributes: { type: 'object' } }),
});

export const publicKeys = having({
	keys: listOf(having({ kid: text, kty: oneOf('RSA'), alg: oneOf('RS256'), e: text, n: text })),
});

export const devBrowser = having({ id: text });

export const errors = having({
	errors: {
		type: 'array',
		minItems: 1,
		items: having({ code: text, message: text, long_message: text, meta: { type: 'object' } }),
	},
	clerk_trace_id: text,
});

/** Most answers: the resource, and the client along with it. */
export const withClient = (response: Schema): Schema =>
	having({ response, client: orNull(client) });

/** Where the client is the resource, none comes along. */
export const clientAlone = having({ response: orNull(client), client: orNull({ type: 'object' }) });

export const person = withClient(user);
