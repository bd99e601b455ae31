import { createServer, type IncomingHttpHeaders } from 'node:http';

/** What another server was asked. */
export interface OtherRequest {
	method: string;
	/** Path and query. */
	url: string;
	headers: IncomingHttpHeaders;
}

/** A server that has nothing to do with Clerk. */
export interface OtherServer {
	/** `http://127.0.0.1:PORT` */
	readonly url: string;
	readonly requests: readonly OtherRequest[];
	stop(): Promise<void>;
}

/** Starts one that answers every request with the same page. */
export async function startOtherServer(
	answer: { status?: number; headers?: Record<string, string>; body?: string } = {},
): Promise<OtherServer> {
	const {
		status = 200,
		headers = { 'Content-Type': 'text/html' },
		body = '<!doctype html><title>Hello</title>',
	} = answer;
	const requests: OtherRequest[] = [];
	const server = createServer((request, response) => {
		requests.push({
			method: request.method ?? '',
			url: request.url ?? '',
			headers: request.headers,
		});
		response.writeHead(status, headers);
		response.end(body);
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const address = server.address();
	const port = typeof address === 'object' && address ? address.port : 0;
	return {
		url: `http://127.0.0.1:${port}`,
		requests,
		async stop() {
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		},
	};
}
