import type { Instance } from '../instance';
import { serializeClient } from '../serializers/client';
import { requestClient, type SandboxContext } from './context';
import { serializeSession } from '../serializers/session';
import type { Session } from '../state/entities';

/** Answers with a resource and the caller's client alongside, as most of the Frontend API does. */
export async function answerWithClient(
	c: SandboxContext,
	instance: Instance,
	response: object | null,
): Promise<Response> {
	const { client, origin } = requestClient(c);
	return c.json({
		response,
		client: client ? await serializeClient(instance, client, origin) : null,
	});
}

/** The same with a session as the resource. */
export async function answerWithSession(
	c: SandboxContext,
	instance: Instance,
	session: Session,
): Promise<Response> {
	const response = await serializeSession(instance, session, requestClient(c).origin);
	return await answerWithClient(c, instance, response);
}
