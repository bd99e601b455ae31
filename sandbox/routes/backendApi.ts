import { Hono } from 'hono';
import { seconds } from '../clock';
import { ClerkError } from '../errors/clerkError';
import type { SandboxContext, SandboxEnv } from '../http/context';
import type { Instance } from '../instance';
import type { Actor, SignInToken } from '../state/entities';
import { organizationOf } from '../state/sessions';
import { createSignInToken } from '../state/signInTokens';

const THIRTY_DAYS_S = 2_592_000;

/** The part of the Backend API that lets somebody in: JSON, and a secret key with every request. */
export function backendApiRoutes(instance: Instance): Hono<SandboxEnv> {
	const { key, store } = instance;
	const routes = new Hono<SandboxEnv>();

	routes.use(async (c, next) => {
		const authorization = c.req.header('authorization') ?? '';
		const secretKey = /^Bearer (\S+)$/.exec(authorization)?.[1];
		if (!secretKey) throw new ClerkError('InvalidAuthorizationHeaderFormat');
		if (secretKey !== instance.secretKey) throw new ClerkError('InvalidSecretKey');
		await next();
	});

	routes.get('/v1/jwks', (c) => c.json(key.jwks));

	routes.post('/v1/sign_in_tokens', (c) => {
		const asked = readTicketRequest(c);
		const person = store.people.find(({ id }) => id === asked.userId);
		if (!person) throw new ClerkError('UserNotFound', { fill: { userID: asked.userId } });
		const organization = asked.organizationId
			? organizationOf(instance, person, asked.organizationId)
			: undefined;
		const lifetimeMs = seconds(asked.expiresInSeconds);
		return c.json(
			serializeSignInToken(
				createSignInToken(instance, person, lifetimeMs, { organizationId: organization?.id }),
			),
		);
	});

	routes.post('/v1/actor_tokens', (c) => {
		const asked = readActorTokenRequest(c);
		const person = store.people.find(({ id }) => id === asked.userId);
		if (!person) throw new ClerkError('UserNotFound', { fill: { userID: asked.userId } });
		const { actor, expiresInSeconds, sessionSeconds } = asked;
		const ticket = createSignInToken(instance, person, seconds(expiresInSeconds), {
			actor,
			sessionLifetimeMs: seconds(sessionSeconds),
		});
		return c.json({ ...serializeSignInToken(ticket), object: 'actor_token', actor });
	});

	routes.post('/v1/sign_in_tokens/:id/revoke', (c) => {
		const ticket = [...store.tickets.values()].find(({ id }) => id === c.req.param('id'));
		if (!ticket) throw new ClerkError('ResourceNotFound');
		if (ticket.status !== 'pending') throw new ClerkError('SignInTokenCannotBeUsed');
		ticket.status = 'revoked';
		ticket.updatedAt = instance.clock.now();
		return c.json(serializeSignInToken(ticket));
	});
	return routes;
}

/** Clerk's OpenAPI file of the Backend API, `SignInToken`. */
function serializeSignInToken(ticket: SignInToken) {
	return {
		object: 'sign_in_token',
		id: ticket.id,
		user_id: ticket.personId,
		token: ticket.token,
		status: ticket.status,
		url: null,
		created_at: ticket.createdAt,
		updated_at: ticket.updatedAt,
	};
}

function readTicketRequest(c: SandboxContext) {
	const {
		user_id: userId,
		org_id: organizationId = null,
		expires_in_seconds: expiresIn = null,
		...unknown
	} = jsonBody(c);
	const [unknownName] = Object.keys(unknown);
	if (unknownName !== undefined) refuse('FormUnknownParameter', unknownName);
	if (userId === undefined || userId === '') return refuse('FormMissingParameter', 'user_id');
	if (typeof userId !== 'string') return refuse('FormInvalidTypeParameter', 'user_id', 'string');
	if (organizationId !== null && typeof organizationId !== 'string') {
		return refuse('FormInvalidTypeParameter', 'org_id', 'string');
	}
	const expiresInSeconds = expiresIn ?? THIRTY_DAYS_S;
	if (typeof expiresInSeconds !== 'number' || !Number.isInteger(expiresInSeconds)) {
		return refuse('FormInvalidTypeParameter', 'expires_in_seconds', 'integer');
	}
	if (expiresInSeconds < 1) {
		return refuse('FormInvalidParameterValue', 'expires_in_seconds', String(expiresInSeconds));
	}
	return { userId, organizationId, expiresInSeconds };
}

/** @clerk/backend, `ActorTokenApi`: an hour, and a session of half an hour, unless told otherwise. */
function readActorTokenRequest(c: SandboxContext) {
	const {
		user_id: userId,
		actor,
		expires_in_seconds: expiresInSeconds = 3600,
		session_max_duration_in_seconds: sessionSeconds = 1800,
		...unknown
	} = jsonBody(c);
	const [unknownName] = Object.keys(unknown);
	if (unknownName !== undefined) refuse('FormUnknownParameter', unknownName);
	if (typeof userId !== 'string' || userId === '') return refuse('FormMissingParameter', 'user_id');
	if (!isActor(actor)) return refuse('FormMissingParameter', 'actor');
	if (typeof expiresInSeconds !== 'number') {
		return refuse('FormInvalidTypeParameter', 'expires_in_seconds', 'integer');
	}
	if (typeof sessionSeconds !== 'number') {
		return refuse('FormInvalidTypeParameter', 'session_max_duration_in_seconds', 'integer');
	}
	return { userId, actor, expiresInSeconds, sessionSeconds };
}

function isActor(value: unknown): value is Actor {
	return (
		typeof value === 'object' && value !== null && 'sub' in value && typeof value.sub === 'string'
	);
}

function jsonBody(c: SandboxContext): Record<string, unknown> {
	const contentType = c.req.header('content-type') ?? '';
	if (!/^application\/json\b/i.test(contentType)) {
		throw new ClerkError('UnsupportedContentType', {
			fill: { actual: contentType, expected: 'application/json' },
		});
	}
	try {
		const body: unknown = JSON.parse(c.get('body'));
		if (typeof body === 'object' && body !== null && !Array.isArray(body)) return { ...body };
	} catch {
		// Refused below, like a body that is no object.
	}
	throw new ClerkError('InvalidRequestBody');
}

function refuse(
	name:
		| 'FormUnknownParameter'
		| 'FormMissingParameter'
		| 'FormInvalidTypeParameter'
		| 'FormInvalidParameterValue',
	parameter: string,
	detail = '',
): never {
	throw new ClerkError(name, {
		parameter,
		fill: { param: parameter, paramType: detail, value: detail },
	});
}
