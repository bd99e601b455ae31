import type { Clerk } from '@clerk/clerk-js';
import type { PersonDetails, Sandbox } from '../../sandbox';
import { credentialFor } from './support/passkeys';
import { had } from './support/people';
import { clientOf, present, sessionOf, type SessionResource } from './support/understood';

/** What an intent can use. */
export interface SdkContext {
	clerk: Clerk;
	session: SessionResource;
	sandbox: Sandbox;
	person: PersonDetails;
}

/** A scenario put to clerk-js; `nodeScenarios` has the same one for the node, under the same name. */
export interface Scenario {
	/** The first name of the person who is signed in; Ada, who has every factor, when missing. */
	person?: string;
	clerkJs: (scene: SdkContext) => Promise<unknown>;
	/** Whose answer to clerk-js is no success: what the sandbox answers. */
	status?: number;
}

/** What clerk-js takes for each step of a reverification; new ones in a newer clerk-js are an error. */
type Strategies<Step extends keyof SessionResource> = SessionResource[Step] extends (
	parameters: infer Parameters extends { strategy: string },
) => unknown
	? Parameters['strategy']
	: never;

const start = async ({ session: own }: SdkContext, level: 'first_factor' | 'second_factor') =>
	await own.startVerification({ level });

const organizationOf = ({ person }: SdkContext) => had(person.organizations[0]);

const TRUSTED_DEVICE = {
	strategy: 'trusted_device',
	trustedDeviceId: 'tdev_2abcDEFghiJKLmnoPQRstuVWXyz',
	clientData: 'Y2xpZW50',
	signature: 'c2lnbmF0dXJl',
	algorithm: 'ES256',
} as const;

const firstFactorPreparations: Record<Strategies<'prepareFirstFactorVerification'>, Scenario> = {
	email_code: {
		clerkJs: async (scene) => {
			await start(scene, 'first_factor');
			const emailAddressId = had(scene.person.emailAddressId);
			await scene.session.prepareFirstFactorVerification({
				strategy: 'email_code',
				emailAddressId,
			});
		},
	},
	phone_code: {
		clerkJs: async (scene) => {
			await start(scene, 'first_factor');
			const phoneNumberId = had(scene.person.phoneNumberId);
			await scene.session.prepareFirstFactorVerification({ strategy: 'phone_code', phoneNumberId });
		},
	},
	passkey: {
		clerkJs: async (scene) => {
			await start(scene, 'first_factor');
			await scene.session.prepareFirstFactorVerification({ strategy: 'passkey' });
		},
	},
	enterprise_sso: {
		person: 'Edith',
		clerkJs: async (scene) => {
			const { supportedFirstFactors } = await start(scene, 'first_factor');
			const factor = supportedFirstFactors?.find((one) => one.strategy === 'enterprise_sso');
			if (factor?.strategy !== 'enterprise_sso') throw new Error('No identity provider is offered');
			await scene.session.prepareFirstFactorVerification({
				...factor,
				redirectUrl: 'https://app.example/callback',
			});
		},
	},
	trusted_device: {
		clerkJs: async ({ session: own }) =>
			await own.prepareFirstFactorVerification(TRUSTED_DEVICE).catch(() => undefined),
		status: 422,
	},
};

const firstFactorAttempts: Record<Strategies<'attemptFirstFactorVerification'>, Scenario> = {
	password: {
		clerkJs: async (scene) => {
			await start(scene, 'first_factor');
			const password = had(scene.person.password);
			await scene.session.attemptFirstFactorVerification({ strategy: 'password', password });
		},
	},
	email_code: {
		clerkJs: async (scene) => {
			await firstFactorPreparations.email_code.clerkJs(scene);
			await scene.session.attemptFirstFactorVerification({
				strategy: 'email_code',
				code: '424242',
			});
		},
	},
	phone_code: {
		clerkJs: async (scene) => {
			await firstFactorPreparations.phone_code.clerkJs(scene);
			await scene.session.attemptFirstFactorVerification({
				strategy: 'phone_code',
				code: '424242',
			});
		},
	},
	passkey: {
		clerkJs: async (scene) => {
			await start(scene, 'first_factor');
			const { firstFactorVerification } = await scene.session.prepareFirstFactorVerification({
				strategy: 'passkey',
			});
			await scene.session.attemptFirstFactorVerification({
				strategy: 'passkey',
				publicKeyCredential: credentialFor(scene.sandbox, had(firstFactorVerification.nonce)),
			});
		},
	},
	trusted_device: {
		clerkJs: async ({ session: own }) =>
			await own.attemptFirstFactorVerification(TRUSTED_DEVICE).catch(() => undefined),
		status: 422,
	},
};

const secondFactorPreparations: Record<Strategies<'prepareSecondFactorVerification'>, Scenario> = {
	phone_code: {
		clerkJs: async (scene) => {
			await start(scene, 'second_factor');
			const phoneNumberId = had(scene.person.phoneNumberId);
			await scene.session.prepareSecondFactorVerification({
				strategy: 'phone_code',
				phoneNumberId,
			});
		},
	},
	passkey: {
		clerkJs: async ({ session: own }) =>
			await own.prepareSecondFactorVerification({ strategy: 'passkey' }).catch(() => undefined),
		status: 422,
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
	},
};

