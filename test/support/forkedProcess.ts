import { type ChildProcess, fork } from 'node:child_process';

/**
 * Starts a program in a process of its own.
 *
 * @param file its path
 * @param nodeOptions more of Node's options, for example how large its heap may get
 */
export function start(file: string, nodeOptions: string[] = []): ChildProcess {
	return fork(file, { execArgv: ['--import', 'tsx', ...nodeOptions] });
}

/**
 * Sends a process a message and waits for what it sends back.
 *
 * @throws Error when it ends before that
 */
export async function ask<Reply>(child: ChildProcess, message: object): Promise<Reply> {
	return await new Promise<Reply>((resolve, reject) => {
		const fail = (code: number | null) => reject(new Error(`The process ended early (${code})`));
		child.once('exit', fail);
		child.once('message', (reply) => {
			child.off('exit', fail);
			resolve(reply as Reply);
		});
		child.send(message);
	});
}
