import { Hono } from 'hono';
import { ClerkError } from '../errors/clerkError';
import {
	createClientForRequest,
	deleteClient,
	rotateToken,
	requireClient,
} from '../http/requestClient';
import { requestClient, type SandboxContext, type SandboxEnv } from '../http/context';
import { refuseForm } from '../http/form';
import type { Instance } from '../instance';
import { serializeClient } from '../serializers/client';
import type { Client } from '../state/entities';
import { endSession, sessionsOf } from '../state/sessions';

export function clientRoutes(instance: Instance): Hono<SandboxEnv> {
	const routes = new Hono<SandboxEnv>();
	const answerWithNoOther = async (c: SandboxContext, client: Client | undefined) =>
		c.json({
			response: client ? await serializeClient(instance, client, requestClient(c).origin) : null,
			client: null,
		});

	routes.get('/v1/client', async (c) => await answerWithNoOther(c, requestClient(c).client));

	routes.on(['PUT', 'POST'], '/v1/client', async (c) => {
		refuseForm(c);
		return await answerWithNoOther(c, createClientForRequest(instance, requestClient(c)));
	});

	routes.delete('/v1/client', async (c) => {
		const caller = requestClient(c);
		const client = requireClient(caller);
		removeSessions(instance, client);
		deleteClient(instance, caller);
		return await answerWithNoOther(c, client);
	});

	routes.delete('/v1/client/sessions', async (c) => {
		const caller = requestClient(c);
		const client = requireClient(caller);
		if (client.sessionIds.length === 0) throw new ClerkError('SignedOut');
		removeSessions(instance, client);
		rotateToken(instance, caller);
		return await answerWithNoOther(c, client);
	});
	return routes;
}

function removeSessions(instance: Instance, client: Client): void {
	for (const session of sessionsOf(instance, client)) endSession(instance, session, 'removed');
}
