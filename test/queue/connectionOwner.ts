import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/**
 * Finds out which process holds the other end of a connection, from what Linux says in /proc.
 *
 * @param port its port on 127.0.0.1, as the server sees it
 * @param pids the processes that come into question
 * @returns its process ID; undefined when it is none of them
 */
export function connectionOwner(port: number, pids: number[]): number | undefined {
	const local = `0100007F:${port.toString(16).toUpperCase().padStart(4, '0')}`;
	const inode = readFileSync('/proc/net/tcp', 'utf8')
		.split('\n')
		.map((line) => line.trim().split(/\s+/))
		.find((columns) => columns[1] === local)?.[9];
	return inode === undefined ? undefined : pids.find((pid) => holds(pid, `socket:[${inode}]`));
}

function holds(pid: number, target: string): boolean {
	try {
		const folder = `/proc/${pid}/fd`;
		return readdirSync(folder).some((descriptor) => linkOf(`${folder}/${descriptor}`) === target);
	} catch {
		return false;
	}
}

function linkOf(path: string): string | undefined {
	try {
		return readlinkSync(path);
	} catch {
		return undefined;
	}
}
