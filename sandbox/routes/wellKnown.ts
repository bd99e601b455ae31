import { Hono } from 'hono';
import type { SandboxEnv } from '../http/context';
import type { Instance } from '../instance';

export function wellKnownRoutes({ key }: Instance): Hono<SandboxEnv> {
	const routes = new Hono<SandboxEnv>();
	routes.get('/.well-known/jwks.json', (c) => c.json(key.jwks));
	return routes;
}
