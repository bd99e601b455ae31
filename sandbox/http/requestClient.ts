import { ClerkError } from '../errors/clerkError';
import type { Instance } from '../instance';
import {
	createClient,
	destroyClient,
	rotateClientToken,
	rotateDevBrowserToken,
} from '../state/clients';
import type { Client, DevBrowser } from '../state/entities';
import type { RequestClient, SandboxContext } from './context';

/**
 * Recognises the caller as Clerk does (see the security schemes of its OpenAPI file):
 * `_is_native` and `Authorization`, a dev browser in the query, or the cookie `__client`.
 *
 * A native token nobody knows makes a caller without a client, not an error.
 *
 * @throws ClerkError for headers that contradict each other, a dead dev browser, a foreign origin
 */
export function authenticate(instance: Instance, c: SandboxContext): RequestClient {
	const authorization = c.req.header('authorization');
	const origin = c.req.header('origin');
	if (origin !== undefined && authorization !== undefined) {
		throw new ClerkError('OriginAndAuthorizationMutuallyExclusive');
	}
	const address = c.env.incoming.socket.remoteAddress ?? '';
	const isNative = ['1', 'true'].includes(c.req.query('_is_native') ?? '');
	if (isNative)
		return { mode: 'native', address, origin, client: nativeClient(instance, authorization) };
	if (instance.kind === 'test') {
		const token = c.req.query('__clerk_db_jwt') ?? c.req.query('__dev_session');
		return { mode: 'devBrowser', address, origin, ...browserClient(instance, token) };
	}
	return { mode: 'cookie', address, origin, client: cookieClient(instance, c, origin) };
}

/** @returns whether pages of that origin may talk to the instance: any may to a test instance */
export function isAllowedOrigin({ kind, host, url, settings }: Instance, origin: string): boolean {
	if (kind === 'test' || origin === url || settings.allowedOrigins.includes(origin)) return true;
	const domain = host.replace(/^clerk\./, '');
	const { hostname } = URL.canParse(origin) ? new URL(origin) : { hostname: '' };
	return hostname === domain || hostname.endsWith(`.${domain}`);
}

/**
 * @returns the caller's client
 * @throws ClerkError 401 when there is none: with a publishable key alone, or an old token
 */
export function requireClient({ mode, devBrowser, client }: RequestClient): Client {
	if (client) return client;
	throw new ClerkError(
		mode === 'devBrowser' && !devBrowser ? 'DevBrowserUnauthenticated' : 'SignedOut',
	);
}

/**
 * Gives the caller a new client, and its token.
 *
 * @throws ClerkError 401 for a browser on a test instance that has no dev browser
 */
export function createClientForRequest(instance: Instance, caller: RequestClient): Client {
	if (caller.mode === 'devBrowser' && !caller.devBrowser) {
		throw new ClerkError('DevBrowserUnauthenticated');
	}
	const client = createClient(instance);
	caller.client = client;
	if (caller.devBrowser) caller.devBrowser.clientId = client.id;
	else caller.issuedToken = instance.store.clientTokens.current(client);
	return client;
}

/**
 * Gives the caller a new token in place of the one it came with.
 *
 * @param graceMs how long that one still works; 0: dead at once
 */
export function rotateToken(instance: Instance, caller: RequestClient, graceMs = 0): void {
	if (!caller.client || caller.issuedToken !== undefined) return;
	const clientToken = rotateClientToken(instance, caller.client, graceMs);
	caller.issuedToken = caller.devBrowser
		? rotateDevBrowserToken(instance, caller.devBrowser, graceMs)
		: clientToken;
}

/** Forgets the caller's client and tells it to forget its token. A dev browser is kept. */
export function deleteClient(instance: Instance, caller: RequestClient): void {
	if (!caller.client) return;
	destroyClient(instance, caller.client);
	caller.client = undefined;
	if (!caller.devBrowser) caller.issuedToken = '';
}

/** Takes back a client that was given while answering. */
export function rollbackClient(instance: Instance, caller: RequestClient): void {
	deleteClient(instance, caller);
	caller.issuedToken = undefined;
}

/** Puts a token made while answering where the caller looks for it. */
export function writeTokenHeader(c: SandboxContext, { mode, issuedToken }: RequestClient): void {
	if (issuedToken === undefined) return;
	if (mode === 'native') c.header('Authorization', issuedToken);
	else if (mode === 'devBrowser') c.header('Clerk-Db-Jwt', issuedToken);
	else {
		const age = issuedToken === '' ? 0 : 315_360_000;
		c.header(
			'Set-Cookie',
			`__client=${issuedToken}; Path=/; Max-Age=${age}; HttpOnly; SameSite=Lax`,
		);
	}
}

function nativeClient(instance: Instance, authorization: string | undefined): Client | undefined {
	if (!instance.settings.nativeApi) throw new ClerkError('NativeAPIDisabled');
	const token = (authorization ?? '').replace(/^Bearer\b/i, '').trim();
	return instance.store.clientTokens.ownerOf(token, instance.clock.now());
}

function browserClient(
	{ clock, store }: Instance,
	token: string | undefined,
): { devBrowser?: DevBrowser; client?: Client } {
	if (token === undefined) return {};
	const devBrowser = store.devBrowserTokens.ownerOf(token, clock.now());
	if (!devBrowser) throw new ClerkError('DevBrowserUnauthenticated');
	return { devBrowser, client: store.clients.get(devBrowser.clientId ?? '') };
}

function cookieClient(
	instance: Instance,
	c: SandboxContext,
	origin: string | undefined,
): Client | undefined {
	const token = /(?:^|;\s*)__client=([^;]*)/.exec(c.req.header('cookie') ?? '')?.[1];
	if (origin !== undefined && !isAllowedOrigin(instance, origin)) {
		throw new ClerkError('InvalidOriginHeader');
	}
	if (!token) return undefined;
	if (origin === undefined) throw new ClerkError('OriginHeaderMissing');
	return instance.store.clientTokens.ownerOf(token, instance.clock.now());
}
