import { Hono, type MiddlewareHandler } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { ClerkError, errorBody } from '../errors/clerkError';
import type { Instance } from '../instance';
import { backendApiRoutes } from '../routes/backendApi';
import { clientRoutes } from '../routes/client';
import { devBrowserRoutes } from '../routes/devBrowser';
import { environmentRoutes } from '../routes/environment';
import { meRoutes } from '../routes/me';
import { reverificationRoutes } from '../routes/reverification';
import { sessionRoutes } from '../routes/sessions';
import { sessionTokenRoutes } from '../routes/sessionTokens';
import { signInRoutes } from '../routes/signIns';
import { wellKnownRoutes } from '../routes/wellKnown';
import { serializeClient } from '../serializers/client';
import { writeTokenHeader, authenticate, rotateToken } from './requestClient';
import type { SandboxContext, SandboxEnv } from './context';
import { corsMiddleware } from './cors';
import { formEntries } from './form';
import { injectFaults } from './faultInjection';

export const BACKEND_API = '/backend';

/** Clerk's API versions, as SDKs name them; clerk-js 6 is ahead of the published descriptions. */
const API_VERSIONS = [
	'2021-02-05',
	'2024-10-01',
	'2025-03-12',
	'2025-04-10',
	'2025-11-10',
	'2026-05-12',
	'2026-08-20',
];

/** The whole sandbox as one app: what every request passes through, in order, and where it ends. */
export function createApp(instance: Instance): Hono<SandboxEnv> {
	const app = new Hono<SandboxEnv>();
	app.use(record(instance));
	app.use(injectFaults(instance));
	app.use(corsMiddleware(instance));
	app.use(limitRate(instance));
	app.use('/v1/*', rejectForeignHosts(instance));
	app.use('/v1/*', rejectUnknownVersions);
	app.use('/v1/*', recognise(instance));
	app.use('/v1/client/*', requireCaptcha(instance));

	for (const routes of [
		wellKnownRoutes,
		environmentRoutes,
		devBrowserRoutes,
		clientRoutes,
		signInRoutes,
		sessionRoutes,
		sessionTokenRoutes,
		reverificationRoutes,
		meRoutes,
	]) {
		app.route('/', routes(instance));
	}
	app.route(BACKEND_API, backendApiRoutes(instance));

	app.notFound(() => {
		throw new ClerkError('ResourceNotFound');
	});
	app.onError(async (error, c) => await refuse(instance, c, error));
	return app;
}

/**
 * Takes the method from the query where a browser build of clerk-js puts it: it sends everything but
 * GET as POST, to spare the browser a question beforehand (clerk-js `fapiClient`).
 */
export function withOverriddenMethod(request: Request): Request {
	if (request.method !== 'POST' || !request.url.includes('_method=')) return request;
	const method = new URL(request.url).searchParams.get('_method')?.toUpperCase() ?? '';
	if (!['PUT', 'PATCH', 'DELETE'].includes(method)) return request;
	return new Request(request.url, {
		method,
		headers: request.headers,
		body: request.body,
		duplex: 'half',
	});
}

function record({ clock, requestLog, random }: Instance): MiddlewareHandler<SandboxEnv> {
	return async (c, next) => {
		c.set('body', await c.req.text());
		c.set('traceId', random.hex(32));
		const entry = requestLog.add({
			method: c.env.incoming.method ?? c.req.method,
			path: c.req.path,
			query: c.req.query(),
			headers: c.req.header(),
			body: c.get('body'),
			form: formEntries(c.req.header('content-type'), c.get('body')),
			at: clock.now(),
		});
		await next();
		if (!c.env.incoming.socket.destroyed) entry.status = c.res.status;
	};
}

function limitRate({ limiter, settings }: Instance): MiddlewareHandler<SandboxEnv> {
	return async (c, next) => {
		limiter.count(`any ${c.env.incoming.socket.remoteAddress ?? ''}`, settings.rateLimit);
		await next();
	};
}

function rejectForeignHosts({ settings }: Instance): MiddlewareHandler<SandboxEnv> {
	return async (c, next) => {
		const { allowedHosts } = settings;
		if (allowedHosts && !allowedHosts.includes(c.req.header('host') ?? '')) {
			throw new ClerkError('InvalidHost');
		}
		await next();
	};
}

const rejectUnknownVersions: MiddlewareHandler<SandboxEnv> = async (c, next) => {
	const inQuery = c.req.query('__clerk_api_version');
	const inHeader = c.req.header('clerk-api-version');
	if (inQuery !== undefined && inHeader !== undefined) {
		throw new ClerkError('InvalidAPIVersion', {
			fill: { reason: 'it is given both in the query and in the header' },
		});
	}
	const version = inQuery ?? inHeader;
	if (version !== undefined && !API_VERSIONS.includes(version)) {
		throw new ClerkError('InvalidAPIVersion', { fill: { reason: `${version} is unknown` } });
	}
	await next();
};

function recognise(instance: Instance): MiddlewareHandler<SandboxEnv> {
	return async (c, next) => {
		const caller = authenticate(instance, c);
		c.set('caller', caller);
		if (caller.client?.isBlocked) throw new ClerkError('FraudDeviceBlocked');
		await next();
		const { rotateTokenOnEveryResponse, rotationGraceMs } = instance.settings;
		if (rotateTokenOnEveryResponse) rotateToken(instance, caller, rotationGraceMs);
		writeTokenHeader(c, caller);
	};
}

/** Bot protection: clerk-js answers it with a challenge, and keeps the session (`fraudProtection.ts`). */
function requireCaptcha({ settings }: Instance): MiddlewareHandler<SandboxEnv> {
	return async (c, next) => {
		if (settings.requireCaptcha && c.req.method !== 'GET') throw new ClerkError('RequiresCaptcha');
		await next();
	};
}

async function refuse(instance: Instance, c: SandboxContext, thrown: Error): Promise<Response> {
	if (!(thrown instanceof ClerkError)) console.error(thrown);
	const error = thrown instanceof ClerkError ? thrown : new ClerkError('Unexpected');
	const caller = c.get('caller');
	const client = caller?.client
		? await serializeClient(instance, caller.client, caller.origin)
		: null;
	if (error.details.retryAfter !== undefined) {
		c.header('Retry-After', String(error.details.retryAfter));
	}
	c.header('X-Clerk-Trace-Id', c.get('traceId'));
	return c.json(errorBody(error, c.get('traceId'), client), error.status as ContentfulStatusCode);
}
