import type { Instance } from '../instance';
import { clientShape } from '../shapes/client';
import { callerOf, type SandboxContext } from './context';
import { sessionShape } from '../shapes/session';
import type { Session } from '../state/entities';

/** Answers with a resource and the caller's client alongside, as most of the Frontend API does. */
export async function answerWithClient(
	c: SandboxContext,
	instance: Instance,
	response: object | null,
): Promise<Response> {
	const { client, origin } = callerOf(c);
	return c.json({
		response,
		client: client ? await clientShape(instance, client, origin) : null,
	});
}

/** The same with a session as the resource. */
export async function answerWithSession(
	c: SandboxContext,
	instance: Instance,
	session: Session,
): Promise<Response> {
	const response = await sessionShape(instance, session, callerOf(c).origin);
	return await answerWithClient(c, instance, response);
}
