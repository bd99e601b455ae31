import { byId } from '../../support/workflows';
import { credentialFor } from '../support/passkeys';
import { had } from '../support/people';
import type { SessionResource } from '../support/understood';
import { type NodeStep, type Scenario, type SdkContext, stepsOf } from './scenario';

/** What clerk-js takes for each step of a reverification; new ones in a newer clerk-js are an error. */
type Strategies<Step extends keyof SessionResource> = SessionResource[Step] extends (
	parameters: infer Parameters extends { strategy: string },
) => unknown
	? Parameters['strategy']
	: never;

const reverification = stepsOf('reverification');

const start = async ({ session: own }: SdkContext, level: 'first_factor' | 'second_factor') =>
	await own.startVerification({ level });

const TRUSTED_DEVICE = {
	strategy: 'trusted_device',
	trustedDeviceId: 'tdev_2abcDEFghiJKLmnoPQRstuVWXyz',
	clientData: 'Y2xpZW50',
	signature: 'c2lnbmF0dXJl',
	algorithm: 'ES256',
} as const;
const TRUSTED_DEVICE_PROOF = ['trusted_device_id', 'client_data', 'signature', 'algorithm'];

/** For what clerk-js can do and the node has no fields for: a form as JSON, its names as given. */
const asJson = (operation: string, strategy: string, ...names: string[]): NodeStep =>
	reverification(operation, ({ valueOf }) => ({
		specifyBody: 'json',
		jsonBody: JSON.stringify({
			strategy,
			...Object.fromEntries(names.map((name) => [name, valueOf(name)])),
		}),
	}));

const withCode = (operation: string, strategy: string): NodeStep =>
	reverification(operation, ({ valueOf }) => ({ strategy, code: valueOf('code') }));

const firstFactorPreparations: Record<Strategies<'prepareFirstFactorVerification'>, Scenario> = {
	email_code: {
		clerkJs: async (context) => {
			await start(context, 'first_factor');
			const emailAddressId = had(context.person.emailAddressId);
			await context.session.prepareFirstFactorVerification({
				strategy: 'email_code',
				emailAddressId,
			});
		},
		node: reverification('prepareFirstFactor', ({ person }) => ({
			strategy: 'email_code',
			emailAddressId: byId(had(person.emailAddressId)),
		})),
	},
	phone_code: {
		clerkJs: async (context) => {
			await start(context, 'first_factor');
			const phoneNumberId = had(context.person.phoneNumberId);
			await context.session.prepareFirstFactorVerification({
				strategy: 'phone_code',
				phoneNumberId,
			});
		},
		node: reverification('prepareFirstFactor', ({ person }) => ({
			strategy: 'phone_code',
			phoneNumberId: byId(had(person.phoneNumberId)),
		})),
	},
	passkey: {
		clerkJs: async (context) => {
			await start(context, 'first_factor');
			await context.session.prepareFirstFactorVerification({ strategy: 'passkey' });
		},
		node: reverification('prepareFirstFactor', { strategy: 'passkey' }),
	},
	enterprise_sso: {
		person: 'Edith',
		clerkJs: async (context) => {
			const { supportedFirstFactors } = await start(context, 'first_factor');
			const factor = supportedFirstFactors?.find((one) => one.strategy === 'enterprise_sso');
			if (factor?.strategy !== 'enterprise_sso') throw new Error('No identity provider is offered');
			await context.session.prepareFirstFactorVerification({
				...factor,
				redirectUrl: 'https://app.example/callback',
			});
		},
		node: reverification('prepareFirstFactor', ({ person, valueOf }) => ({
			strategy: 'enterprise_sso',
			emailAddressId: byId(had(person.emailAddressId)),
			additionalFields: {
				enterpriseConnectionId: valueOf('enterprise_connection_id'),
				redirectUrl: valueOf('redirect_url'),
			},
		})),
	},
	trusted_device: {
		clerkJs: async ({ session: own }) =>
			await own.prepareFirstFactorVerification(TRUSTED_DEVICE).catch(() => undefined),
		status: 422,
		node: asJson('prepareFirstFactor', 'trusted_device', 'trusted_device_id'),
	},
};

