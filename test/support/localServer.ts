import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';

/** A server that listens on 127.0.0.1. */
export interface LocalServer {
	/** Name and port. */
	host: string;
	/** Stops listening and cuts every connection. */
	stop(): Promise<void>;
}

/** Has a server (of node:net, http or https) listen on any free port. */
export async function listen(server: Server): Promise<LocalServer> {
	const sockets = new Set<Socket>();
	server.on('connection', (socket: Socket) => {
		sockets.add(socket);
		socket.on('close', () => sockets.delete(socket));
		// What is sent to a client that hung up is of no interest.
		socket.on('error', () => undefined);
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return {
		host: `127.0.0.1:${(server.address() as AddressInfo).port}`,
		async stop() {
			await new Promise((resolve) => {
				server.close(resolve);
				for (const socket of sockets) socket.destroy();
			});
		},
	};
}

/** @returns the host of a port on which nothing listens */
export async function closedPort(): Promise<string> {
	const { host, stop } = await listen(createServer());
	await stop();
	return host;
}
