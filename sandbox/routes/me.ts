import { Hono } from 'hono';
import { minutes } from '../clock';
import { ClerkError } from '../errors/clerkError';
import { secondFactors } from '../factors/supportedFactors';
import { answerWithClient, answerWithSession } from '../http/answer';
import { requireClient } from '../http/requestClient';
import { requestClient, type SandboxContext, type SandboxEnv } from '../http/context';
import { refuseForm } from '../http/form';
import type { Instance } from '../instance';
import { serializeActiveSession } from '../serializers/activeSession';
import { serializeUser } from '../serializers/user';
import type { Session } from '../state/entities';
import { endSession, isActive, activeSessionsOf, sessionsOf } from '../state/sessions';

/** How old a verification may be for what Clerk counts as sensitive (clerk-docs, reverification). */
const VERIFIED_FOR_MS = minutes(10);

export function meRoutes(instance: Instance): Hono<SandboxEnv> {
	const routes = new Hono<SandboxEnv>();

	routes.get('/v1/me', async (c) => {
		const person = instance.store.person(askingSession(c, instance).personId);
		return await answerWithClient(c, instance, serializeUser(instance, person));
	});

	routes.get('/v1/me/sessions/active', async (c) => {
		const { personId } = askingSession(c, instance);
		const { origin } = requestClient(c);
		const sessions = activeSessionsOf(instance, personId);
		return c.json(
			await Promise.all(
				sessions.map(async (session) => await serializeActiveSession(instance, session, origin)),
			),
		);
	});

	routes.post('/v1/me/sessions/:sessionId/revoke', async (c) => {
		refuseForm(c);
		const asking = askingSession(c, instance);
		const id = c.req.param('sessionId');
		const session = activeSessionsOf(instance, asking.personId).find((one) => one.id === id);
		if (!session) throw new ClerkError('SessionNotFound', { fill: { sessionID: id } });
		if (session.id === asking.id) {
			throw new ClerkError('InvalidActionForSession', {
				fill: { action: 'revoke', sessionID: id },
			});
		}
		if (!isVerified(instance, asking)) throw new ClerkError('SessionReverificationRequired');
		endSession(instance, session, 'revoked');
		return await answerWithSession(c, instance, session);
	});
	return routes;
}

/** The session that a request outside /v1/client is made in: clerk-js names it in the query. */
function askingSession(c: SandboxContext, instance: Instance): Session {
	const client = requireClient(requestClient(c));
	const id = c.req.query('_clerk_session_id') ?? client.lastActiveSessionId;
	const session = sessionsOf(instance, client).find((one) => one.id === id && isActive(one));
	if (!session) throw new ClerkError('InvalidAuthentication');
	return session;
}

/** Whether the strongest factor that the person has was shown a short while ago. */
function isVerified({ clock, store }: Instance, session: Session): boolean {
	const hasSecond = secondFactors(store.person(session.personId)).length > 0;
	const verifiedAt = hasSecond ? session.secondFactorVerifiedAt : session.firstFactorVerifiedAt;
	return verifiedAt !== undefined && clock.now() - verifiedAt < VERIFIED_FOR_MS;
}
