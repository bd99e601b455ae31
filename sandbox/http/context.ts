import type { Client, DevBrowser } from '../state/entities';
import type { HttpBindings } from '@hono/node-server';
import type { Context } from 'hono';

/** What a request carries along on its way through the app. */
export interface SandboxEnv {
	Bindings: HttpBindings;
	Variables: {
		/** The body as it came. */
		body: string;
		traceId: string;
		/** Missing on the Backend API, which knows no clients. */
		caller: RequestClient | undefined;
	};
}

export type SandboxContext = Context<SandboxEnv>;

/** @returns who asks, on the Frontend API */
export function requestClient(c: SandboxContext): RequestClient {
	const caller = c.get('caller');
	if (!caller) throw new Error(`${c.req.path} was reached without the caller being recognised`);
	return caller;
}

/** Who asks, and how they are known. */
export interface RequestClient {
	readonly mode: 'native' | 'devBrowser' | 'cookie';
	readonly origin?: string;
	readonly address: string;
	/** Only in that mode. */
	readonly devBrowser?: DevBrowser;
	client?: Client;
	/** A token made while answering, to be handed over; empty: the caller shall forget its own. */
	issuedToken?: string;
}
