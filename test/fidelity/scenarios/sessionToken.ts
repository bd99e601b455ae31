import { had } from '../support/people';
import { sessionOf } from '../support/understood';
import { type Scenario, type SdkContext, stepsOf } from './scenario';

const token = stepsOf('sessionToken');

export const sessionTokenScenarios: Record<string, Scenario> = {
	'session token: personal account': {
		clerkJs: (context) => freshToken(context),
		node: token('create', { organization: 'personal' }),
	},
	'session token: organization unchanged': {
		clerkJs: (context) => freshToken(context),
		node: token('create', { organization: 'unchanged' }),
	},
	'session token: an organization': {
		clerkJs: (context) =>
			freshToken(context, { organizationId: had(context.person.organizations[0]) }),
		node: token('create', ({ person }) => ({
			organization: 'byId',
			organizationId: had(person.organizations[0]),
		})),
	},
	'session token: from a template': {
		clerkJs: (context) => freshToken(context, { template: 'hasura' }),
		node: token('createFromTemplate', { templateName: 'hasura' }),
	},
};

/** A token that clerk-js has to ask for. `skipCache` would do, but says so in the query (`debug`). */
async function freshToken(
	{ clerk }: SdkContext,
	options: { organizationId?: string; template?: string } = {},
): Promise<void> {
	sessionOf(clerk).clearCache();
	await sessionOf(clerk).getToken(options);
}
