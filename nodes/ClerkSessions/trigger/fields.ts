import type { INodeProperties, IPollFunctions } from 'n8n-workflow';
import { FieldError } from '../../../frontendApi/protocol/fieldError';
import { LAST_ACTIVE, session } from '../fields/session';
import { isOn } from '../fields/readSwitch';
import { readText } from '../fields/readText';
import { type EventName, EVENTS } from './sessionEvents';

const events: INodeProperties = {
	displayName: 'Events',
	name: 'events',
	type: 'multiOptions',
	required: true,
	options: [
		{
			name: 'Session Appeared',
			value: 'appeared',
			description: 'The person signed in, on whatever device',
		},
		{
			name: 'Session Changed Organization',
			value: 'organizationChanged',
			description: 'Another organization was chosen, or the personal account',
		},
		{
			name: 'Session Ended',
			value: 'ended',
			description: 'The person signed out, or the session expired or was revoked',
		},
	],
	default: ['appeared'],
	description: 'What starts the workflow',
};

const options: INodeProperties = {
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add option',
	default: {},
	options: [
		{
			displayName: "Include This Client's Sessions",
			name: 'includeOwn',
			type: 'boolean',
			default: false,
			description: 'Whether sessions that the credential itself uses start the workflow as well',
		},
	],
};

export const triggerFields: INodeProperties[] = [
	events,
	{ ...session.field, description: 'The session of the client that says whose sessions to watch' },
	options,
];

/** What a poll is told by the node's fields. */
export interface TriggerSettings {
	events: EventName[];
	/** The ID of a session, or `LAST_ACTIVE`. */
	sessionId: string;
	includeOwn: boolean;
}

/** @throws {FieldError} for a field whose expression results in something else */
export function readTriggerSettings(context: IPollFunctions): TriggerSettings {
	const chosen: unknown = context.getNodeParameter('events');
	const names: unknown[] = Array.isArray(chosen) ? chosen : [chosen];
	const known = EVENTS.filter((name) => names.includes(name));
	if (known.length === 0 || known.length < new Set(names).size) {
		throw new FieldError(
			"'Events' has no valid choice",
			`An expression must result in a list of ${EVENTS.join(', ')}.`,
		);
	}
	const { field, check } = session;
	const chosenSession: unknown = context.getNodeParameter(field.name, '', { extractValue: true });
	const sessionId = readText(chosenSession, field.displayName).trim();
	return {
		events: known,
		sessionId: sessionId === LAST_ACTIVE ? sessionId : check(sessionId, field.displayName),
		includeOwn: isOn(options, Object(context.getNodeParameter('options', {})), 'includeOwn'),
	};
}
