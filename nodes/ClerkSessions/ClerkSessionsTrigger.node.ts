import type { INodeType, INodeTypeDescription } from 'n8n-workflow';
import { searchSessions } from './listSearch/searchSessions';
import { mainConnection } from './supportedN8n';
import { poll } from './trigger/poll';
import { triggerFields } from './trigger/fields';

/** Starts a workflow when a session of a person appears on any device, ends, or changes organization. */
export class ClerkSessionsTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Clerk Sessions Trigger',
		name: 'clerkSessionsTrigger',
		icon: { light: 'file:clerkSessions.svg', dark: 'file:clerkSessions.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle:
			'={{ $parameter["events"].join(", ").replace(/[A-Z]/g, (letter) => " " + letter.toLowerCase()) }}',
		description: 'Starts the workflow when a session of a person appears on any device, or ends',
		defaults: { name: 'Clerk Sessions Trigger' },
		polling: true,
		inputs: [],
		outputs: [mainConnection()],
		credentials: [{ name: 'clerkFrontendApi', required: true }],
		properties: triggerFields,
	};

	methods = { listSearch: { searchSessions } };

	poll = poll;
}
