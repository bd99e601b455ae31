import { Hono } from 'hono';
import { ClerkError } from '../errors/clerkError';
import { answerWithSession } from '../http/answer';
import { renewToken, requireClient } from '../http/caller';
import { callerOf, type SandboxEnv } from '../http/context';
import { readForm } from '../http/form';
import { ownLiveSession, ownSession } from '../http/ownSession';
import type { Instance } from '../instance';
import type { Session } from '../state/entities';
import { closeSession, isLive, keepAlive, organizationOf } from '../state/sessions';
import { completeTask } from '../state/sessionTasks';

const PATH = '/v1/client/sessions/:sessionId';

export function sessionRoutes(instance: Instance): Hono<SandboxEnv> {
	const routes = new Hono<SandboxEnv>();

	routes.get(PATH, async (c) => await answerWithSession(c, instance, ownSession(c, instance)));

	routes.post(`${PATH}/touch`, async (c) => {
		const form = readForm(c, 'touchSession');
		const session = ownLiveSession(c, instance);
		activate(instance, session, form.active_organization_id);
		keepAlive(instance, session);
		requireClient(callerOf(c)).lastActiveSessionId = session.id;
		return await answerWithSession(c, instance, session);
	});

	routes.post(`${PATH}/end`, async (c) => {
		readForm(c, 'endSession');
		const session = ownSession(c, instance);
		if (!isLive(session)) {
			throw new ClerkError('InvalidActionForSession', {
				fill: { action: 'end', sessionID: session.id },
			});
		}
		closeSession(instance, session, 'ended');
		renewToken(instance, callerOf(c));
		return await answerWithSession(c, instance, session);
	});

	routes.post(`${PATH}/remove`, async (c) => {
		readForm(c, 'removeSession');
		const session = ownSession(c, instance);
		closeSession(instance, session, 'removed');
		renewToken(instance, callerOf(c));
		return await answerWithSession(c, instance, session);
	});
	return routes;
}

/**
 * @param asked an organization's ID or slug; empty: the personal account, unless an organization is
 * what the session still has to choose; missing: no change
 */
function activate(instance: Instance, session: Session, asked: string | undefined): void {
	if (asked === undefined) return;
	const before = session.lastActiveOrganizationId;
	if (asked !== '') {
		const person = instance.store.person(session.personId);
		session.lastActiveOrganizationId = organizationOf(instance, person, asked).id;
		completeTask(session, 'choose-organization');
	} else if (!session.tasks.includes('choose-organization')) {
		session.lastActiveOrganizationId = undefined;
	}
	if (session.lastActiveOrganizationId !== before) session.lastActiveToken = undefined;
}
