import { cors } from 'hono/cors';
import type { MiddlewareHandler } from 'hono';
import type { Instance } from '../instance';
import { isAllowedOrigin } from './requestClient';
import type { SandboxEnv } from './context';

/** Lets the pages of allowed origins in, with their cookies, and shows them the tokens' headers. */
export function corsMiddleware(instance: Instance): MiddlewareHandler<SandboxEnv> {
	return cors({
		origin: (origin) => (isAllowedOrigin(instance, origin) ? origin : null),
		credentials: true,
		allowMethods: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'],
		exposeHeaders: ['Authorization', 'Clerk-Db-Jwt', 'Retry-After', 'X-Clerk-Trace-Id'],
		maxAge: 600,
	});
}
