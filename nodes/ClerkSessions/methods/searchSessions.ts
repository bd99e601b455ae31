import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';
import { isSignedIn, type Session } from '../../../frontendApi/objects';
import { LAST_ACTIVE } from '../requests/lastActiveSession';
import { clientForList } from './clientForList';

/**
 * The client's sessions for the session list, the last active one first. Each is named by person,
 * status and last activity; the filter looks at all of that and at the ID.
 */
export async function searchSessions(
	this: ILoadOptionsFunctions,
	filter = '',
): Promise<INodeListSearchResult> {
	const { sessions } = await clientForList(this);
	const entries = [...sessions]
		.sort((a, b) => Number(isSignedIn(b)) - Number(isSignedIn(a)) || activity(b) - activity(a))
		.map((session) => ({ name: describe(session), value: session.id }));
	const wanted = filter.toLowerCase();
	return {
		results: [{ name: 'Last Active Session', value: LAST_ACTIVE }, ...entries].filter(
			({ name, value }) => `${name} ${value}`.toLowerCase().includes(wanted),
		),
	};
}

const activity = (session: Session) => session.last_active_at ?? 0;

/** What tells sessions apart comes first: the list cuts what is long. */
function describe(session: Session): string {
	const { first_name, last_name, identifier } = session.public_user_data ?? {};
	const name = [first_name, last_name].filter(Boolean).join(' ');
	const when = new Date(activity(session)).toISOString().slice(0, 16).replace('T', ' ');
	const who = name || identifier || session.id;
	const more = name && identifier ? `, ${identifier}` : '';
	return `${who}, ${session.status}, ${when} UTC${more}`;
}
