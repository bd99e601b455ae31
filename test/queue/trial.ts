import { CREDENTIAL_TYPE, type StoredCredential, storeCredential } from '../e2e/storedCredential';
import type { Cluster } from './cluster';
import { credentialWrites } from './credentialWrites';
import { Executions, type Outcome } from './executions';
import { type RecordedRequest, SIGN_IN_PATH } from './recordingProxy';
import { clerkStep, publish, type PublishedWorkflow } from './workflows';

/** How many executions of the second round, right after. */
const SECOND_ROUND = 40;
/** Executions that bring a client token into the store and into every worker beforehand. */
const WARM_UP = 20;
const WINDOW_MS = 10_000;

/** How a credential gets its client. */
export type Way = 'ticket' | 'password' | 'client token';

/** What is tried, and what happens meanwhile. */
export interface Scenario {
	name: string;
	way: Way;
	workers: number;
	/** Executions of Session: Get, at once. */
	reads: number;
	repetitions: number;
	/** Whether a token is stored, and every worker has it, before the reads. */
	warm?: boolean;
	/** Before which of the reads a session is ended by an execution of Session: End. */
	ends?: number[];
	/** Whether the ends and reads are of two sessions of one client, each by its ID. */
	twoSessions?: boolean;
	/** Whether every answer brings a new client token: then each may be stored. */
	rotates?: boolean;
	/** Whether Clerk refuses everything for ten seconds: with Retry-After, or without. */
	refuses?: 'with Retry-After' | 'without Retry-After';
	/** Whether the session is ended from outside, amid the reads. */
	signedOut?: boolean;
	/** Whether the command runs it with --short. */
	short?: boolean;
}

export interface TrialResult {
	started: number;
	succeeded: number;
	doubled: number;
	writes: number;
	writesAllowed: number;
	signIns: number;
	signInsRefused: number;
	/** The most that were sent within any ten seconds, without those that were refused on purpose. */
	signInsIn10s: number;
	signedInBy: number;
	/** Sessions that sign-ins made, which live on, and which the second round did not use. */
	left: number;
	again: { started: number; succeeded: number; writes: number; signIns: number };
	/** Whether the last session had ended before the second round, which then has to sign in. */
	isSignedOut: boolean;
	reasons: Map<string, number>;
	seconds: number;
}

let trials = 0;

/** Runs a scenario once, with a credential that no worker has met. */
export async function runTrial(
	cluster: Cluster,
	scenario: Scenario,
	backlog: boolean,
): Promise<TrialResult> {
	const { postgres, proxy, sandbox } = cluster;
	sandbox.reset();
	proxy.records.length = 0;
	const trial = `trial${++trials}`;
	const client = scenario.way === 'client token' ? signedInClient(cluster, scenario) : undefined;
	const credential = await newCredential(cluster, trial, scenario.way, client?.clientToken);
	const read = await publish(cluster, clerkStep('get', credential, client?.sessionId));
	const end = scenario.ends?.length
		? await publish(cluster, clerkStep('end', credential, client?.otherSessionId))
		: undefined;
	if (scenario.warm) await warmUp(cluster, read);
	if (scenario.rotates) sandbox.settings.rotateTokenOnEveryResponse = true;
	const before = proxy.records.length;
	const startedAt = Date.now();
	const refusal = refuseForTenSeconds(cluster, scenario.refuses);
	const executions = await Executions.start(cluster, inOrder(scenario, read, end), backlog);
	if (scenario.signedOut) await signOutAmid(cluster, trial, scenario.reads / 4);
	const outcome = await executions.settle();
	await refusal;
	const records = proxy.of(trial);
	const writes = await credentialWrites(postgres, credential.id);
	const signIns = records.filter(isSignIn);
	const isSignedOut = !sessionsMadeBy(signIns).some((id) => sandbox.statusOf(id) === 'active');
	const result = {
		...counted(outcome),
		doubled: doubled(proxy.records.slice(before), scenario),
		writes,
		writesAllowed: allowedWrites(scenario, signIns),
		signIns: signIns.length,
		signInsRefused: signIns.filter(({ status }) => status >= 400).length,
		signInsIn10s: mostWithin(
			WINDOW_MS,
			signIns.filter(({ status }) => !scenario.refuses || status < 400),
		),
		signedInBy: new Set(signIns.map(({ sentBy }) => sentBy)).size,
		seconds: (outcome.endedAt - startedAt) / 1000,
	};
	const secondRound = await Executions.start(
		cluster,
		Array.from({ length: SECOND_ROUND }, () => read),
	);
	const second = await secondRound.settle();
	const later = proxy.of(trial).slice(records.length);
	return {
		...result,
		left: leftBehind(cluster, signIns, later),
		again: {
			...counted(second),
			writes: (await credentialWrites(postgres, credential.id)) - writes,
			signIns: later.filter(isSignIn).length,
		},
		isSignedOut,
		reasons: merged(outcome.reasons, second.reasons),
	};
}

function counted({ started, succeeded }: Outcome) {
	return { started, succeeded };
}

function isSignIn({ method, path }: RecordedRequest): boolean {
	return method === 'POST' && path === SIGN_IN_PATH;
}

function sessionsMadeBy(signIns: RecordedRequest[]): string[] {
	return signIns.flatMap(({ createdSessionId }) => createdSessionId ?? []);
}

/** A client on which somebody has signed in; as a second session, too, where two are wanted. */
function signedInClient({ sandbox }: Cluster, { twoSessions }: Scenario) {
	const { clientId, sessionId, clientToken = '' } = sandbox.signIn(personOf(sandbox).id);
	if (!twoSessions) return { clientToken, sessionId: undefined, otherSessionId: undefined };
	const other = sandbox.addSession(clientId, personOf(sandbox).id);
	return { clientToken: other.clientToken, sessionId, otherSessionId: other.sessionId };
}

