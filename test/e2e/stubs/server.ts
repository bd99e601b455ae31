import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

/** A small server on 127.0.0.1, for what a workflow talks to. */
export interface StubServer {
	url: string;
	stop(): Promise<void>;
}

/** @param answer gets each request with its body; what it throws is answered with 500 */
export async function startServer(
	answer: (request: IncomingMessage, body: string, response: ServerResponse) => void,
): Promise<StubServer> {
	const server = createServer((request, response) => {
		const parts: Buffer[] = [];
		request.on('data', (part: Buffer) => parts.push(part));
		request.on('end', () => {
			try {
				answer(request, Buffer.concat(parts).toString('utf8'), response);
			} catch (error) {
				response.writeHead(500).end(String(error));
			}
		});
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const address = server.address();
	if (typeof address !== 'object' || !address) throw new Error('The stub does not listen');
	return {
		url: `http://127.0.0.1:${address.port}`,
		stop: async () => {
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		},
	};
}

/** Answers with JSON. */
export function answerJson(response: ServerResponse, body: object, status = 200): void {
	response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
}
