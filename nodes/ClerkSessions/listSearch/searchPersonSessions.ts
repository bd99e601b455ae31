import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';
import { lastActiveSession } from '../../../frontendApi/protocol/objects';
import type { PersonSession } from '../../../frontendApi/protocol/personSessions';
import { fetchPersonSessions } from '../transport/lookUps';
import { fetchForList } from './fetchClientForList';

/**
 * All active sessions of the person whose session is chosen, but for that one; the latest first. An
 * entry that is no session does not keep the others from being chosen.
 */
export async function searchPersonSessions(
	this: ILoadOptionsFunctions,
	filter = '',
): Promise<INodeListSearchResult> {
	const chosen = this.getCurrentNodeParameter('sessionId', { extractValue: true });
	const sessions = await fetchForList(this, async ({ client, host, ask }) => {
		// An expression has no value yet in the editor: the last active session is the best guess.
		const asking = client.sessions.find(({ id }) => id === chosen) ?? lastActiveSession(client);
		if (asking === undefined) return [];
		const list = await fetchPersonSessions(asking.id, host, ask);
		const all = list.filter((session) => session !== undefined);
		return all.filter(({ id }) => id !== asking.id);
	});
	const wanted = filter.toLowerCase();
	return {
		results: sessions
			.sort((a, b) => (b.lastActiveAt ?? 0) - (a.lastActiveAt ?? 0))
			.map((session) => ({ name: describe(session), value: session.id }))
			.filter(({ name, value }) => `${name} ${value}`.toLowerCase().includes(wanted)),
	};
}

/** Device, place and last activity, as far as Clerk knows them. */
function describe({ activity, lastActiveAt, status }: PersonSession): string {
	const device = [activity.browser_name, activity.device_type].filter(isText).join(' on ');
	const place = [activity.city, activity.country].filter(isText).join(' ');
	const when = timeOf(lastActiveAt);
	const parts = [device || 'Unknown device', place || activity.ip_address, status, when];
	return parts.filter(isText).join(', ');
}

/** Without seconds: a line short enough not to be cut. */
function timeOf(milliseconds = NaN): string {
	const date = new Date(milliseconds);
	return Number.isNaN(date.getTime())
		? ''
		: `${date.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

function isText(value: unknown): value is string {
	return typeof value === 'string' && value !== '';
}
