import type { INodeParameterResourceLocator, INodeProperties } from 'n8n-workflow';
import { LAST_ACTIVE } from '../requests/lastActiveSession';

/** The session an operation reads or uses; the last active one unless another is chosen. */
export const session = sessionLocator('The session of the client to use', {
	mode: 'list',
	value: LAST_ACTIVE,
	cachedResultName: 'Last Active Session',
});

/** The session an operation ends or removes: nothing is chosen beforehand. */
export const sessionToEnd = sessionLocator('The session of the client to end', {
	mode: 'list',
	value: '',
});

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
				displayName: 'ID',
				name: 'id',
				type: 'string',
				placeholder: 'e.g. sess_2abcDEFghiJKLmnoPQRstuVWXyz',
				validation: [
					{
						type: 'regex',
						properties: {
							regex: '^(sess_[A-Za-z0-9]{1,64}|last_active)$',
							errorMessage: 'A session ID is sess_ followed by letters and digits',
						},
					},
				],
			},
		],
		description,
	};
}
