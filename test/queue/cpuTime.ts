import { readdirSync, readFileSync } from 'node:fs';

/** Clock ticks in a second, as Linux counts them in /proc. */
const TICKS = 100;

/** @returns seconds of processor time that a process and its children have taken */
export function cpuSeconds(pid: number): number {
	const ticks = readdirSync('/proc')
		.filter((name) => /^\d+$/.test(name))
		.map((name) => statOf(name))
		.filter((stat) => stat !== undefined && (stat.pid === pid || stat.parent === pid))
		.reduce((sum, stat) => sum + (stat?.ticks ?? 0), 0);
	return ticks / TICKS;
}

/** proc(5): what follows the name in brackets; children that have ended count with their parent. */
function statOf(name: string): { pid: number; parent: number; ticks: number } | undefined {
	try {
		const text = readFileSync(`/proc/${name}/stat`, 'utf8');
		const columns = text.slice(text.lastIndexOf(')') + 2).split(' ');
		const [user, system, childUser, childSystem] = columns.slice(11, 15).map(Number);
		return {
			pid: Number(name),
			parent: Number(columns[1]),
			ticks: (user ?? 0) + (system ?? 0) + (childUser ?? 0) + (childSystem ?? 0),
		};
	} catch {
		return undefined;
	}
}
