import { ClerkError } from '../errors/clerkError';
import type { Instance } from '../instance';
import type { Client, SessionOptions, Session, SessionStatus } from './entities';
import type { Organization, Person } from './people';
import { tasksOf } from './sessionTasks';

/** Signs a person in on a client. The caller sees to the client's token. */
export function createSession(
	instance: Instance,
	client: Client,
	person: Person,
	{ strategy, organizationId, secondFactor = false, activity, actor, lifetimeMs }: SessionOptions,
): Session {
	const { clock, random, store, settings } = instance;
	const now = clock.now();
	const tasks = tasksOf(instance, person, organizationId);
	const session: Session = {
		id: random.id('sess'),
		clientId: client.id,
		personId: person.id,
		status: tasks.length > 0 ? 'pending' : 'active',
		createdAt: now,
		updatedAt: now,
		lastActiveAt: now,
		expireAt: now + (lifetimeMs ?? settings.sessionLifetimeMs),
		actor,
		abandonAt: now + settings.sessionInactivityMs,
		lastActiveOrganizationId: organizationId,
		tasks,
		firstFactorVerifiedAt: now,
		secondFactorVerifiedAt: secondFactor ? now : undefined,
		activity: activity && { id: random.id('sess_activity'), ...activity },
	};
	store.sessions.set(session.id, session);
	client.sessionIds.push(session.id);
	client.lastActiveSessionId = session.id;
	client.lastAuthenticationStrategy = strategy;
	client.updatedAt = now;
	client.knownPeople.add(person.id);
	person.lastSignInAt = now;
	return session;
}

/** @returns a client's sessions, oldest first, with what time has done to them */
export function sessionsOf(instance: Instance, client: Client): Session[] {
	return client.sessionIds.flatMap((id) => {
		const session = instance.store.sessions.get(id);
		return session ? [expireSessionIfDue(instance, session)] : [];
	});
}

/** @returns a person's live sessions on every client, oldest first */
export function activeSessionsOf(instance: Instance, personId: string): Session[] {
	return [...instance.store.sessions.values()].filter(
		(session) => session.personId === personId && isActive(expireSessionIfDue(instance, session)),
	);
}

/** @returns whether a session still counts: one with tasks to do does, as in clerk-js */
export function isActive({ status }: Session): boolean {
	return status === 'active' || status === 'pending';
}

/** Ends a live session in whatever way; a removed one leaves its client. */
export function endSession(instance: Instance, session: Session, status: SessionStatus): void {
	const { clock, store } = instance;
	session.status = status;
	session.updatedAt = clock.now();
	session.lastActiveToken = undefined;
	session.reverification = undefined;
	const client = store.clients.get(session.clientId);
	if (!client) return;
	if (status === 'removed') {
		client.sessionIds = client.sessionIds.filter((id) => id !== session.id);
		store.sessions.delete(session.id);
	}
	client.updatedAt = session.updatedAt;
	if (client.lastActiveSessionId === session.id) {
		client.lastActiveSessionId = latestOf(sessionsOf(instance, client))?.id;
	}
}

/** Marks a session as in use. */
export function touchSession({ clock, settings }: Instance, session: Session): void {
	const now = clock.now();
	session.lastActiveAt = now;
	session.updatedAt = now;
	session.abandonAt = now + settings.sessionInactivityMs;
}

/**
 * @param known an organization's ID or slug
 * @throws ClerkError 404 when there is none such, or the person is not in it
 */
export function organizationOf(instance: Instance, person: Person, known: string): Organization {
	const organization = instance.store.findOrganization(known);
	const isMember = person.memberships.some((one) => one.organizationId === organization?.id);
	if (!organization || !isMember) throw new ClerkError('OrganizationNotFoundOrUnauthorized');
	return organization;
}

/**
 * What a session is left with when no organization is asked for: the personal account; with forced
 * organization selection the organization that it has (Clerk's OpenAPI file, `touchSession` and
 * `createSessionToken`).
 *
 * @returns the organization's ID; undefined for the personal account
 */
export function withoutOrganization(
	{ settings }: Instance,
	{ lastActiveOrganizationId }: Session,
): string | undefined {
	return settings.forceOrganizationSelection ? lastActiveOrganizationId : undefined;
}

/** How long ago the factors were shown, in whole minutes; -1: never (`fva`). */
export function factorVerificationAge({ clock }: Instance, session: Session): [number, number] {
	const age = (at: number | undefined) =>
		at === undefined ? -1 : Math.floor((clock.now() - at) / 60_000);
	return [age(session.firstFactorVerifiedAt), age(session.secondFactorVerifiedAt)];
}

/** @returns the session with what time has done to it */
export function expireSessionIfDue(instance: Instance, session: Session): Session {
	if (!isActive(session)) return session;
	const now = instance.clock.now();
	if (now >= session.expireAt) endSession(instance, session, 'expired');
	else if (now >= session.abandonAt) endSession(instance, session, 'abandoned');
	return session;
}

function latestOf(sessions: Session[]): Session | undefined {
	return sessions.filter(isActive).sort((a, b) => b.lastActiveAt - a.lastActiveAt)[0];
}
