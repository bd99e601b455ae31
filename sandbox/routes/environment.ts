import { Hono } from 'hono';
import type { SandboxEnv } from '../http/context';
import type { Instance } from '../instance';
import { serializeEnvironment } from '../serializers/environment';

export function environmentRoutes(instance: Instance): Hono<SandboxEnv> {
	const routes = new Hono<SandboxEnv>();
	// PATCH changes nothing here: clerk-js sends it to tell a test instance where it runs.
	routes.on(['GET', 'PATCH'], '/v1/environment', (c) => c.json(serializeEnvironment(instance)));
	return routes;
}
