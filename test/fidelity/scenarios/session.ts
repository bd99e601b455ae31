import { had } from '../support/people';
import { clientOf, present } from '../support/understood';
import { byId, lastActive } from '../../support/workflows';
import { type Scenario, stepsOf } from './scenario';

const session = stepsOf('session');

export const sessionScenarios: Record<string, Scenario> = {
	'client: get': {
		clerkJs: ({ clerk }) => clientOf(clerk).reload(),
		node: session('get', { sessionId: lastActive }),
	},
	'session: get': {
		clerkJs: ({ session: own }) => own.reload(),
		node: session('get'),
	},
	'session: get many, of the client': {
		clerkJs: ({ clerk }) => clientOf(clerk).reload(),
		node: session('getAll'),
	},
	'session: get many, of the person': {
		clerkJs: ({ clerk }) => present(clerk.user).getSessions(),
		node: session('getAll', { scope: 'person' }),
	},
	'session: touch, organization unchanged': {
		clerkJs: ({ session: own }) => own.touch(),
		node: session('touch', { organization: 'unchanged' }),
	},
	'session: touch, focus': touchWith('focus'),
	'session: touch, select_session': touchWith('select_session'),
	'session: touch, select_org': touchWith('select_org'),
	'session: touch, an organization': {
		clerkJs: async ({ session: own, person }) => {
			own.lastActiveOrganizationId = had(person.organizations[0]);
			await own.touch({ intent: 'select_org' });
		},
		node: session('touch', ({ person }) => ({
			organization: 'byId',
			organizationId: had(person.organizations[0]),
			additionalFields: { intent: 'select_org' },
		})),
	},
	'session: revoke': {
		// Without a second factor: signing in a moment ago is proof enough.
		person: 'Grace',
		clerkJs: async ({ clerk, person, sandbox }) => {
			const { sessionId } = sandbox.signIn(person.id);
			const sessions = await present(clerk.user).getSessions();
			await present(sessions.find(({ id }) => id === sessionId)).revoke();
		},
		node: session('revoke', ({ otherSessionId }) => ({ revokedSessionId: byId(otherSessionId) })),
	},
	'session: end': {
		clerkJs: ({ session: own }) => own.end(),
		node: session('end'),
	},
	'session: remove': {
		clerkJs: ({ session: own }) => own.remove(),
		node: session('remove'),
	},
	'session: remove all': {
		clerkJs: ({ clerk }) => clerk.signOut(),
		node: session('removeAll'),
	},
};

function touchWith(intent: 'focus' | 'select_session' | 'select_org'): Scenario {
	return {
		clerkJs: ({ session: own }) => own.touch({ intent }),
		node: session('touch', { organization: 'personal', additionalFields: { intent } }),
	};
}
