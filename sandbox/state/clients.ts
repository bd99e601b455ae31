import type { Instance } from '../instance';
import type { TokenRegistry } from '../tokens/tokenRegistry';
import type { Client, DevBrowser } from './entities';

/** Makes a client that has a token. */
export function createClient(instance: Instance): Client {
	const now = instance.clock.now();
	const client: Client = {
		id: instance.random.id('client'),
		createdAt: now,
		updatedAt: now,
		sessionIds: [],
		knownPeople: new Set(),
	};
	instance.store.clients.set(client.id, client);
	rotateClientToken(instance, client);
	return client;
}

/** Makes a dev browser that has a token, which clerk-js calls the dev browser's `id`. */
export function createDevBrowser(instance: Instance): DevBrowser {
	const devBrowser: DevBrowser = { id: instance.random.id('dvb') };
	instance.store.devBrowsers.set(devBrowser.id, devBrowser);
	instance.store.devBrowserTokens.issue(devBrowser, devBrowser.id);
	return devBrowser;
}

/**
 * Gives a client a new token: a JWT with the client's `id` and a `rotating_token`.
 *
 * @param graceMs how long the older one still works; 0: dead at once, as after signing in or out
 * @returns the new token
 */
export function rotateClientToken(instance: Instance, client: Client, graceMs = 0): string {
	const { key, random, store } = instance;
	const token = key.signNow({ id: client.id, rotating_token: random.text(32).toLowerCase() });
	issue(instance, store.clientTokens, client, token, graceMs);
	return token;
}

/** The same for a dev browser. @returns the new token */
export function rotateDevBrowserToken(
	instance: Instance,
	devBrowser: DevBrowser,
	graceMs = 0,
): string {
	const token = instance.random.id('dvb');
	issue(instance, instance.store.devBrowserTokens, devBrowser, token, graceMs);
	return token;
}

/** Forgets a client, its token and whatever led to it. */
export function destroyClient(instance: Instance, client: Client): void {
	const { store } = instance;
	store.clientTokens.forget(client);
	store.clients.delete(client.id);
	for (const devBrowser of store.devBrowsers.values()) {
		if (devBrowser.clientId === client.id) devBrowser.clientId = undefined;
	}
}

function issue<Owner extends object>(
	{ clock }: Instance,
	registry: TokenRegistry<Owner>,
	owner: Owner,
	token: string,
	graceMs: number,
): void {
	const now = clock.now();
	registry.prune(owner, now);
	registry.issue(owner, token, graceMs > 0 ? now + graceMs : undefined);
}
