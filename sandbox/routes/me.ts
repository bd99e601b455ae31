import { Hono } from 'hono';
import { ClerkError } from '../errors/clerkError';
import { answerWithClient } from '../http/answer';
import { requireClient } from '../http/caller';
import { callerOf, type SandboxEnv } from '../http/context';
import type { Instance } from '../instance';
import { userShape } from '../shapes/user';
import { isLive, sessionsOf } from '../state/sessions';

export function meRoutes(instance: Instance): Hono<SandboxEnv> {
	const routes = new Hono<SandboxEnv>();
	routes.get('/v1/me', async (c) => {
		const client = requireClient(callerOf(c));
		// clerk-js says which session it means outside /v1/client.
		const id = c.req.query('_clerk_session_id') ?? client.lastActiveSessionId;
		const session = sessionsOf(instance, client).find((one) => one.id === id && isLive(one));
		if (!session) throw new ClerkError('InvalidAuthentication');
		const person = instance.store.person(session.personId);
		return await answerWithClient(c, instance, userShape(instance, person));
	});
	return routes;
}
