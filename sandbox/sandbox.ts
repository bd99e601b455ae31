import { createAdaptorServer } from '@hono/node-server';
import { Server } from 'node:http';
import { createClock, type Clock } from './clock';
import { answerPasskeyRequest } from './factors/passkeys';
import { totp } from './factors/totp';
import { Faults } from './faults';
import { BACKEND_API, createApp, withOverriddenMethod } from './http/app';
import type { Instance } from './instance';
import { RequestLog, type RecordedRequest } from './requestLog';
import { createRandom } from './random';
import { RateLimiter } from './rateLimiter';
import {
	createClient,
	createDevBrowser,
	rotateClientToken,
	rotateDevBrowserToken,
} from './state/clients';
import type { SessionOptions, Session, SessionStatus } from './state/entities';
import { identifierOf, type Person } from './state/people';
import { seedInstance } from './state/seed';
import { expireSessionIfDue, endSession, createSession } from './state/sessions';
import { completeTask } from './state/sessionTasks';
import { Store } from './state/store';
import { defaultSettings, presets, type Preset, type Settings } from './settings';
import { createKeyPair, createSigningKey, type KeyPair } from './tokens/signingKey';

export interface SandboxOptions {
	/** 0, the default: any free one. */
	port?: number;
	/** What the clock follows, in milliseconds since 1970; the machine's clock when missing. */
	now?: () => number;
	/** A live instance has cookies instead of dev browsers, and no test addresses. */
	instance?: 'test' | 'live';
	/** The same seed makes the same people, IDs and faults; the signing key is new, unless `keyPair` is given. */
	seed?: number;
	/** What the instance signs with; a new key when missing. */
	keyPair?: KeyPair;
	/** When the application was made; in 2024 when missing. `settings` go before it. */
	preset?: Preset;
	settings?: Partial<Settings>;
}

/** A person to sign in as. What they do not have is null or empty. */
export interface PersonDetails {
	id: string;
	identifier: string;
	password: string | null;
	emailAddressId: string | null;
	phoneNumberId: string | null;
	/** In base32. */
	totpSecret: string | null;
	backupCodes: string[];
	/** IDs. */
	organizations: string[];
}

/** What one needs to talk to the sandbox. The tokens are the first person's, on two clients. */
export interface SandboxDetails {
	publishableKey: string;
	proxyUrl: string;
	/** `/v1/…` is appended. */
	backendApiUrl: string;
	secretKey: string;
	clientToken: string;
	/** Null on a live instance, which has no dev browsers. */
	devBrowserToken: string | null;
	people: PersonDetails[];
	/** Names of JWT templates. */
	templates: string[];
}

export interface SignedIn {
	clientId: string;
	sessionId: string;
	/** In native mode. */
	clientToken?: string;
	/** In dev browser mode. */
	devBrowserToken?: string;
}

