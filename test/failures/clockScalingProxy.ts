import { Agent, createServer, request as ask } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What stands before a sandbox whose clock runs fast. */
export interface ClockScalingProxy {
	/** `http://127.0.0.1:PORT` */
	readonly url: string;
	/** How many answers went through, by status; 0 stands for a connection that was cut. */
	readonly answers: ReadonlyMap<number, number>;
	stop(): Promise<void>;
}

/**
 * Hands requests on, counts the answers, and puts `Retry-After` into real seconds: the sandbox names
 * seconds of its own clock.
 *
 * @param clockSpeed how many of the sandbox's seconds pass in a real one
 * @param onRefused called with the sandbox's seconds that an answer asks to wait, before it goes on
 */
export async function startClockScalingProxy(
	sandboxUrl: string,
	clockSpeed: number,
	onRefused: (seconds: number) => void,
): Promise<ClockScalingProxy> {
	const answers = new Map<number, number>();
	const count = (status: number) => answers.set(status, (answers.get(status) ?? 0) + 1);
	const agent = new Agent({ keepAlive: true });
	const server = createServer((incoming, outgoing) => {
		const { method, url, headers } = incoming;
		const onward = ask(sandboxUrl + (url ?? ''), { method, headers, agent }, (answer) => {
			const { statusCode = 0, headers: answerHeaders } = answer;
			const wait = answerHeaders['retry-after'];
			if (wait !== undefined) {
				onRefused(Number(wait));
				answerHeaders['retry-after'] = String(Number(wait) / clockSpeed);
			}
			count(statusCode);
			outgoing.writeHead(statusCode, answerHeaders);
			answer.pipe(outgoing);
		});
		onward.on('error', () => {
			count(0);
			incoming.socket.destroy();
		});
		incoming.pipe(onward);
	});
	// Whoever sends everything at once finds a long line at the door, not a closed one.
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', 20_000, resolve));
	return {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		answers,
		async stop() {
			agent.destroy();
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		},
	};
}
