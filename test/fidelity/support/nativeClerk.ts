import type { Clerk } from '@clerk/clerk-js';
import type { Sandbox } from '../../../sandbox';

/** The options of clerk-js that no test differs in: no browser, and nothing leaves this machine. */
const LOAD_OPTIONS = {
	standardBrowser: false,
	telemetry: false,
	unsafe_disableDevelopmentModeConsoleWarning: true,
} as const;

const started = new Set<Clerk>();

beforeAll(() => {
	// Signing out asks for `window`, which React Native has too: its global object, without a location.
	Reflect.set(globalThis, 'window', globalThis);
	// A channel between browser tabs, which no native app has, would keep jest from ending.
	Reflect.deleteProperty(globalThis, 'BroadcastChannel');
});
// So would the timers of the token cache.
afterEach(() => {
	for (const clerk of started) clerk.client?.clearCache();
	started.clear();
});

/**
 * Loads clerk-js as a native app does (as Clerk's Expo SDK): it keeps the client token that answers
 * bring, and sends it with every request. Every call loads the module anew, as its client is one for
 * the whole module.
 *
 * @param clientToken of a client that is signed in; none: a new device
 */
export async function startNativeClerk(sandbox: Sandbox, clientToken = ''): Promise<Clerk> {
	const { publishableKey, proxyUrl } = sandbox.details;
	let token = clientToken;
	let clerk: Clerk | undefined;
	await jest.isolateModulesAsync(async () => {
		const clerkJs = await import('@clerk/clerk-js');
		clerk = new clerkJs.Clerk(publishableKey, { proxyUrl });
	});
	if (!clerk) throw new Error('clerk-js did not load');
	clerk.__internal_onBeforeRequest(async (request) => {
		request.credentials = 'omit';
		request.url?.searchParams.append('_is_native', '1');
		const headers = new Headers(request.headers);
		headers.set('authorization', token);
		request.headers = headers;
	});
	clerk.__internal_onAfterResponse(async (_request, response) => {
		token = response?.headers.get('authorization') ?? token;
	});
	await clerk.load(LOAD_OPTIONS);
	started.add(clerk);
	return clerk;
}

/** clerk-js for a person who is signed in on a fresh client. */
export async function startSignedInClerk(sandbox: Sandbox, person?: string): Promise<Clerk> {
	return await startNativeClerk(sandbox, sandbox.signIn(person).clientToken);
}