/** A Frontend API that runs here, and the strings to pull on it. */
export interface Sandbox {
	readonly details: SandboxDetails;
	/** `http://127.0.0.1:PORT` */
	readonly url: string;
	/** Everything asked, in order; of more than 20,000 requests only the later ones. */
	readonly requestLog: readonly RecordedRequest[];
	readonly clock: Clock;
	/** Change them at any time. */
	readonly settings: Settings;
	readonly faults: Pick<Faults, 'add' | 'clear'>;
	/**
	 * Signs a person in on a fresh client, without HTTP.
	 *
	 * @param person an identifier or ID; the first person when missing
	 * @param more from where the session is used, as Clerk would tell by the request, and who acts
	 * @throws Error for somebody unknown, and for a dev browser on a live instance
	 */
	signIn(
		person?: string,
		mode?: 'native' | 'devBrowser',
		more?: Pick<SessionOptions, 'activity' | 'actor'>,
	): SignedIn;
	/**
	 * Adds a session to a client, single-session instance or not. Its token changes, as with any
	 * sign-in.
	 */
	addSession(clientId: string, person: string): { sessionId: string; clientToken: string };
	/**
	 * Does what a pending session has to do, as if the person did it elsewhere: all tasks, or one.
	 *
	 * @throws Error for a session that is gone
	 */
	completeTasks(sessionId: string, task?: string): void;
	/** Clerk takes a client for suspicious: from then on it is refused with everything. */
	blockClient(clientId: string): void;
	/** Ends a session as if that were done elsewhere: the client's token stays as it is. */
	endSession(sessionId: string, status?: Exclude<SessionStatus, 'active' | 'pending'>): void;
	/** @returns how a session stands, whoever may still ask for it; one that is gone was removed */
	statusOf(sessionId: string): SessionStatus;
	/** @returns the code last sent to an email address or phone number, by its ID (`idn_…`) */
	codeSentTo(identificationId: string): string | undefined;
	/** @returns a person's TOTP code at the sandbox's time; undefined for somebody without */
	totpCodeOf(person: string): string | undefined;
	/** @returns the `public_key_credential` that answers a passkey verification's `nonce` */
	passkeyFor(nonce: string): string;
	clearRequestLog(): void;
	/** Back to the seed: people, sessions, tokens, settings, clock; no faults; same port and keys. */
	reset(): void;
	/** Stops listening and closes every connection. */
	stop(): Promise<void>;
}

const HOST = 'clerk.sandbox.example';
const DEFAULT_SEED = 1;

/**
 * Starts a sandbox on 127.0.0.1.
 *
 * @throws Error (of Node, with its code) when the port cannot be listened on
 */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
	const { port = 0, now = Date.now, instance: kind = 'test', seed = DEFAULT_SEED } = options;
	const { preset = 'madeIn2024' } = options;
	const setUp = () => ({ ...defaultSettings(), ...presets[preset], ...options.settings });
	const clock = createClock(now);
	const settings: Settings = setUp();
	const faults = new Faults();
	const requestLog = new RequestLog();
	const limiter = new RateLimiter(() => clock.now());
	// The instance's own names come from a random of their own: they outlast a reset.
	const names = createRandom(seed);
	const id = names.id('ins');
	let url = '';
	const instance: Instance = {
		id,
		kind,
		host: HOST,
		publishableKey: `pk_${kind}_${Buffer.from(`${HOST}$`).toString('base64')}`,
		secretKey: `sk_${kind}_${names.text(42)}`,
		key: await createSigningKey(id, options.keyPair ?? (await createKeyPair())),
		clock,
		settings,
		faults,
		requestLog,
		limiter,
		random: createRandom(seed + 1),
		store: new Store(),
		get url() {
			return url;
		},
	};
	const app = createApp(instance);
	const server = createAdaptorServer({
		fetch: async (request, env) => await app.fetch(withOverriddenMethod(request), env),
	});
	url = `http://127.0.0.1:${await listening(server, port)}`;

	const plant = () => {
		seedInstance(instance);
		return detailsOf(instance);
	};
	return {
		details: plant(),
		url,
		requestLog: requestLog.entries,
		clock,
		settings,
		faults,
		signIn: (person, mode, more) => signIn(instance, person, mode, more),
		addSession: (clientId, person) => addSession(instance, clientId, person),
		completeTasks: (sessionId, task) => {
			const session = sessionCalled(instance, sessionId);
			for (const one of task === undefined ? [...session.tasks] : [task]) {
				completeTask(session, one);
			}
		},
		blockClient: (clientId) => {
			const client = instance.store.clients.get(clientId);
			if (!client) throw new Error(`The sandbox has no client ${clientId}`);
			client.isBlocked = true;
		},
		endSession: (sessionId, status = 'ended') => {
			endSession(instance, sessionCalled(instance, sessionId), status);
		},
		statusOf: (sessionId) => {
			const session = instance.store.sessions.get(sessionId);
			return session ? expireSessionIfDue(instance, session).status : 'removed';
		},
		codeSentTo: (identificationId) => instance.store.sentCodes.get(identificationId)?.code,
		totpCodeOf: (person) => {
			const { totpSecret } = personCalled(instance, person);
			return totpSecret && totp(totpSecret).generate({ timestamp: clock.now() });
		},
		passkeyFor: (nonce) => answerPasskeyRequest(nonce, url),
		clearRequestLog: () => requestLog.clear(),
		reset: () => {
			clock.reset();
			Object.assign(settings, setUp());
			for (const one of [faults, requestLog, limiter, instance.store]) one.clear();
			instance.random.reset();
			plant();
		},
		stop: async () => await stopped(server),
	};
}