const firstFactorAttempts: Record<Strategies<'attemptFirstFactorVerification'>, Scenario> = {
	password: {
		clerkJs: async (context) => {
			await start(context, 'first_factor');
			const password = had(context.person.password);
			await context.session.attemptFirstFactorVerification({ strategy: 'password', password });
		},
		node: reverification('attemptFirstFactor', ({ person }) => ({
			strategy: 'password',
			password: had(person.password),
		})),
	},
	email_code: {
		clerkJs: async (context) => {
			await firstFactorPreparations.email_code.clerkJs(context);
			await context.session.attemptFirstFactorVerification({
				strategy: 'email_code',
				code: '424242',
			});
		},
		node: withCode('attemptFirstFactor', 'email_code'),
	},
	phone_code: {
		clerkJs: async (context) => {
			await firstFactorPreparations.phone_code.clerkJs(context);
			await context.session.attemptFirstFactorVerification({
				strategy: 'phone_code',
				code: '424242',
			});
		},
		node: withCode('attemptFirstFactor', 'phone_code'),
	},
	passkey: {
		clerkJs: async (context) => {
			await start(context, 'first_factor');
			const { firstFactorVerification } = await context.session.prepareFirstFactorVerification({
				strategy: 'passkey',
			});
			await context.session.attemptFirstFactorVerification({
				strategy: 'passkey',
				publicKeyCredential: credentialFor(context.sandbox, had(firstFactorVerification.nonce)),
			});
		},
		node: reverification('attemptFirstFactor', ({ valueOf }) => ({
			strategy: 'passkey',
			publicKeyCredential: valueOf('public_key_credential'),
		})),
	},
	trusted_device: {
		clerkJs: async ({ session: own }) =>
			await own.attemptFirstFactorVerification(TRUSTED_DEVICE).catch(() => undefined),
		status: 422,
		node: asJson('attemptFirstFactor', 'trusted_device', ...TRUSTED_DEVICE_PROOF),
	},
};

const secondFactorPreparations: Record<Strategies<'prepareSecondFactorVerification'>, Scenario> = {
	phone_code: {
		clerkJs: async (context) => {
			await start(context, 'second_factor');
			const phoneNumberId = had(context.person.phoneNumberId);
			await context.session.prepareSecondFactorVerification({
				strategy: 'phone_code',
				phoneNumberId,
			});
		},
		node: reverification('prepareSecondFactor', ({ person }) => ({
			strategy: 'phone_code',
			phoneNumberId: byId(had(person.phoneNumberId)),
		})),
	},
	passkey: {
		clerkJs: async ({ session: own }) =>
			await own.prepareSecondFactorVerification({ strategy: 'passkey' }).catch(() => undefined),
		status: 422,
		node: asJson('prepareSecondFactor', 'passkey'),
	},
	trusted_device: {
		clerkJs: async ({ session: own }) =>
			await own
				.prepareSecondFactorVerification({
					strategy: 'trusted_device',
					trustedDeviceId: TRUSTED_DEVICE.trustedDeviceId,
				})
				.catch(() => undefined),
		status: 422,
		node: asJson('prepareSecondFactor', 'trusted_device', 'trusted_device_id'),
	},
};

const secondFactorAttempts: Record<Strategies<'attemptSecondFactorVerification'>, Scenario> = {
	phone_code: {
		clerkJs: async (context) => {
			await secondFactorPreparations.phone_code.clerkJs(context);
			await context.session.attemptSecondFactorVerification({
				strategy: 'phone_code',
				code: '424242',
			});
		},
		node: withCode('attemptSecondFactor', 'phone_code'),
	},
	totp: {
		clerkJs: async (context) => {
			await start(context, 'second_factor');
			const code = had(context.sandbox.totpCodeOf(context.person.id));
			await context.session.attemptSecondFactorVerification({ strategy: 'totp', code });
		},
		node: withCode('attemptSecondFactor', 'totp'),
	},
	backup_code: {
		clerkJs: async (context) => {
			await start(context, 'second_factor');
			const code = had(context.person.backupCodes[0]);
			await context.session.attemptSecondFactorVerification({ strategy: 'backup_code', code });
		},
		node: withCode('attemptSecondFactor', 'backup_code'),
	},
	passkey: {
		clerkJs: async (context) => {
			const { firstFactorVerification } = await start(context, 'first_factor').then(() =>
				context.session.prepareFirstFactorVerification({ strategy: 'passkey' }),
			);
			await context.session
				.attemptSecondFactorVerification({
					strategy: 'passkey',
					publicKeyCredential: credentialFor(context.sandbox, had(firstFactorVerification.nonce)),
				})
				.catch(() => undefined);
		},
		status: 422,
		node: asJson('attemptSecondFactor', 'passkey', 'public_key_credential'),
	},
	trusted_device: {
		clerkJs: async ({ session: own }) =>
			await own.attemptSecondFactorVerification(TRUSTED_DEVICE).catch(() => undefined),
		status: 422,
		node: asJson('attemptSecondFactor', 'trusted_device', ...TRUSTED_DEVICE_PROOF),
	},
};

export const reverificationScenarios: Record<string, Scenario> = {
	'reverification: start, first_factor': startWith('first_factor'),
	'reverification: start, second_factor': startWith('second_factor'),
	'reverification: start, multi_factor': startWith('multi_factor'),
	...titled('prepare first factor', firstFactorPreparations),
	...titled('attempt first factor', firstFactorAttempts),
	...titled('prepare second factor', secondFactorPreparations),
	...titled('attempt second factor', secondFactorAttempts),
};

function startWith(level: 'first_factor' | 'second_factor' | 'multi_factor'): Scenario {
	return {
		clerkJs: ({ session: own }) => own.startVerification({ level }),
		node: reverification('start', { level }),
	};
}

function titled(title: string, group: Record<string, Scenario>): Record<string, Scenario> {
	return Object.fromEntries(
		Object.entries(group).map(([name, scenario]) => [`${title}: ${name}`, scenario]),
	);
}
