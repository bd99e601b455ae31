import type { IDataObject } from 'n8n-workflow';

/** What can happen to a session of a person, by the values of the field. */
export const EVENTS = ['appeared', 'organizationChanged', 'ended'] as const;
export type EventName = (typeof EVENTS)[number];

/** A session as one poll sees it. */
export interface WatchedSession {
	id: string;
	/** Whether the credential itself uses it. */
	isOwn: boolean;
	/** null for the personal account; undefined where Clerk does not say. */
	organizationId: string | null | undefined;
	/** As Get Many puts it out. */
	shown: IDataObject;
}

/** What is kept of a session: enough to say what has ended once Clerk no longer lists it. */
export interface KnownSession {
	id: string;
	isOwn: boolean;
	organizationId?: string | null;
	/** The device and its place. */
	device: IDataObject;
}

/** What a poll leaves for the next one. */
export interface Memory {
	/** Whose sessions they are. */
	userId: string;
	sessions: KnownSession[];
	/** Where there were more sessions than are kept: the ID from which on they are. */
	keptFrom?: string;
}

export interface SessionEvent {
	name: EventName;
	isOwn: boolean;
	json: IDataObject;
}

/** The most sessions that are kept, of about 300 bytes each. */
export const MAX_KNOWN_SESSIONS = 500;

/**
 * What has happened between two polls.
 *
 * @param before what the last poll left; missing for the first one, which reports nothing
 * @param userId whose sessions they are: another person's are not compared with these
 */
export function compareSessions(
	before: Memory | undefined,
	userId: string,
	sessions: readonly WatchedSession[],
): { events: SessionEvent[]; memory: Memory } {
	const watched = new Map(sessions.map((session) => [session.id, session]));
	if (before?.userId !== userId) {
		const known = [...watched.values()].map((session) => toKnown(session));
		return { events: [], memory: { userId, ...newest(known) } };
	}
	const known = new Map(before.sessions.map((session) => [session.id, session]));
	const isNew = ({ id }: WatchedSession) =>
		!known.has(id) && (before.keptFrom === undefined || id > before.keptFrom);
	const events = [...watched.values()].flatMap((session) => {
		const past = known.get(session.id);
		if (past) return organizationChange(past, session);
		return isNew(session) ? [toEvent('appeared', session)] : [];
	});
	const ended = before.sessions.filter(({ id }) => !watched.has(id)).map(toEndedEvent);
	const kept = [...watched.values()].map((session) => toKnown(session, known.get(session.id)));
	return { events: [...events, ...ended], memory: { userId, ...newest(kept, before.keptFrom) } };
}

/** What a session looks like that has just appeared, changed or ended. */
export function toEvent(
	name: EventName,
	session: WatchedSession,
	from?: string | null,
): SessionEvent {
	const { isOwn, organizationId, shown } = session;
	if (name === 'ended') return toEndedEvent(toKnown(session));
	return {
		name,
		isOwn,
		json: {
			event: name,
			...shown,
			...(organizationId === undefined ? {} : { organizationId }),
			...(name === 'organizationChanged' ? { previousOrganizationId: from ?? null } : {}),
		},
	};
}

function toEndedEvent({ id, isOwn, organizationId, device }: KnownSession): SessionEvent {
	return {
		name: 'ended',
		isOwn,
		json: {
			event: 'ended',
			id,
			...device,
			...(organizationId === undefined ? {} : { organizationId }),
		},
	};
}

/** Clerk may not say the organization each time: only what is known twice can have changed. */
function organizationChange(past: KnownSession, session: WatchedSession): SessionEvent[] {
	const { organizationId: from } = past;
	const { organizationId: to } = session;
	if (from === undefined || to === undefined || from === to) return [];
	return [toEvent('organizationChanged', session, from)];
}

/** @param past what was known of it: a session of the credential stays one */
function toKnown(
	{ id, isOwn, organizationId, shown }: WatchedSession,
	past?: KnownSession,
): KnownSession {
	const { actorId, deviceType, isMobile, browser, city, country, ipAddress } = shown;
	const device = { actorId, deviceType, isMobile, browser, city, country, ipAddress };
	const organization = organizationId === undefined ? past?.organizationId : organizationId;
	return {
		id,
		isOwn: isOwn || past?.isOwn === true,
		...(organization === undefined ? {} : { organizationId: organization }),
		device: Object.fromEntries(Object.entries(device).filter(([, value]) => value !== undefined)),
	};
}

/**
 * Of too many sessions the newest: Clerk's IDs are KSUIDs, which begin with the time. Those that are
 * left out are neither new nor reported when they end.
 */
function newest(
	sessions: KnownSession[],
	keptFrom?: string,
): Pick<Memory, 'keptFrom' | 'sessions'> {
	const kept = sessions.filter(({ id }) => keptFrom === undefined || id >= keptFrom);
	if (kept.length <= MAX_KNOWN_SESSIONS) {
		return { sessions: kept, ...(keptFrom === undefined ? {} : { keptFrom }) };
	}
	const newestFirst = kept.sort((a, b) => (a.id < b.id ? 1 : -1)).slice(0, MAX_KNOWN_SESSIONS);
	return { sessions: newestFirst, keptFrom: newestFirst.at(-1)?.id };
}