/** Somebody with a password and no second factor. */
function personOf({ details }: Cluster['sandbox']) {
	const [, person] = details.people;
	if (!person) throw new Error('The sandbox has nobody to sign in as');
	return person;
}

/** Stores a credential that no worker has met. */
async function newCredential(
	cluster: Cluster,
	trial: string,
	way: Way,
	clientToken = '',
): Promise<StoredCredential> {
	const fields = credentialFields(cluster, trial, way, clientToken);
	return await storeCredential(cluster.rest, trial, fields, CREDENTIAL_TYPE);
}

/**
 * The fields of a credential that differs from all before in the path of its address: what a process
 * remembers, it remembers by the fields. So no worker knows anything about this one.
 */
export function credentialFields(
	{ proxy, sandbox }: Cluster,
	trial: string,
	way: Way,
	clientToken = '',
): Record<string, string> {
	const { publishableKey, secretKey, url } = { ...sandbox.details, url: sandbox.url };
	const person = personOf(sandbox);
	const proxyUrl = `${proxy.url}/${trial}`;
	const backendApiUrl = sandbox.details.backendApiUrl.replace(url, proxyUrl);
	const fields: Record<Way, Record<string, string>> = {
		ticket: { connectUsing: 'signInTicket', secretKey, userId: person.id, backendApiUrl },
		password: {
			connectUsing: 'password',
			identifier: person.identifier,
			password: person.password ?? '',
		},
		'client token': { connectUsing: 'clientToken', clientToken },
	};
	return { publishableKey, proxyUrl, ...fields[way] };
}

async function warmUp(cluster: Cluster, read: PublishedWorkflow): Promise<void> {
	// One first: what many at once do when nobody is signed in is tried elsewhere.
	for (const count of [1, WARM_UP]) {
		const executions = await Executions.start(
			cluster,
			Array.from({ length: count }, () => read),
		);
		await executions.settle();
	}
}

/** The reads, with the ends at their places among them. */
function inOrder(
	{ reads, ends = [] }: Scenario,
	read: PublishedWorkflow,
	end: PublishedWorkflow | undefined,
): PublishedWorkflow[] {
	return Array.from({ length: reads }).flatMap((_, index) =>
		end && ends.includes(index) ? [end, read] : [read],
	);
}

async function signOutAmid(
	{ proxy, sandbox }: Cluster,
	trial: string,
	after: number,
): Promise<void> {
	const begun = proxy.of(trial).length;
	const until = Date.now() + 60_000;
	while (proxy.of(trial).length < begun + after && Date.now() < until) await tick();
	const used = proxy.of(trial).flatMap(({ createdSessionId }) => createdSessionId ?? []);
	for (const sessionId of new Set(used)) {
		if (sandbox.statusOf(sessionId) === 'active') sandbox.endSession(sessionId);
	}
}

async function refuseForTenSeconds(
	{ sandbox }: Cluster,
	refuses: Scenario['refuses'],
): Promise<void> {
	if (!refuses) return;
	for (let left = WINDOW_MS / 1000; left > 0; left--) {
		sandbox.faults.clear();
		const retryAfter = refuses === 'with Retry-After' ? left : undefined;
		sandbox.faults.add({ status: 429, retryAfter });
		await tick(1000);
	}
	sandbox.faults.clear();
}

async function tick(milliseconds = 5): Promise<void> {
	await new Promise((resolve) => setTimeout(resolve, milliseconds));
}

const READ = /^\/v1\/client\/sessions\/sess_\w+$/;
const END = /^\/v1\/client\/sessions\/sess_\w+\/end$/;

/** Whether it is a read or an end that Clerk has carried out. */
function isCarriedOut({ path, status }: RecordedRequest): boolean {
	return status > 0 && status < 300 && (READ.test(path) || END.test(path));
}

/** How many more reads and ends were carried out than executions were started. */
function doubled(records: RecordedRequest[], { reads, ends = [] }: Scenario): number {
	const carriedOut = (pattern: RegExp) =>
		records.filter((record) => isCarriedOut(record) && pattern.test(record.path)).length;
	return Math.max(0, carriedOut(READ) - reads) + Math.max(0, carriedOut(END) - ends.length);
}

/** Twice per worker and sign-in; a sign-out changes the token as a sign-in does. */
function allowedWrites(
	{ ends = [], rotates, way, workers }: Scenario,
	signIns: RecordedRequest[],
): number {
	if (rotates) return Infinity;
	const changes = signIns.filter(({ status }) => status < 300).length + ends.length;
	return 2 * workers * (way === 'client token' ? changes : Math.max(1, changes));
}

function leftBehind(
	{ sandbox }: Cluster,
	signIns: RecordedRequest[],
	later: RecordedRequest[],
): number {
	return sessionsMadeBy(signIns).filter(
		(id) =>
			sandbox.statusOf(id) === 'active' &&
			!later.some(({ path }) => path.startsWith(`/v1/client/sessions/${id}`)),
	).length;
}

/** @returns the most requests within any span of so many ms */
function mostWithin(span: number, records: RecordedRequest[]): number {
	const times = records.map(({ at }) => at).sort((a, b) => a - b);
	return Math.max(
		0,
		...times.map((end) => times.filter((at) => at <= end && at > end - span).length),
	);
}

function merged(...maps: Array<Map<string, number>>): Map<string, number> {
	const all = new Map<string, number>();
	for (const [reason, count] of maps.flatMap((map) => [...map])) {
		all.set(reason, (all.get(reason) ?? 0) + count);
	}
	return all;
}
