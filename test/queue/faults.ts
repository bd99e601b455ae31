import { setTimeout as sleep } from 'node:timers/promises';
import { CONCURRENCY, type Cluster } from './cluster';
import { Executions, type Outcome } from './executions';
import { type Candidate, candidates } from './candidates';
import type { Report } from './report';

const EXECUTIONS = 200;
/** How many have ended when it happens. */
const BEFORE = 50;

export interface Fault {
	name: string;
	happens: (cluster: Cluster) => Promise<void>;
	/** How many executions it may cost by chance: those in flight at that moment. */
	inFlight: number;
	/** After so many ms in which no execution came to an end, those that are left count as lost. */
	quiet: number;
	short?: boolean;
}

export const faults: Fault[] = [
	{
		name: 'a worker is killed (SIGKILL)',
		happens: async (cluster) => await cluster.killWorker(),
		inFlight: CONCURRENCY,
		// The other worker goes on at once.
		quiet: 8_000,
		short: true,
	},
	{
		name: 'Redis is restarted',
		happens: async ({ redis }) => {
			await redis.service.stop();
			await redis.service.start();
		},
		inFlight: 0,
		quiet: 60_000,
	},
	{
		name: 'PostgreSQL is restarted',
		happens: async ({ postgres }) => {
			await postgres.service.stop();
			await postgres.service.start();
		},
		// An execution reads and writes the database all the time.
		inFlight: 2 * CONCURRENCY,
		quiet: 60_000,
	},
];

/**
 * What n8n says where its database is out. No node can help it, and how many executions meet it is a
 * matter of how long that takes.
 */
const DATABASE_IS_OUT =
	/: (connect ECONN(REFUSED|RESET) 127\.0\.0\.1:\d+|the database system is [a-z ]+)$/;

/**
 * Lets it happen amid executions of the HTTP Request node, and of this node. This one may lose what
 * the other loses, what was in flight by chance, and what met n8n's database while that was out.
 */
export async function runFault(cluster: Cluster, report: Report, fault: Fault): Promise<void> {
	const { httpRequest, ourNode } = await candidates(cluster);
	const theirs = await amid(cluster, httpRequest, fault);
	const ours = await amid(cluster, ourNode, fault);
	const allowed = Math.max(lostIn(theirs), fault.inFlight);
	const lost = lostIn(ours);
	report.check(
		`${fault.name}: of ${EXECUTIONS} executions ${ours.succeeded} succeeded, ${theirs.succeeded} of the HTTP Request node; carried out twice: ${ours.doubled}, ${theirs.doubled}`,
		[
			...(lost > allowed
				? [`${lost} were lost while the database was there, ${allowed} allowed`]
				: []),
			...(ours.doubled > theirs.doubled ? [`${ours.doubled} were carried out twice`] : []),
		],
		[
			...[...theirs.reasons].map(([reason, count]) => `HTTP Request: ${count} × ${reason}`),
			...[...ours.reasons].map(([reason, count]) => `this node: ${count} × ${reason}`),
		],
	);
}

/** How many did not succeed, but for those that met the database while it was out. */
function lostIn({ reasons, started, succeeded }: Outcome): number {
	const withDatabase = [...reasons]
		.filter(([reason]) => DATABASE_IS_OUT.test(reason))
		.reduce((total, [, count]) => total + count, 0);
	return started - succeeded - withDatabase;
}

async function amid(
	cluster: Cluster,
	{ trial, workflow }: Candidate,
	{ happens, quiet }: Fault,
): Promise<Outcome & { doubled: number }> {
	await cluster.scaleTo(2);
	const warmUp = await Executions.start(cluster, Array(20).fill(workflow));
	await warmUp.settle();
	const before = carriedOut(cluster, trial);
	const executions = await Executions.start(cluster, Array(EXECUTIONS).fill(workflow), true);
	while ((await executions.ended()) < BEFORE) await sleep(20);
	await happens(cluster);
	const outcome = await executions.settle(quiet);
	return { ...outcome, doubled: Math.max(0, carriedOut(cluster, trial) - before - EXECUTIONS) };
}

function carriedOut({ proxy }: Cluster, trial: string): number {
	return proxy.of(trial).filter(({ path, status }) => status === 200 && /\/sess_\w+$/.test(path))
		.length;
}
