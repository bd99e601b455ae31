import { answerJson, startServer, type StubServer } from './server';

/** A call that a workflow made to the API of the application. */
export interface ApiCall {
	method: string;
	path: string;
	/** Of the session token it carried; undefined without one. */
	claims?: { sid?: string; sub?: string; exp?: number; jti?: string; fva?: number[] };
}

/** The API of the application whose people sign in with Clerk: takes whoever brings a session token. */
export interface OwnApi extends StubServer {
	calls: ApiCall[];
	/** What every call is answered with. */
	status: number;
}

/** Has the API answer every call with a status while something runs. */
export async function whileAnswering<T>(
	api: OwnApi,
	status: number,
	run: () => Promise<T>,
): Promise<T> {
	api.status = status;
	return await run().finally(() => (api.status = 200));
}

export async function startOwnApi(): Promise<OwnApi> {
	const state = { calls: [] as ApiCall[], status: 200 };
	const server = await startServer(({ method = '', url = '', headers }, _body, response) => {
		const [, payload] = /^Bearer [\w-]+\.([\w-]+)\.[\w-]+$/.exec(headers.authorization ?? '') ?? [];
		const claims: ApiCall['claims'] =
			payload && JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'));
		state.calls.push({ method, path: url, claims });
		answerJson(response, { ok: state.status === 200 }, claims ? state.status : 401);
	});
	return Object.assign(state, server);
}
