import { Hono } from 'hono';
import { ClerkError } from '../errors/clerkError';
import { answerWithSession } from '../http/answer';
import { rotateToken, requireClient } from '../http/requestClient';
import { requestClient, type SandboxEnv } from '../http/context';
import { readForm, refuseForm } from '../http/form';
import { requireActiveSession, requireSession } from '../http/ownSession';
import type { Instance } from '../instance';
import type { Session } from '../state/entities';
import {
	endSession,
	isActive,
	organizationOf,
	touchSession,
	withoutOrganization,
} from '../state/sessions';
import { completeTask } from '../state/sessionTasks';

const PATH = '/v1/client/sessions/:sessionId';

export function sessionRoutes(instance: Instance): Hono<SandboxEnv> {
	const routes = new Hono<SandboxEnv>();

	routes.get(PATH, async (c) => await answerWithSession(c, instance, requireSession(c, instance)));

	routes.post(`${PATH}/touch`, async (c) => {
		const form = readForm(c, 'touchSession');
		const session = requireActiveSession(c, instance);
		activate(instance, session, form.active_organization_id);
		touchSession(instance, session);
		requireClient(requestClient(c)).lastActiveSessionId = session.id;
		return await answerWithSession(c, instance, session);
	});

	routes.post(`${PATH}/end`, async (c) => {
		refuseForm(c);
		const session = requireSession(c, instance);
		if (!isActive(session)) {
			throw new ClerkError('InvalidActionForSession', {
				fill: { action: 'end', sessionID: session.id },
			});
		}
		endSession(instance, session, 'ended');
		rotateToken(instance, requestClient(c));
		return await answerWithSession(c, instance, session);
	});

	routes.post(`${PATH}/remove`, async (c) => {
		refuseForm(c);
		const session = requireSession(c, instance);
		endSession(instance, session, 'removed');
		rotateToken(instance, requestClient(c));
		return await answerWithSession(c, instance, session);
	});
	return routes;
}

/** @param asked an organization's ID or slug; empty: see `withoutOrganization`; missing: no change */
function activate(instance: Instance, session: Session, asked: string | undefined): void {
	if (asked === undefined) return;
	const before = session.lastActiveOrganizationId;
	if (asked !== '') {
		const person = instance.store.person(session.personId);
		session.lastActiveOrganizationId = organizationOf(instance, person, asked).id;
		completeTask(session, 'choose-organization');
	} else {
		session.lastActiveOrganizationId = withoutOrganization(instance, session);
	}
	if (session.lastActiveOrganizationId !== before) session.lastActiveToken = undefined;
}
