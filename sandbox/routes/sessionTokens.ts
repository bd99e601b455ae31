import { Hono } from 'hono';
import { ClerkError } from '../errors/clerkError';
import { requestClient, type SandboxContext, type SandboxEnv } from '../http/context';
import { readForm, refuseForm } from '../http/form';
import { requireActiveSession } from '../http/ownSession';
import type { Instance } from '../instance';
import type { Session } from '../state/entities';
import { organizationOf, withoutOrganization } from '../state/sessions';
import { createSessionToken, createTemplateToken, isTokenOf } from '../tokens/sessionToken';

const PATH = '/v1/client/sessions/:sessionId/tokens';

export function sessionTokenRoutes(instance: Instance): Hono<SandboxEnv> {
	const routes = new Hono<SandboxEnv>();

	routes.post(PATH, async (c) => {
		const form = readForm(c, 'createSessionToken');
		const session = requireActiveSession(c, instance);
		await requireLastToken(c, instance, session);
		const organizationId = organizationFor(instance, session, form.organization_id);
		const jwt = await createSessionToken(
			instance,
			session,
			organizationId,
			requestClient(c).origin,
		);
		if (organizationId === session.lastActiveOrganizationId) {
			session.lastActiveToken = { jwt, issuedAt: instance.clock.now() };
		}
		return c.json({ object: 'token', jwt });
	});

	routes.post(`${PATH}/:template`, async (c) => {
		refuseForm(c);
		const session = requireActiveSession(c, instance);
		const name = c.req.param('template');
		const template = instance.store.templates.get(name);
		if (!template) {
			throw new ClerkError('JWTTemplateNotFound', { fill: { attribute: 'name', val: name } });
		}
		const jwt = await createTemplateToken(instance, session, template, requestClient(c).origin);
		return c.json({ object: 'token', jwt });
	});
	return routes;
}

/** @param asked missing: the session's organization; empty: see `withoutOrganization`; else an ID */
function organizationFor(
	instance: Instance,
	session: Session,
	asked: string | undefined,
): string | undefined {
	if (asked === undefined) return session.lastActiveOrganizationId;
	if (asked === '') return withoutOrganization(instance, session);
	if (!instance.store.organizations.has(asked)) {
		throw new ClerkError('OrganizationNotFoundOrUnauthorized');
	}
	return organizationOf(instance, instance.store.person(session.personId), asked).id;
}

/** What an origin without Clerk's edge in front asks for (clerk-js `MissingExpiredTokenError`). */
async function requireLastToken(
	c: SandboxContext,
	instance: Instance,
	session: Session,
): Promise<void> {
	if (!instance.settings.requireExpiredToken) return;
	if (await isTokenOf(instance, session, c.req.query('expired_token') ?? '')) return;
	throw new ClerkError('MissingExpiredToken', { parameter: 'expired_token' });
}
