import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { Socket } from 'node:net';

/**
 * Counts the connections that Node tries to open while the tests of a file run: the only trace of
 * a request that goes to a name nobody has, or to a port where nobody listens.
 */
export function countConnections(): { to(host: string): number } {
	const counts = new Map<string, number>();
	const count = (host: string) => counts.set(host, (counts.get(host) ?? 0) + 1);
	const watch = (message: unknown) => {
		const { socket } = Object(message) as { socket: unknown };
		if (!(socket instanceof Socket)) return;
		// Where the name is unknown there is an error instead of an attempt.
		socket.once(
			'lookup',
			(error: Error | null, _address: string, _family: string, host: string) => {
				if (error) count(host);
			},
		);
		socket.once('connectionAttempt', (ip: string, port: number) => count(`${ip}:${port}`));
	};
	beforeAll(() => subscribe('net.client.socket', watch));
	afterAll(() => unsubscribe('net.client.socket', watch));
	return { to: (host) => counts.get(host) ?? 0 };
}
