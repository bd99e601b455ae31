import { Hono } from 'hono';
import { ClerkError } from '../errors/clerkError';
import { adoptNewClient, dismissClient, renewToken, requireClient } from '../http/caller';
import { callerOf, type SandboxContext, type SandboxEnv } from '../http/context';
import { readForm } from '../http/form';
import type { Instance } from '../instance';
import { clientShape } from '../shapes/client';
import type { Client } from '../state/entities';
import { closeSession, sessionsOf } from '../state/sessions';

export function clientRoutes(instance: Instance): Hono<SandboxEnv> {
	const routes = new Hono<SandboxEnv>();
	const answerWithNoOther = async (c: SandboxContext, client: Client | undefined) =>
		c.json({
			response: client ? await clientShape(instance, client, callerOf(c).origin) : null,
			client: null,
		});

	routes.get('/v1/client', async (c) => await answerWithNoOther(c, callerOf(c).client));

	routes.on(['PUT', 'POST'], '/v1/client', async (c) => {
		readForm(c, 'postClient');
		return await answerWithNoOther(c, adoptNewClient(instance, callerOf(c)));
	});

	routes.delete('/v1/client', async (c) => {
		const caller = callerOf(c);
		const client = requireClient(caller);
		removeSessions(instance, client);
		dismissClient(instance, caller);
		return await answerWithNoOther(c, client);
	});

	routes.delete('/v1/client/sessions', async (c) => {
		const caller = callerOf(c);
		const client = requireClient(caller);
		if (client.sessionIds.length === 0) throw new ClerkError('SignedOut');
		removeSessions(instance, client);
		renewToken(instance, caller);
		return await answerWithNoOther(c, client);
	});
	return routes;
}

function removeSessions(instance: Instance, client: Client): void {
	for (const session of sessionsOf(instance, client)) closeSession(instance, session, 'removed');
}
