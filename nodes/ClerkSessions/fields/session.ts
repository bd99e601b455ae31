import type { INodeParameterResourceLocator, INodeProperties } from 'n8n-workflow';
import { checkSessionId } from '../../../frontendApi/protocol/identifiers';
import type { RequestParameter } from './requestParameter';

/** The value of the session locator that stands for the session last used on the client. */
export const LAST_ACTIVE = 'last_active';

/** The session an operation reads or uses; the last active one unless another is chosen. */
export const session = sessionParameter('The session of the client to use', {
	mode: 'list',
	value: LAST_ACTIVE,
	cachedResultName: 'Last Active Session',
});

/** The session an operation ends or removes: nothing is chosen beforehand. */
export const sessionToEnd = sessionParameter('The session of the client to end', {
	mode: 'list',
	value: '',
});

function sessionParameter(
	description: string,
	chosen: Omit<INodeParameterResourceLocator, '__rl'>,
): RequestParameter {
	return {
		field: sessionLocator(description, chosen),
		check: checkSessionId,
		takesLastActive: true,
	};
}

function sessionLocator(
	description: string,
	chosen: Omit<INodeParameterResourceLocator, '__rl'>,
): INodeProperties {
	return {
		displayName: 'Session',
		name: 'sessionId',
		type: 'resourceLocator',
		required: true,
		default: chosen,
		modes: [
			{
				displayName: 'From List',
				name: 'list',
				type: 'list',
				placeholder: 'Select a session...',
				typeOptions: { searchListMethod: 'searchSessions', searchable: true },
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
