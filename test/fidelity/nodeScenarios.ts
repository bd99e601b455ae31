import type { INodeParameters, INodeParameterResourceLocator } from 'n8n-workflow';
import type { PersonDetails } from '../../sandbox';

/** What a step needs that only the run before it can tell. */
export interface StepValues {
	person: PersonDetails;
	/** The form parameter of that name, as it was sent or shall be sent. */
	valueOf: (parameter: string) => string;
	/** Another session of the person, on a client of its own. */
	otherSessionId?: string;
}

type Step = (values: StepValues) => INodeParameters;

const step =
	(resource: string) =>
	(operation: string, more: Step | INodeParameters = {}): Step =>
	(values) => ({ resource, operation, ...(typeof more === 'function' ? more(values) : more) });

const session = step('session');
const token = step('sessionToken');
const reverification = step('reverification');

const byId = (value: string): INodeParameterResourceLocator => ({ __rl: true, mode: 'id', value });
const LAST_ACTIVE: INodeParameterResourceLocator = {
	__rl: true,
	mode: 'list',
	value: 'last_active',
};

const emailAddressId: Step = ({ person }) => ({
	emailAddressId: byId(person.emailAddressId ?? ''),
});
const phoneNumberId: Step = ({ person }) => ({ phoneNumberId: byId(person.phoneNumberId ?? '') });
const organizationId: Step = ({ person }) => ({
	organization: 'byId',
	organizationId: person.organizations[0] ?? '',
});

/** For what clerk-js can do and the node has no fields for: a form as JSON, its names as given. */
const asJson = (operation: string, strategy: string, ...names: string[]): Step =>
	reverification(operation, ({ valueOf }) => ({
		specifyBody: 'json',
		jsonBody: JSON.stringify({
			strategy,
			...Object.fromEntries(names.map((name) => [name, valueOf(name)])),
		}),
	}));

const TRUSTED_DEVICE_PROOF = ['trusted_device_id', 'client_data', 'signature', 'algorithm'];

/** Everything that the node can be told to do which clerk-js can do too: its parameters, by wish. */
export const nodeScenarios = {
	'client: get': session('get', { sessionId: LAST_ACTIVE }),
	'session: get': session('get'),
	'session: touch, organization unchanged': session('touch', { organization: 'unchanged' }),
	'session: touch, focus': touchWith('focus'),
	'session: touch, select_session': touchWith('select_session'),
	'session: touch, select_org': touchWith('select_org'),
	'session: touch, an organization': session('touch', (values) => ({
		...organizationId(values),
		additionalFields: { intent: 'select_org' },
	})),
	'session: get many, of the client': session('getAll'),
	'session: get many, of the person': session('getAll', { scope: 'person' }),
	'session: revoke': session('revoke', ({ otherSessionId = 'sess_other' }) => ({
		revokedSessionId: byId(otherSessionId),
	})),
	'session: end': session('end'),
	'session: remove': session('remove'),
	'session: remove all': session('removeAll'),
	'session token: personal account': token('create', { organization: 'personal' }),
	'session token: organization unchanged': token('create', { organization: 'unchanged' }),
	'session token: an organization': token('create', organizationId),
	'session token: from a template': token('createFromTemplate', { templateName: 'hasura' }),
	'reverification: start, first_factor': reverification('start', { level: 'first_factor' }),
	'reverification: start, second_factor': reverification('start', { level: 'second_factor' }),
	'reverification: start, multi_factor': reverification('start', { level: 'multi_factor' }),

	'prepare first factor: email_code': reverification('prepareFirstFactor', (values) => ({
		strategy: 'email_code',
		...emailAddressId(values),
	})),
	'prepare first factor: phone_code': reverification('prepareFirstFactor', (values) => ({
		strategy: 'phone_code',
		...phoneNumberId(values),
	})),
	'prepare first factor: passkey': reverification('prepareFirstFactor', { strategy: 'passkey' }),
	'prepare first factor: enterprise_sso': reverification('prepareFirstFactor', (values) => ({
		strategy: 'enterprise_sso',
		...emailAddressId(values),
		additionalFields: {
			enterpriseConnectionId: values.valueOf('enterprise_connection_id'),
			redirectUrl: values.valueOf('redirect_url'),
		},
	})),
	'prepare first factor: trusted_device': asJson(
		'prepareFirstFactor',
		'trusted_device',
		'trusted_device_id',
	),

	'attempt first factor: password': reverification('attemptFirstFactor', ({ person }) => ({
		strategy: 'password',
		password: person.password ?? '',
	})),
	'attempt first factor: email_code': attemptWith('attemptFirstFactor', 'email_code'),
	'attempt first factor: phone_code': attemptWith('attemptFirstFactor', 'phone_code'),
	'attempt first factor: passkey': reverification('attemptFirstFactor', ({ valueOf }) => ({
		strategy: 'passkey',
		publicKeyCredential: valueOf('public_key_credential'),
	})),
	'attempt first factor: trusted_device': asJson(
		'attemptFirstFactor',
		'trusted_device',
		...TRUSTED_DEVICE_PROOF,
	),

	'prepare second factor: phone_code': reverification('prepareSecondFactor', (values) => ({
		strategy: 'phone_code',
		...phoneNumberId(values),
	})),
	'prepare second factor: passkey': asJson('prepareSecondFactor', 'passkey'),
	'prepare second factor: trusted_device': asJson(
		'prepareSecondFactor',
		'trusted_device',
		'trusted_device_id',
	),

	'attempt second factor: phone_code': attemptWith('attemptSecondFactor', 'phone_code'),
	'attempt second factor: totp': attemptWith('attemptSecondFactor', 'totp'),
	'attempt second factor: backup_code': attemptWith('attemptSecondFactor', 'backup_code'),
	'attempt second factor: passkey': asJson(
		'attemptSecondFactor',
		'passkey',
		'public_key_credential',
	),
	'attempt second factor: trusted_device': asJson(
		'attemptSecondFactor',
		'trusted_device',
		...TRUSTED_DEVICE_PROOF,
	),
} as const satisfies Record<string, Step>;

export type ScenarioValues = keyof typeof nodeScenarios;

function touchWith(intent: string): Step {
	return session('touch', { organization: 'personal', additionalFields: { intent } });
}

function attemptWith(operation: string, strategy: string): Step {
	return reverification(operation, ({ valueOf }) => ({ strategy, code: valueOf('code') }));
}
