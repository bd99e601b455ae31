import type { INodeType, INodeTypeDescription } from 'n8n-workflow';
import { searchEmailAddresses, searchPhoneNumbers } from './listSearch/searchIdentifications';
import { searchOrganizations } from './listSearch/searchOrganizations';
import { searchPersonSessions } from './listSearch/searchPersonSessions';
import { searchSessions } from './listSearch/searchSessions';
import { nodeProperties, resources } from './resources';
import { mainConnection } from './supportedN8n';

/** The operations after which nobody may be signed in any more: `session: end`. */
const ENDING = resources.flatMap(({ value, operations }) =>
	operations
		.filter(({ staysSignedOut }) => staysSignedOut)
		.map((operation) => `${value}: ${String(operation.value)}`),
);

/** The sessions of a signed-in client, by Clerk's Frontend API. */
export class ClerkSessions implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Clerk Sessions',
		name: 'clerkSessions',
		icon: { light: 'file:clerkSessions.svg', dark: 'file:clerkSessions.dark.svg' },
		group: ['transform'],
		version: 1,
		// In words: createFromTemplate would be cut.
		subtitle:
			'={{ $parameter["operation"].replace(/[A-Z]/g, (letter) => " " + letter.toLowerCase()) }}',
		description: 'Use the sessions of a signed-in client, create session tokens, reverify a person',
		defaults: { name: 'Clerk Sessions' },
		usableAsTool: true,
		inputs: [mainConnection()],
		outputs: [mainConnection()],
		credentials: [{ name: 'clerkFrontendApi', required: true }],
		// Where the API is, the credential says; how a body is sent, the operation's form.
		requestDefaults: { headers: { Accept: 'application/json' } },
		hints: [
			{
				message:
					'This ends a session. If the credential lives on it, later steps find nobody signed in.',
				type: 'warning',
				displayCondition: `={{ ${JSON.stringify(ENDING)}.includes($parameter["resource"] + ": " + $parameter["operation"]) }}`,
				whenToDisplay: 'beforeExecution',
				location: 'outputPane',
			},
		],
		properties: nodeProperties(resources),
	};

	methods = {
		listSearch: {
			searchEmailAddresses,
			searchOrganizations,
			searchPersonSessions,
			searchPhoneNumbers,
			searchSessions,
		},
	};
}
