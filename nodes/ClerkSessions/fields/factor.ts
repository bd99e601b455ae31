import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { FACTOR_STRATEGIES } from '../../../frontendApi/protocol/factorStrategies';

type FactorStep = keyof typeof FACTOR_STRATEGIES;

/** Sorted by name, as n8n wants options. */
const STRATEGIES: INodePropertyOptions[] = [
	{
		name: 'Authenticator App (TOTP)',
		value: 'totp',
		description: 'The code that an authenticator app shows',
	},
	{ name: 'Backup Code', value: 'backup_code', description: 'A code that can be used once' },
	{ name: 'Email Code', value: 'email_code', description: 'A code sent by email' },
	{
		name: 'Enterprise SSO',
		value: 'enterprise_sso',
		description: 'Signing in at the identity provider of the company',
	},
	{ name: 'Passkey', value: 'passkey', description: 'A passkey, answered in a browser or an app' },
	{ name: 'Password', value: 'password' },
	{ name: 'Phone Code', value: 'phone_code', description: 'A code sent by SMS' },
];

/**
 * The choice of a strategy for one step.
 *
 * @param strategy the one chosen beforehand
 */
export function strategyField(
	step: FactorStep,
	strategy: string,
	description: string,
): INodeProperties {
	return {
		displayName: 'Strategy',
		name: 'strategy',
		type: 'options',
		options: STRATEGIES.filter(({ value }) =>
			Object.hasOwn(FACTOR_STRATEGIES[step], String(value)),
		),
		default: strategy,
		description,
		routing: { send: { type: 'body', property: 'strategy' } },
	};
}

/** Shows a field for the strategies that send the form parameter, in whatever step they are chosen. */
function showForParameter(parameter: string): NonNullable<INodeProperties['displayOptions']> {
	const strategies = Object.values(FACTOR_STRATEGIES).flatMap((step) =>
		Object.entries(step)
			.filter(([, parameters]: [string, readonly string[]]) => parameters.includes(parameter))
			.map(([strategy]) => strategy),
	);
	return { show: { strategy: [...new Set(strategies)] } };
}

export const emailAddress = identificationLocator({
	displayName: 'Email Address',
	name: 'emailAddressId',
	parameter: 'email_address_id',
	searchListMethod: 'searchEmailAddresses',
});

export const phoneNumber = identificationLocator({
	displayName: 'Phone Number',
	name: 'phoneNumberId',
	parameter: 'phone_number_id',
	searchListMethod: 'searchPhoneNumbers',
});

/** The choice of an address or number that a code is sent to. Clerk calls both identifications. */
function identificationLocator({
	displayName,
	name,
	parameter,
	searchListMethod,
}: {
	displayName: string;
	name: string;
	parameter: string;
	searchListMethod: string;
}): INodeProperties {
	const what = displayName.toLowerCase();
	return {
		displayName,
		name,
		type: 'resourceLocator',
		default: { mode: 'list', value: '' },
		modes: [
			{
				displayName: 'From List',
				name: 'list',
				type: 'list',
				placeholder: `Select ${/^[aeiou]/.test(what) ? 'an' : 'a'} ${what}...`,
				typeOptions: { searchListMethod, searchable: true },
			},
			{
				displayName: 'ID',
				name: 'id',
				type: 'string',
				placeholder: 'e.g. idn_2abcDEFghiJKLmnoPQRstuVWXyz',
			},
		],
		displayOptions: showForParameter(parameter),
		description: `The person's ${what}. Left empty, it is not sent.`,
		routing: { send: { type: 'body', property: parameter } },
	};
}

// What a person answers with is checked before it is sent, and not `required`: where the strategy is
// an expression, n8n shows the fields of all strategies and would demand every one of them.

export const code: INodeProperties = {
	displayName: 'Code',
	name: 'code',
	type: 'string',
	default: '',
	placeholder: 'e.g. 424242',
	displayOptions: showForParameter('code'),
	description: 'The code that the person received, or that their authenticator app shows',
	routing: { send: { type: 'body', property: 'code' } },
};

export const password: INodeProperties = {
	displayName: 'Password',
	name: 'password',
	type: 'string',
	typeOptions: { password: true },
	default: '',
	displayOptions: showForParameter('password'),
	description: "The person's password",
	routing: { send: { type: 'body', property: 'password' } },
};

export const publicKeyCredential: INodeProperties = {
	displayName: 'Public Key Credential',
	name: 'publicKeyCredential',
	type: 'json',
	default: '',
	displayOptions: showForParameter('public_key_credential'),
	description:
		"What the browser's WebAuthn call returned for the 'nonce' of the prepare step, as JSON",
	routing: { send: { type: 'body', property: 'public_key_credential' } },
};

/** Additional fields of the factor steps; each operation spreads in those it takes. */
export const additionalFactorFields = {
	origin: {
		displayName: 'Origin',
		name: 'origin',
		type: 'string',
		default: '',
		placeholder: 'e.g. https://example.com',
		description:
			'The Origin header to send. Only with a dev browser token: Clerk refuses it beside a client token.',
		routing: { request: { headers: { Origin: '={{ $value }}' } } },
	},
	proofToken: {
		displayName: 'Proof Token',
		name: 'proofToken',
		type: 'string',
		typeOptions: { password: true },
		default: '',
		description: 'A proof token produced by the Clerk Protect SDK',
		routing: { send: { type: 'body', property: 'proof_token' } },
	},
	enterpriseConnectionId: {
		displayName: 'Enterprise Connection ID',
		name: 'enterpriseConnectionId',
		type: 'string',
		default: '',
		displayOptions: { show: { '/strategy': ['enterprise_sso'] } },
		description: 'The connection to use where the person has several',
		routing: { send: { type: 'body', property: 'enterprise_connection_id' } },
	},
	redirectUrl: {
		displayName: 'Redirect URL',
		name: 'redirectUrl',
		type: 'string',
		default: '',
		placeholder: 'e.g. https://example.com/callback',
		displayOptions: { show: { '/strategy': ['enterprise_sso'] } },
		description: 'Where the identity provider sends the person back to',
		routing: { send: { type: 'body', property: 'redirect_url' } },
	},
} satisfies Record<string, INodeProperties>;

/** The collection that holds an operation's additional fields. */
export function additionalFields(options: INodeProperties[]): INodeProperties {
	return {
		displayName: 'Additional Fields',
		name: 'additionalFields',
		type: 'collection',
		placeholder: 'Add Field',
		default: {},
		options,
	};
}
