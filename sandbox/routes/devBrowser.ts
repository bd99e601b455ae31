import { Hono } from 'hono';
import { ClerkError } from '../errors/clerkError';
import type { SandboxEnv } from '../http/context';
import type { Instance } from '../instance';
import { createDevBrowser } from '../state/clients';

export function devBrowserRoutes(instance: Instance): Hono<SandboxEnv> {
	const routes = new Hono<SandboxEnv>();
	routes.post('/v1/dev_browser', (c) => {
		if (instance.kind === 'live') {
			throw new ClerkError('InvalidRequestForEnvironment', {
				fill: { envTypes: 'development' },
			});
		}
		const now = instance.clock.now();
		const { id } = createDevBrowser(instance);
		return c.json({
			object: 'dev_browser',
			id,
			// What clerk-js keeps is the ID; others read the token. Both are taken in `__clerk_db_jwt`.
			token: id,
			instance_id: instance.id,
			created_at: now,
			updated_at: now,
		});
	});
	return routes;
}
