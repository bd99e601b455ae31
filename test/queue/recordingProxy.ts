import { createHash } from 'node:crypto';
import {
	Agent,
	createServer,
	type IncomingMessage,
	request as httpRequest,
	type ServerResponse,
} from 'node:http';

/** A request as it passed through. Secrets are kept as hashes. */
export interface RecordedRequest {
	/** Milliseconds since 1970. */
	at: number;
	/** The first segment of the path, which tells whose request it is: every trial has its own. */
	trial: string;
	method: string;
	/** The rest of the path, without the query. */
	path: string;
	/** 0 when the connection broke. */
	status: number;
	/** The process that sent a sign-in; looked up for no other request. */
	sentBy?: string;
	/** The beginning of the hash of its client token. */
	tokenHash?: string;
	/** The session that a sign-in has made. */
	createdSessionId?: string;
}

/** The path of Clerk's Frontend API that signs somebody in. */
export const SIGN_IN_PATH = '/v1/client/sign_ins';

/** Stands before the sandbox, and writes down what passes. */
export class RecordingProxy {
	readonly records: RecordedRequest[] = [];
	private readonly agent = new Agent({ keepAlive: true });
	private readonly server = createServer((request, response) => this.pass(request, response));
	private port = 0;

	/**
	 * @param target the sandbox's address
	 * @param senderOf names the process that holds the other end of a connection
	 */
	constructor(
		private readonly target: string,
		private readonly senderOf: (port: number) => string | undefined,
	) {}

	get url(): string {
		return `http://127.0.0.1:${this.port}`;
	}

	async start(): Promise<void> {
		await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
		const address = this.server.address();
		if (typeof address === 'object' && address) this.port = address.port;
	}

	async stop(): Promise<void> {
		this.agent.destroy();
		if (!this.server.listening) return;
		await new Promise((resolve) => {
			this.server.close(resolve);
			this.server.closeAllConnections();
		});
	}

	/** What was asked in a trial, in the order of the answers. */
	of(trial: string): RecordedRequest[] {
		return this.records.filter((record) => record.trial === trial);
	}

	private pass(request: IncomingMessage, response: ServerResponse): void {
		const { method = '', url = '', headers } = request;
		const [, trial = '', rest = '/'] = /^\/([^/?]*)(.*)$/.exec(url) ?? [];
		const [path = ''] = rest.split('?');
		const record: RecordedRequest = { at: Date.now(), trial, method, path, status: 0 };
		if (headers.authorization) record.tokenHash = hashOf(headers.authorization);
		const isSignIn = method === 'POST' && path === SIGN_IN_PATH;
		if (isSignIn) record.sentBy = this.senderOf(request.socket.remotePort ?? 0);
		const done = () => this.records.push(record);
		const forwarded = httpRequest(
			this.target + rest,
			{ method, headers, agent: this.agent },
			(answer) => {
				record.status = answer.statusCode ?? 0;
				response.writeHead(record.status, answer.headers);
				const chunks: Buffer[] = [];
				answer.on('data', (chunk: Buffer) => {
					if (isSignIn) chunks.push(chunk);
					response.write(chunk);
				});
				answer.on('end', () => {
					if (isSignIn) record.createdSessionId = createdSession(Buffer.concat(chunks).toString());
					done();
					response.end();
				});
				answer.on('error', () => response.destroy());
			},
		);
		forwarded.on('error', () => {
			done();
			response.destroy();
		});
		request.pipe(forwarded);
	}
}

function hashOf(secret: string): string {
	return createHash('sha256').update(secret).digest('hex').slice(0, 8);
}

function createdSession(body: string): string | undefined {
	return /"created_session_id":\s*"(sess_\w+)"/.exec(body)?.[1];
}
