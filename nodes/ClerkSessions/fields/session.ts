import type { INodeParameterResourceLocator, INodeProperties } from 'n8n-workflow';
import { checkSessionId } from '../../../frontendApi/protocol/identifiers';
import type { RequestParameter } from './requestParameter';

/** The value of the session locator that stands for the session last used on the client. */
export const LAST_ACTIVE = 'last_active';

/** The session an operation reads or uses; the last active one unless another is chosen. */
export const session: RequestParameter = {
	field: locator('sessionId', 'Session', 'The session of the client to use', 'searchSessions', {
		mode: 'list',
		value: LAST_ACTIVE,
		cachedResultName: 'Last Active Session',
	}),
	check: checkSessionId,
	takesLastActive: true,
};

/** The session whose person is asked about. */
export const sessionOfPerson: RequestParameter = {
	...session,
	field: {
		...session.field,
		description: 'The session of the client that says whose sessions to list',
	},
};

/** The session an operation ends or removes: nothing is chosen beforehand. */
export const sessionToEnd: RequestParameter = {
	field: locator('sessionId', 'Session', 'The session of the client to end', 'searchSessions'),
	check: checkSessionId,
	takesLastActive: true,
};

/** A session of the person, on whatever device. */
export const sessionToRevoke: RequestParameter = {
	field: locator(
		'revokedSessionId',
		'Session to Revoke',
		'The session of the person to end, on whatever device',
		'searchPersonSessions',
	),
	check: checkSessionId,
};

function locator(
	name: string,
	displayName: string,
	description: string,
	searchListMethod: string,
	chosen: Omit<INodeParameterResourceLocator, '__rl'> = { mode: 'list', value: '' },
): INodeProperties {
	return {
		displayName,
		name,
		type: 'resourceLocator',
		required: true,
		default: chosen,
		modes: [
			{
				displayName: 'From List',
				name: 'list',
				type: 'list',
				placeholder: 'Select a session...',
				typeOptions: { searchListMethod, searchable: true },
			},
			{
				// No `validation` by a pattern: n8n checks it before each execution, within a quarter of a second
				// by the wall clock, and a busy machine takes longer. The ID is checked before it is sent.
				displayName: 'ID',
				name: 'id',
				type: 'string',
				placeholder: 'e.g. sess_2abcDEFghiJKLmnoPQRstuVWXyz',
			},
		],
		description,
	};
}
