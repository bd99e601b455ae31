import { createServer } from 'node:http';
import { createLocalJWKSet, jwtVerify, type JSONWebKeySet, type JWTPayload } from 'jose';

/** A request that the API let in, and the claims of its token. */
export interface Call {
	method: string;
	path: string;
	claims: JWTPayload;
}

/** An API such as a user has: it lets in whoever shows a session token of its Clerk instance. */
export interface Api {
	readonly url: string;
	/** Those let in, in order. */
	readonly calls: readonly Call[];
	/** How many were turned away. */
	readonly refusals: number;
	/** Answers the requests it lets in with this status from now on. */
	answerWith(status: number): void;
	clear(): void;
	stop(): Promise<void>;
}

/**
 * Starts the API on 127.0.0.1. It answers 401 to a token that the instance has not signed or that
 * is out of date, as of this process's date.
 *
 * @param frontendApi address of the instance, whose public keys it fetches once
 */
export async function startApi(frontendApi: string): Promise<Api> {
	const answer = await fetch(`${frontendApi}/.well-known/jwks.json`);
	const keySet = createLocalJWKSet((await answer.json()) as JSONWebKeySet);
	const calls: Call[] = [];
	let refusals = 0;
	let status = 200;
	const server = createServer((request, response) => {
		const { authorization = '', ...others } = request.headers;
		const token = /^Bearer (\S+)$/.exec(authorization)?.[1] ?? '';
		const reply = (code: number, body: object) => {
			response.writeHead(code, { 'content-type': 'application/json' });
			response.end(JSON.stringify(body));
		};
		if (others.cookie !== undefined) return reply(400, { message: 'No cookies, please' });
		jwtVerify(token, keySet, { algorithms: ['RS256'], requiredClaims: ['sub', 'sid', 'exp'] }).then(
			({ payload }) => {
				const { method = '', url: path = '' } = request;
				calls.push({ method, path, claims: payload });
				reply(status, { hello: payload.sub });
			},
			() => {
				refusals++;
				reply(401, { message: 'Who are you?' });
			},
		);
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const address = server.address();
	const port = typeof address === 'object' && address ? address.port : 0;
	return {
		url: `http://127.0.0.1:${port}`,
		calls,
		get refusals() {
			return refusals;
		},
		answerWith: (code) => {
			status = code;
		},
		clear: () => {
			calls.length = 0;
			refusals = 0;
			status = 200;
		},
		stop: async () => {
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		},
	};
}
