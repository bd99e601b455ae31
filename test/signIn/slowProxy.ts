import { createServer, request as httpRequest } from 'node:http';

/** Milliseconds that an answer is held back. */
const DELAY = 300;

/**
 * Hands requests on and answers back; the answers to some paths come late, though the requests took
 * effect at once.
 *
 * @param target base address
 * @param late the paths; none if missing
 */
export async function startSlowProxy(
	target: string,
	late?: RegExp,
): Promise<{ url: string; stop(): Promise<void> }> {
	const server = createServer((incoming, outgoing) => {
		const { headers, method, url = '' } = incoming;
		const delay = late?.test(url.replace(/\?.*/, '')) ? DELAY : 0;
		const forward = httpRequest(`${target}${url}`, { method, headers }, (answer) => {
			setTimeout(() => {
				outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
				answer.pipe(outgoing);
			}, delay);
		});
		incoming.pipe(forward);
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const address = server.address();
	return {
		url: `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`,
		stop: async () => {
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		},
	};
}
