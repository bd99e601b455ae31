import { createRequire } from 'node:module';
import type { Logger } from 'n8n-workflow';

/** n8n's services, made when first asked for (@n8n/di). */
interface ServiceContainer {
	get<T>(service: abstract new (...args: never[]) => T): T;
}

/** n8n's logger (@n8n/backend-common). */
export interface HostLogger extends Logger {
	scoped(scopes: string | string[]): HostLogger;
}

// npm may install several versions of these packages side by side; the one container and the one
// logger that count are those n8n-core itself loads.
export const requireAsCore = createRequire(createRequire(__filename).resolve('n8n-core'));

export const { Container }: { Container: ServiceContainer } = requireAsCore('@n8n/di');

export const { Logger: LoggerService }: { Logger: abstract new () => HostLogger } =
	requireAsCore('@n8n/backend-common');