function detailsOf(instance: Instance): SandboxDetails {
	const { kind, publishableKey, secretKey, store, url } = instance;
	const { clientToken = '' } = signIn(instance, undefined, 'native');
	const browser = kind === 'test' ? signIn(instance, undefined, 'devBrowser') : undefined;
	return {
		publishableKey,
		proxyUrl: url,
		backendApiUrl: `${url}${BACKEND_API}`,
		secretKey,
		clientToken,
		devBrowserToken: browser?.devBrowserToken ?? null,
		people: store.people.map((person) => ({
			id: person.id,
			identifier: identifierOf(person),
			password: person.password ?? null,
			emailAddressId: person.emailAddresses[0]?.id ?? null,
			phoneNumberId: person.phoneNumbers[0]?.id ?? null,
			totpSecret: person.totpSecret ?? null,
			backupCodes: [...person.backupCodes],
			organizations: person.memberships.map(({ organizationId }) => organizationId),
		})),
		templates: [...store.templates.keys()],
	};
}

function signIn(
	instance: Instance,
	called: string | undefined,
	mode: 'native' | 'devBrowser' = 'native',
	more?: Pick<SessionOptions, 'activity' | 'actor'>,
): SignedIn {
	if (mode === 'devBrowser' && instance.kind === 'live') {
		throw new Error('A live instance has no dev browsers');
	}
	const { store } = instance;
	const client = createClient(instance);
	const person = personCalled(instance, called);
	const session = createSession(instance, client, person, { strategy: 'password', ...more });
	const ids = { clientId: client.id, sessionId: session.id };
	if (mode === 'native') return { ...ids, clientToken: store.clientTokens.current(client) };
	const devBrowser = createDevBrowser(instance);
	devBrowser.clientId = client.id;
	return { ...ids, devBrowserToken: rotateDevBrowserToken(instance, devBrowser) };
}

function addSession(instance: Instance, clientId: string, called: string) {
	const client = instance.store.clients.get(clientId);
	if (!client) throw new Error(`The sandbox has no client ${clientId}`);
	const person = personCalled(instance, called);
	const { id } = createSession(instance, client, person, { strategy: 'password' });
	return { sessionId: id, clientToken: rotateClientToken(instance, client) };
}

function sessionCalled({ store }: Instance, id: string): Session {
	const session = store.sessions.get(id);
	if (!session) throw new Error(`The sandbox has no session ${id}`);
	return session;
}

function personCalled({ store }: Instance, called: string | undefined): Person {
	const person = called === undefined ? store.people[0] : store.findPerson(called);
	if (!person) throw new Error(`The sandbox does not know ${called ?? 'anybody'}`);
	return person;
}

async function listening(server: ReturnType<typeof createAdaptorServer>, port: number) {
	await new Promise<void>((resolve, reject) => {
		server.once('error', reject);
		server.listen(port, '127.0.0.1', () => {
			server.off('error', reject);
			resolve();
		});
	});
	const address = server.address();
	return typeof address === 'object' && address ? address.port : port;
}

async function stopped(server: ReturnType<typeof createAdaptorServer>): Promise<void> {
	await new Promise<void>((resolve) => {
		server.close(() => resolve());
		// Connections that are kept alive would keep the server, and the process, from ending.
		if (server instanceof Server) server.closeAllConnections();
	});
}
