import { createPublicKey, type JsonWebKey } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import { verifyToken } from '@clerk/backend';
import { listen } from './localServer';

/** What a user's own API was asked. */
export interface ApiRequest {
	method: string;
	/** Path and query. */
	url: string;
	/** The status that it answered with. */
	status: number;
	isLetIn: boolean;
	body: string;
	/** What its token says of whom it is for; nothing for one that Clerk's SDK refuses. */
	userId?: string;
	sessionId?: string;
	claims?: Record<string, unknown>;
	/** Tells tokens apart without showing one. */
	tokenNumber?: number;
}

/** An API that lets nobody in but with a session token, and no cookies: a user's own, behind Clerk's SDK. */
export interface OwnApi {
	/** `http://127.0.0.1:PORT` */
	readonly url: string;
	readonly requests: readonly ApiRequest[];
	/** Those of them that it let in. */
	readonly calls: readonly ApiRequest[];
	/** How many it turned away. */
	readonly refusals: number;
	/** Sessions that it lets nobody in with: it asks Clerk about each. */
	readonly endedSessions: Set<string>;
	/** How many tokens it has seen. */
	readonly tokenCount: number;
	/** The tokens themselves, to look for. */
	readonly tokens: readonly string[];
	/** Answers all that it lets in with this status from now on. */
	answerWith(status: number): void;
	/** Forgets what it was asked, and answers as at first. */
	clear(): void;
	stop(): Promise<void>;
}

/**
 * Starts one. `/status/500` answers with that status, `/pages?page=2` with the second of five pages,
 * `/redirect` sends on to `/me`; everything else says who is signed in.
 *
 * @param clerkUrl where the public keys are
 */
export async function startOwnApi(
	clerkUrl: string,
	{ clockSkewInMs = 0 }: { clockSkewInMs?: number } = {},
): Promise<OwnApi> {
	const jwtKey = await fetchPublicKey(clerkUrl);
	const requests: ApiRequest[] = [];
	const tokens: string[] = [];
	const endedSessions = new Set<string>();
	let answerStatus: number | undefined;

	const server = createServer((request, response) => {
		void handle(request).then(({ status, answer, headers }) => {
			response.writeHead(status, { 'Content-Type': 'application/json', ...headers });
			response.end(JSON.stringify(answer));
		});
	});

	async function handle(request: IncomingMessage) {
		const { method = '', url = '/' } = request;
		const body = await readAll(request);
		const token = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? '';
		const claims = await verify(token);
		if (claims && !tokens.includes(token)) tokens.push(token);
		const sessionId = claims ? String(claims.sid) : undefined;
		const isIn =
			claims !== undefined &&
			!endedSessions.has(String(sessionId)) &&
			request.headers.cookie === undefined;
		const { status, answer, headers } = isIn
			? route(answerStatus === undefined ? url : `/status/${answerStatus}`, claims)
			: { status: 401, answer: { error: 'unauthenticated' }, headers: undefined };
		requests.push({
			method,
			url,
			status,
			isLetIn: isIn,
			body,
			claims,
			sessionId,
			...(claims ? { userId: String(claims.sub), tokenNumber: tokens.indexOf(token) } : {}),
		});
		return { status, answer, headers };
	}

	async function verify(token: string): Promise<Record<string, unknown> | undefined> {
		return await verifyToken(token, { jwtKey, clockSkewInMs }).then(
			(claims) => ({ ...claims }),
			() => undefined,
		);
	}

	const { host, stop } = await listen(server);
	return {
		url: `http://${host}`,
		requests,
		endedSessions,
		tokens,
		get calls() {
			return requests.filter(({ isLetIn }) => isLetIn);
		},
		get refusals() {
			return requests.filter(({ isLetIn }) => !isLetIn).length;
		},
		get tokenCount() {
			return tokens.length;
		},
		answerWith: (status) => {
			answerStatus = status;
		},
		clear: () => {
			requests.length = 0;
			tokens.length = 0;
			endedSessions.clear();
			answerStatus = undefined;
		},
		stop,
	};
}

async function fetchPublicKey(clerkUrl: string): Promise<string> {
	const answer = await fetch(`${clerkUrl}/.well-known/jwks.json`);
	const { keys } = (await answer.json()) as { keys: [JsonWebKey] };
	const key = createPublicKey({ key: keys[0], format: 'jwk' });
	return String(key.export({ type: 'spki', format: 'pem' }));
}

const PAGES = 5;

function route(address: string, claims: Record<string, unknown>) {
	const { pathname, searchParams } = new URL(address, 'http://api.example');
	const status = Number(/^\/status\/(\d{3})$/.exec(pathname)?.[1] ?? 200);
	const headers = pathname === '/redirect' ? { Location: '/me' } : undefined;
	if (pathname === '/redirect') return { status: 302, answer: {}, headers };
	if (pathname === '/pages') {
		const page = Number(searchParams.get('page') ?? 1);
		return { status, answer: { page, next: page < PAGES ? page + 1 : null }, headers };
	}
	if (status !== 200) return { status, answer: { error: `status ${status}` }, headers };
	return { status, answer: { userId: claims.sub, organizationId: claims.org_id }, headers };
}

async function readAll(request: IncomingMessage): Promise<string> {
	const chunks: Buffer[] = [];
	for await (const chunk of request) chunks.push(chunk as Buffer);
	return Buffer.concat(chunks).toString('utf8');
}
