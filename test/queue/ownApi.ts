import { setTimeout as sleep } from 'node:timers/promises';
import { API_CREDENTIAL_TYPE, storeCredential } from '../e2e/storedCredential';
import { startOwnApi } from '../e2e/stubs/ownApi';
import type { Cluster } from './cluster';
import { credentialWrites } from './credentialWrites';
import { Executions } from './executions';
import { SIGN_IN_PATH } from './recordingProxy';
import type { Report } from './report';
import { credentialFields } from './trial';
import { ownApiStep, publish } from './workflows';

const EXECUTIONS = 200;
/** Longer than a token is used, in ms: 60 s, of which the last 15 are for making the next one. */
const TOKEN_USE_MS = 50_000;

/**
 * Executions that call an API of the user's own, on several workers: nobody signed in, right after,
 * and when the token has to be renewed.
 */
export async function runOwnApi(cluster: Cluster, report: Report, workers: number): Promise<void> {
	const { postgres, proxy, rest, sandbox } = cluster;
	sandbox.reset();
	proxy.records.length = 0;
	const trial = `own-api-${workers}`;
	const api = await startOwnApi();
	try {
		const fields = { apiUrl: api.url, ...credentialFields(cluster, trial, 'ticket') };
		const credential = await storeCredential(rest, trial, fields, API_CREDENTIAL_TYPE);
		const workflow = await publish(cluster, ownApiStep(`${api.url}/orders`, credential));
		const round = async (backlog: boolean) => {
			const recordsBefore = proxy.of(trial).length;
			const writesBefore = await credentialWrites(postgres, credential.id);
			const all = Array.from({ length: EXECUTIONS }, () => workflow);
			const { reasons, succeeded } = await (await Executions.start(cluster, all, backlog)).settle();
			const records = proxy.of(trial).slice(recordsBefore);
			return {
				succeeded,
				calls: api.calls.splice(0).length,
				tokens: records.filter(({ path }) => path.endsWith('/tokens')).length,
				signIns: records.filter(({ method, path }) => method === 'POST' && path === SIGN_IN_PATH)
					.length,
				writes: (await credentialWrites(postgres, credential.id)) - writesBefore,
				reasons,
			};
		};
		const cold = await round(true);
		const after = await round(false);
		await sleep(TOKEN_USE_MS);
		const renewed = await round(false);
		const rounds = { cold, 'right after': after, 'when the token has to be renewed': renewed };
		for (const [name, found] of Object.entries(rounds)) {
			// Each worker may make one at the same moment as another.
			const tokensAllowed = found === after ? 0 : workers;
			const signInsAllowed = found === cold ? workers : 0;
			const { calls, signIns, succeeded, tokens, writes } = found;
			report.check(
				`an API of one's own, ${name}, ${workers} workers: of ${EXECUTIONS} executions ${succeeded} succeeded; ${tokens} tokens, ${signIns} sign-ins, ${writes} writes`,
				Object.entries({
					[`${EXECUTIONS - succeeded} did not succeed`]: succeeded < EXECUTIONS,
					[`the API was called ${calls} times`]: calls !== succeeded,
					[`${tokens} tokens, ${tokensAllowed} allowed`]: tokens > tokensAllowed,
					[`${signIns} sign-ins, ${signInsAllowed} allowed`]: signIns > signInsAllowed,
					[`${writes} writes for ${tokens} tokens`]: writes > tokens,
				}).flatMap(([sentence, isUnmet]) => (isUnmet ? [sentence] : [])),
				[...found.reasons].map(([reason, count]) => `${count} × ${reason}`),
			);
		}
	} finally {
		await api.stop();
	}
}