const secondFactorAttempts: Record<Strategies<'attemptSecondFactorVerification'>, Scenario> = {
	phone_code: {
		clerkJs: async (scene) => {
			await secondFactorPreparations.phone_code.clerkJs(scene);
			await scene.session.attemptSecondFactorVerification({
				strategy: 'phone_code',
				code: '424242',
			});
		},
	},
	totp: {
		clerkJs: async (scene) => {
			await start(scene, 'second_factor');
			const code = had(scene.sandbox.totpCodeOf(scene.person.id));
			await scene.session.attemptSecondFactorVerification({ strategy: 'totp', code });
		},
	},
	backup_code: {
		clerkJs: async (scene) => {
			await start(scene, 'second_factor');
			const code = had(scene.person.backupCodes[0]);
			await scene.session.attemptSecondFactorVerification({ strategy: 'backup_code', code });
		},
	},
	passkey: {
		clerkJs: async (scene) => {
			const { firstFactorVerification } = await start(scene, 'first_factor').then(() =>
				scene.session.prepareFirstFactorVerification({ strategy: 'passkey' }),
			);
			await scene.session
				.attemptSecondFactorVerification({
					strategy: 'passkey',
					publicKeyCredential: credentialFor(scene.sandbox, had(firstFactorVerification.nonce)),
				})
				.catch(() => undefined);
		},
		status: 422,
	},
	trusted_device: {
		clerkJs: async ({ session: own }) =>
			await own.attemptSecondFactorVerification(TRUSTED_DEVICE).catch(() => undefined),
		status: 422,
	},
};

const levels = ['first_factor', 'second_factor', 'multi_factor'] as const;
const touches = ['focus', 'select_session', 'select_org'] as const;

/** Everything that clerk-js can wish for and the node has an operation for. */
export const scenarios: Record<string, Scenario> = {
	'client: get': {
		clerkJs: ({ clerk }) => clientOf(clerk).reload(),
	},
	'session: get': {
		clerkJs: ({ session: own }) => own.reload(),
	},
	'session: touch, organization unchanged': {
		clerkJs: ({ session: own }) => own.touch(),
	},
	...named(touches, 'session: touch, ', (intent) => ({
		clerkJs: ({ session: own }) => own.touch({ intent }),
	})),
	'session: touch, an organization': {
		clerkJs: async (scene) => {
			const own = scene.session;
			own.lastActiveOrganizationId = organizationOf(scene);
			await own.touch({ intent: 'select_org' });
		},
	},
	'session: get many, of the client': {
		clerkJs: ({ clerk }) => clientOf(clerk).reload(),
	},
	'session: get many, of the person': {
		clerkJs: ({ clerk }) => present(clerk.user).getSessions(),
	},
	'session: revoke': {
		// Without a second factor: signing in a moment ago is proof enough.
		person: 'Grace',
		clerkJs: async ({ clerk, person, sandbox }) => {
			const { sessionId } = sandbox.signIn(person.id);
			const sessions = await present(clerk.user).getSessions();
			await present(sessions.find(({ id }) => id === sessionId)).revoke();
		},
	},
	'session: end': {
		clerkJs: ({ session: own }) => own.end(),
	},
	'session: remove': {
		clerkJs: ({ session: own }) => own.remove(),
	},
	'session: remove all': {
		clerkJs: ({ clerk }) => clerk.signOut(),
	},
	'session token: personal account': {
		clerkJs: (scene) => freshToken(scene),
	},
	'session token: organization unchanged': {
		clerkJs: (scene) => freshToken(scene),
	},
	'session token: an organization': {
		clerkJs: (scene) => freshToken(scene, { organizationId: organizationOf(scene) }),
	},
	'session token: from a template': {
		clerkJs: (scene) => freshToken(scene, { template: 'hasura' }),
	},
	...named(levels, 'reverification: start, ', (level) => ({
		clerkJs: ({ session: own }) => own.startVerification({ level }),
	})),
	...titled('prepare first factor: ', firstFactorPreparations),
	...titled('attempt first factor: ', firstFactorAttempts),
	...titled('prepare second factor: ', secondFactorPreparations),
	...titled('attempt second factor: ', secondFactorAttempts),
};

/** A token that clerk-js has to ask for. `skipCache` would do, but says so in the query (`debug`). */
async function freshToken(
	{ clerk }: SdkContext,
	options: { organizationId?: string; template?: string } = {},
): Promise<void> {
	sessionOf(clerk).clearCache();
	await sessionOf(clerk).getToken(options);
}

function titled(title: string, group: Record<string, Scenario>): Record<string, Scenario> {
	return Object.fromEntries(
		Object.entries(group).map(([name, intent]) => [`${title}${name}`, intent]),
	);
}

function named<Name extends string>(
	names: readonly Name[],
	title: string,
	intent: (name: Name) => Scenario,
): Record<string, Scenario> {
	return Object.fromEntries(names.map((name) => [`${title}${name}`, intent(name)]));
}
