import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';
import { isSignedIn, type Session } from '../../../frontendApi/protocol/objects';
import { LAST_ACTIVE } from '../fields/session';
import { fetchClientForList } from './fetchClientForList';

/**
 * The client's sessions for the session list, the last active one first. Each is named by person,
 * status and last activity; the filter looks at all of that, at name, identifier and ID.
 */
export async function searchSessions(
	this: ILoadOptionsFunctions,
	filter = '',
): Promise<INodeListSearchResult> {
	const { sessions } = await fetchClientForList(this);
	const ambiguous = namesOfSeveral(sessions);
	const entries = [...sessions]
		.sort((a, b) => Number(isSignedIn(b)) - Number(isSignedIn(a)) || activity(b) - activity(a))
		.map((session) => ({
			name: describe(session, ambiguous),
			value: session.id,
			person: `${nameOf(session)} ${session.public_user_data?.identifier ?? ''}`,
		}));
	const wanted = filter.toLowerCase();
	return {
		results: [{ name: 'Last Active Session', value: LAST_ACTIVE, person: '' }, ...entries]
			.filter((entry) => Object.values(entry).join(' ').toLowerCase().includes(wanted))
			.map(({ name, value }) => ({ name, value })),
	};
}

const activity = (session: Session) => session.last_active_at ?? 0;

/** A line short enough not to be cut: by identifier only whom the name does not tell apart. */
function describe(session: Session, ambiguous: ReadonlySet<string>): string {
	const name = nameOf(session);
	const who =
		(ambiguous.has(name) ? '' : name) || session.public_user_data?.identifier || session.id;
	const when = new Date(activity(session)).toISOString().slice(0, 16).replace('T', ' ');
	return `${who}, ${session.status}, ${when} UTC`;
}

/** The names that more than one person has. */
function namesOfSeveral(sessions: Session[]): ReadonlySet<string> {
	const personByName = new Map<string, string | undefined>();
	const ambiguous = new Set<string>();
	for (const session of sessions) {
		const name = nameOf(session);
		const person = session.public_user_data?.user_id;
		if (personByName.has(name) && personByName.get(name) !== person) ambiguous.add(name);
		personByName.set(name, person);
	}
	return ambiguous;
}

function nameOf({ public_user_data: person }: Session): string {
	return [person?.first_name, person?.last_name].filter(Boolean).join(' ');
}
