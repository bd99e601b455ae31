import { storeCredential } from '../e2e/storedCredential';
import type { Cluster } from './cluster';
import {
	clerkStep,
	httpRequestStep,
	NO_OPERATION,
	publish,
	type PublishedWorkflow,
} from './workflows';

/** A workflow that is compared with others, and the first segment of its requests' paths. */
export interface Candidate {
	name: string;
	trial: string;
	workflow: PublishedWorkflow;
}

let made = 0;

/** The same request by this node and by the HTTP Request node; beside them, no request at all. */
export async function candidates(cluster: Cluster) {
	const { proxy, rest, sandbox } = cluster;
	sandbox.reset();
	proxy.records.length = 0;
	made += 1;
	const theirs = `http${made}`;
	const ours = `node${made}`;
	const { clientToken = '', sessionId } = sandbox.signIn();
	const header = await storeCredential(
		rest,
		theirs,
		{ name: 'Authorization', value: clientToken },
		'httpHeaderAuth',
	);
	const url = `${proxy.url}/${theirs}/v1/client/sessions/${sessionId}?_is_native=1`;
	const clerk = await storeCredential(rest, ours, {
		publishableKey: sandbox.details.publishableKey,
		connectUsing: 'clientToken',
		clientToken,
		proxyUrl: `${proxy.url}/${ours}`,
	});
	const candidate = async (
		name: string,
		trial: string,
		step: Parameters<typeof publish>[1],
	): Promise<Candidate> => ({ name, trial, workflow: await publish(cluster, step) });
	return {
		noOperation: await candidate('No Operation', '', NO_OPERATION),
		httpRequest: await candidate('HTTP Request', theirs, httpRequestStep(url, header)),
		ourNode: await candidate(
			'Clerk Sessions, session by ID',
			ours,
			clerkStep('get', clerk, sessionId),
		),
		lastActive: await candidate(
			'Clerk Sessions, last active session',
			ours,
			clerkStep('get', clerk),
		),
	};
}
