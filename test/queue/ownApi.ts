import { setTimeout as sleep } from 'node:timers/promises';
import { API_CREDENTIAL_TYPE, storeCredential } from '../e2e/storedCredential';
import { startOwnApi } from '../e2e/stubs/ownApi';
import type { Cluster } from './cluster';
import { credentialWrites } from './credentialWrites';
import { Executions } from './executions';
import type { Report } from './report';
import { credentialFields } from './trial';
import { ownApiStep, publish, type PublishedWorkflow } from './workflows';

const EXECUTIONS = 200;
/** Longer than a token is used, in ms: of 60 s, the last 15 to 25 are for making the next one. */
const TOKEN_USE_MS = 50_000;

/** A token of 60 s is renewed after this time at the earliest, in ms. */
const MIN_TOKEN_USE_MS = 35_000;

/** Executions spread over a while: so many, one every so many ms. */
const SPREAD = { executions: 240, everyMs: 500 };
/** The first token is there. */
const RENEWALS = Math.ceil((SPREAD.executions * SPREAD.everyMs) / MIN_TOKEN_USE_MS);

interface Round {
	name: string;
	executions: number;
	everyMs?: number;
	/** Whether the workers find all of them in the queue. */
	backlog?: true;
	/** Asked once the round is over: a slow machine may have needed another token for it. */
	tokensAllowed: () => number;
	signInsAllowed: number;
}

/**
 * Executions that call an API of the user's own, on several workers: nobody signed in, right after,
 * when all find the token about to expire, and spread over time.
 */
export async function runOwnApi(
	cluster: Cluster,
	report: Report,
	workers: number,
	isShort: boolean,
): Promise<void> {
	const { postgres, proxy, rest, sandbox } = cluster;
	sandbox.reset();
	proxy.records.length = 0;
	const trial = `own-api-${workers}`;
	const api = await startOwnApi();

	/** Runs one, and says what came of it. */
	async function run(credential: string, workflow: PublishedWorkflow, round: Round): Promise<void> {
		const recordsBefore = proxy.of(trial).length;
		const writesBefore = await credentialWrites(postgres, credential);
		const all = Array.from({ length: round.executions }, () => workflow);
		const started = await Executions.start(cluster, all, round.backlog, round.everyMs);
		const { reasons, succeeded } = await started.settle();
		const records = proxy.of(trial).slice(recordsBefore);
		const count = (ending: string) => records.filter(({ path }) => path.endsWith(ending)).length;
		const calls = api.calls.splice(0).length;
		const tokens = count('/tokens');
		const signIns = count('/sign_ins');
		const writes = (await credentialWrites(postgres, credential)) - writesBefore;
		const { executions, signInsAllowed } = round;
		const tokensAllowed = round.tokensAllowed();
		report.check(
			`an API of one's own, ${round.name}, ${workers} workers: of ${executions} executions ${succeeded} succeeded; ${tokens} tokens, ${signIns} sign-ins, ${writes} writes`,
			Object.entries({
				[`${executions - succeeded} did not succeed`]: succeeded < executions,
				[`the API was called ${calls} times`]: calls !== succeeded,
				[`${tokens} tokens, ${tokensAllowed} allowed`]: tokens > tokensAllowed,
				[`${signIns} sign-ins, ${signInsAllowed} allowed`]: signIns > signInsAllowed,
				[`${writes} writes for ${tokens} tokens`]: writes > tokens,
			}).flatMap(([sentence, isUnmet]) => (isUnmet ? [sentence] : [])),
			[...reasons].map(([reason, times]) => `${times} × ${reason}`),
		);
	}

	try {
		const fields = { apiUrl: api.url, ...credentialFields(cluster, trial, 'ticket') };
		const { id, name } = await storeCredential(rest, trial, fields, API_CREDENTIAL_TYPE);
		const step = ownApiStep(`${api.url}/orders`, { id, name });
		const workflow = await publish(cluster, step);
		const burst = { executions: EXECUTIONS, tokensAllowed: () => workers, signInsAllowed: 0 };
		const begin = performance.now();
		const another = () => (performance.now() - begin > MIN_TOKEN_USE_MS ? workers : 0);
		// Each worker may make one at the same moment as another.
		await run(id, workflow, { ...burst, name: 'cold', backlog: true, signInsAllowed: workers });
		await run(id, workflow, { ...burst, name: 'right after', tokensAllowed: another });
		await sleep(TOKEN_USE_MS);
		await run(id, workflow, { ...burst, name: 'when the token is about to expire' });
		if (isShort) return;
		const tokensAllowed = () => 2 * RENEWALS;
		const spread = { ...SPREAD, name: 'spread over two minutes', tokensAllowed, signInsAllowed: 0 };
		await run(id, workflow, spread);
	} finally {
		await api.stop();
	}
}
