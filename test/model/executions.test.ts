import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import type { INode, INodeListSearchResult, INodeParameters } from 'n8n-workflow';
import type { Engine, RunningWorkflow } from '../support/engine';
import type { Fault } from '../../sandbox';
import {
	addAccount,
	createToken,
	requestLines,
	person,
	type PersonName,
	type Way,
	WAYS,
} from '../signIn/account';
import { anotherWorker, restartedEngine } from '../signIn/restart';
import { setup } from '../support/setup';
import {
	afterManualTrigger,
	byId,
	CLERK_SESSIONS,
	clerkSessions,
	CREDENTIAL_TYPE,
	lastActive,
	NODE_NAME,
} from '../support/workflows';
import { sized } from '../support/size';
import { type Kind, type Step, step } from './steps';

/** How many lists of steps are tried, and from which seed on; more than `npm test` does takes a while. */
const RUNS = Number(process.env.MODEL_RUNS ?? sized({ full: 16, short: 5 }));
const SEED = process.env.MODEL_SEED === undefined ? undefined : Number(process.env.MODEL_SEED);
const STEPS = 12;
jest.setTimeout(60_000 + RUNS * 20_000);

// Clerk's clock is right; the one of n8n's machine may be set to anything.
const realDate = Date.now.bind(Date);
const realMonotonic = performance.now.bind(performance);
const env = setup({ sandbox: { now: realDate } });

const HOUR_MS = 3_600_000;
/** How often an execution is made again at most because somebody ended the session meanwhile. */
const MAX_ENDINGS = 3;

const PEOPLE: PersonName[] = ['grace', 'edith'];

interface Account {
	way: Way;
	/** ID of the person. */
	id: string;
	identifier: string;
	password: string;
	emailAddressId: string | null;
	credential: string;
	/** How many sign-ins are accounted for: the first one, and one for whatever can cost a session. */
	signInsAllowed: number;
	/** How often a session of it was ended, or may have been. */
	endings: number;
	/** The workers that were used for it: each may sign in at the same moment as another. */
	workers: Set<Engine>;
	/** A session that it had, and what had happened by then. */
	known?: { sessionId: string; endings: number; signIns: number };
}

interface Execution {
	kind: Kind;
	account: Account;
	items: number;
	run: RunningWorkflow;
	isStopped: boolean;
	/** Whether it names a session, and how many sign-ins there were when it began. */
	names?: { signIns: number };
	/** Whether another one reverified the same person meanwhile: the session has one reverification. */
	isContended: boolean;
	/** By Clerk's clock. */
	startedAt: number;
	/** How many endings of the account were certainly over when it began. */
	endingsBefore: number;
	/** Its own number, for the report. */
	number: number;
}

/** A list that somebody waits for. */
interface Listing {
	account: Account;
	listed: Promise<PromiseSettledResult<INodeListSearchResult>>;
	endings: number;
}

const PARAMETERS: Record<Exclude<Kind, 'attempt'>, INodeParameters> = {
	create: createToken,
	reuse: { ...createToken, options: { reuseToken: true } },
	get: { resource: 'session', operation: 'get', sessionId: lastActive },
	touch: { resource: 'session', operation: 'touch', sessionId: lastActive },
	hasty: { ...createToken, options: { reuseToken: true, maxRetries: 0 } },
	end: { resource: 'session', operation: 'end', sessionId: lastActive },
};

/** Two workers of one n8n, used by all histories: each has credentials of its own. */
let sharedWorkers: Engine[] = [];

beforeAll(async () => {
	sharedWorkers = [env.engine, await anotherWorker(env.engine)];
});

afterAll(async () => await sharedWorkers[1]?.stop());

/** One list of steps, carried out against the engine, and what is to be true of it. */
class History {
	readonly accounts: Account[];
	readonly running: Execution[] = [];
	private readonly lists: Listing[] = [];
	private workers = sharedWorkers;
	private restarted: Engine[] = [];
	private hasBeenBusy = false;
	private wallOffset = 0;
	private monotonicOffset = 0;
	private hasRotatedOften = false;
	private attempts = 0;
	private count = 0;

	/** @param latencyMs of every answer: the longer, the more is under way at the same moment */
	constructor(
		ways: Way[],
		private readonly latencyMs: number,
	) {
		env.sandbox.reset();
		this.order();
		jest.spyOn(Date, 'now').mockImplementation(() => realDate() + this.wallOffset);
		jest.spyOn(performance, 'now').mockImplementation(() => realMonotonic() + this.monotonicOffset);
		this.accounts = PEOPLE.map((name, index) => {
			const { id, identifier, password, emailAddressId } = person(env, name);
			const way = ways[index] ?? 'password';
			const credential = addAccount(env, way, name);
			return {
				way,
				id,
				identifier,
				password: password ?? '',
				emailAddressId,
				workers: new Set(),
				credential,
				signInsAllowed: 1,
				endings: 0,
			};
		});
	}

	async carryOut(step: Step): Promise<void> {
		const { clock, settings } = env.sandbox;
		switch (step.do) {
			case 'run':
				return this.start(this.account(step.account), step);
			case 'list':
				return this.list(this.account(step.account), this.worker(step.worker));
			case 'endOutside':
				return this.endOutside(step.status);
			case 'relay':
				return await this.relay(this.account(step.account), step);
			case 'stop':
				return this.stop(this.running[step.which % Math.max(1, this.running.length)]);
			case 'wait':
				return await sleep(step.milliseconds);
			case 'slow':
				return this.order({ delayMs: step.milliseconds, times: step.times });
			case 'busy': {
				const path = step.path === 'signIns' ? '/v1/client/sign_ins' : /\/tokens$/;
				// A sign-in that is refused costs another ticket.
				if (step.path === 'signIns') for (const one of this.accounts) one.signInsAllowed++;
				this.hasBeenBusy = true;
				return this.order({ path, status: step.status, times: 1 });
			}
			case 'setClock':
				this.wallOffset = this.monotonicOffset + step.hours * HOUR_MS;
				return;
			case 'rotate':
				settings.rotateTokenOnEveryResponse = step.often;
				this.hasRotatedOften ||= step.often;
				return;
			case 'settle':
				return await this.settle();
			case 'pass': {
				await this.settle();
				const passed = step.seconds * 1000;
				clock.advance(passed);
				this.wallOffset += passed;
				this.monotonicOffset += passed;
				// Of many answers at once, each with a newer token, the last one may not be the newest.
				if (this.hasRotatedOften) for (const one of this.accounts) one.signInsAllowed++;
				return;
			}
			case 'restart':
				await this.settle();
				return await this.restart();
		}
	}

	/** Waits until all executions have ended, and looks at each. */
	async settle(): Promise<void> {
		for (const execution of this.running.splice(0)) await this.expectRight(execution);
		for (const listing of this.lists.splice(0)) await this.expectListed(listing);
	}

	/** @throws if something is not as it has to be in the end */
	async expectRightInTheEnd(): Promise<void> {
		const { requestLog } = env.sandbox;
		// What was sent and then given up may still be on its way in.
		await sleep(100);
		const { length } = requestLog;
		for (const one of this.accounts) {
			const { way } = one;
			const allowed = one.signInsAllowed * Math.max(1, one.workers.size);
			const made = this.signInsOf(one);
			expect({ way, made, allowed }).toEqual({ way, made: Math.min(made, allowed), allowed });
		}
		// What costs something is carried out once at most.
		const attempts = requestLog.filter(({ path }) => path.endsWith('/attempt_first_factor'));
		expect(attempts.filter(({ status }) => status !== 401).length).toBeLessThanOrEqual(
			this.attempts,
		);
		expect(attempts.length).toBeLessThanOrEqual(2 * this.attempts);
		await sleep(200);
		expect(requestLines(requestLog.slice(length))).toEqual([]);
	}

	async close(): Promise<void> {
		for (const { run } of this.running) run.cancel();
		await Promise.allSettled(this.running.map(async ({ run }) => await run));
		await Promise.all(this.lists.map(async ({ listed }) => await listed));
		jest.restoreAllMocks();
		await Promise.all(this.restarted.map(async (engine) => await engine.stop()));
	}

	/** What befalls the next requests, in place of what was ordered before. */
	private order(fault?: Fault): void {
		const { faults } = env.sandbox;
		faults.clear();
		if (fault) faults.add({ delayMs: this.latencyMs, ...fault });
		if (this.latencyMs > 0) faults.add({ delayMs: this.latencyMs });
	}

	/** How often an account was signed in: a ticket says whom it is for only when it is made. */
	private signInsOf({ id, identifier, way }: Account): number {
		return env.sandbox.requestLog.filter(({ body, form, path, status }) => {
			if (status !== 200) return false;
			return way === 'password'
				? path === '/v1/client/sign_ins' && new Map(form).get('identifier') === identifier
				: path === '/backend/v1/sign_in_tokens' && body.includes(id);
		}).length;
	}

	private account(index: number): Account {
		const found = this.accounts[index];
		if (!found) throw new Error(`There is no account ${index}`);
		return found;
	}

	private worker(index: number): Engine {
		const found = this.workers[index];
		if (!found) throw new Error(`There is no worker ${index}`);
		return found;
	}

	private list(one: Account, worker: Engine): void {
		const { credential: id, endings } = one;
		one.workers.add(worker);
		const parameters = { resource: 'session', operation: 'get', sessionId: lastActive };
		const credentials = { [CREDENTIAL_TYPE]: { id, name: id } };
		const listed = worker.listSearch(
			CLERK_SESSIONS,
			'searchEmailAddresses',
			parameters,
			credentials,
		);
		const settled = Promise.allSettled([listed]).then(([outcome]) => outcome);
		this.lists.push({ account: one, listed: settled, endings });
	}

	private start(
		one: Account,
		{
			kind,
			items,
			alone,
			worker: index = 0,
			mode,
		}: Pick<Extract<Step, { do: 'run' }>, 'kind' | 'items' | 'alone'> &
			Partial<Extract<Step, { do: 'run' }>>,
		sessionId?: string,
	): void {
		const worker = this.worker(index);
		one.workers.add(worker);
		const input = Array.from({ length: kind === 'attempt' ? 1 : items }, () => ({}));
		if (kind === 'attempt') this.attempts++;
		// Its requests are cut, so that a token they bring may be lost, as it is by a stop.
		if (kind === 'hasty') one.signInsAllowed++;
		// One that is under way may take effect at any time until it has ended.
		const pending = this.running
			.filter((other) => other.account === one && other.kind === 'end')
			.reduce((sum, other) => sum + other.items, 0);
		const endingsBefore = one.endings - pending;
		if (kind === 'end') {
			one.signInsAllowed += items;
			one.endings += items;
		}
		const contenders = this.running.filter(
			(other) => kind === 'attempt' && other.kind === 'attempt' && other.account === one,
		);
		for (const other of contenders) other.isContended = true;
		const run = worker.run(afterManualTrigger(...nodesOf(one, kind, alone, sessionId)), {
			input,
			mode,
		});
		this.running.push({
			kind,
			account: one,
			run,
			isStopped: false,
			names: sessionId === undefined ? undefined : { signIns: this.signInsOf(one) },
			isContended: contenders.length > 0,
			startedAt: env.sandbox.clock.now(),
			endingsBefore,
			items,
			number: ++this.count,
		});
	}

	/** Ends the session that was named last and still lives, as if that were done elsewhere. */
	private endOutside(status: 'ended' | 'removed' | 'revoked'): void {
		// Whose it is, only Clerk knows.
		for (const one of this.accounts) {
			one.endings++;
			one.signInsAllowed++;
		}
		const last = this.namedSessions().findLast(
			(sessionId) => env.sandbox.statusOf(sessionId) === 'active',
		);
		if (last !== undefined) env.sandbox.endSession(last, status);
	}

	/** The sessions that requests have named so far. */
	private namedSessions(): string[] {
		const named = env.sandbox.requestLog.flatMap(
			({ path }) => /^\/v1\/client\/sessions\/(sess_\w+)/.exec(path)?.[1] ?? [],
		);
		return [...new Set(named)];
	}

	private async relay(
		one: Account,
		{ kind, isHasty }: Extract<Step, { do: 'relay' }>,
	): Promise<void> {
		// A session that is named needs no look-up: they meet where it counts.
		if (this.knownSession(one) === undefined) {
			await this.settle();
			this.start(one, { kind: 'create', items: 1, alone: false });
			await this.settle();
		}
		const sessionId = this.knownSession(one);
		this.start(one, { kind: isHasty ? 'hasty' : kind, items: 1, alone: false }, sessionId);
		const first = this.running.at(-1);
		await sleep(10);
		this.start(one, { kind, items: 1, alone: false }, sessionId);
		await sleep(20);
		if (!isHasty) this.stop(first);
	}

	/** A session of an account that nobody has ended since it was last used. */
	private knownSession(one: Account): string | undefined {
		const { endings, known } = one;
		const isCurrent = known?.endings === endings && known.signIns === this.signInsOf(one);
		return isCurrent ? known.sessionId : undefined;
	}

	private stop(execution: Execution | undefined): void {
		if (!execution || execution.isStopped) return;
		execution.isStopped = true;
		// A sign-in or a newer token may have been under way: nobody has heard of it.
		execution.account.signInsAllowed++;
		execution.run.cancel();
	}

	private async restart(): Promise<void> {
		const credentials = this.accounts.map(({ credential }) => credential);
		const restarted = await restartedEngine(this.worker(0), ...credentials);
		const second = await anotherWorker(restarted);
		const before = this.restarted;
		this.workers = this.restarted = [restarted, second];
		await Promise.all(before.map(async (engine) => await engine.stop()));
	}

	private async expectListed({ account: one, listed, endings }: Listing): Promise<void> {
		const outcome = await listed;
		const { identifier: name, emailAddressId: value } = one;
		if (outcome.status === 'fulfilled') {
			expect(outcome.value.results).toEqual([{ name, value }]);
		} else if (!this.hasBeenBusy && endings === one.endings) {
			// Somebody waits for it: it does not try again what is busy.
			expect(outcome.reason).toBeUndefined();
		}
	}

	private async expectRight(execution: Execution): Promise<void> {
		const { account: one, isStopped, kind, number, run, startedAt } = execution;
		const result = await run;
		const report = { number, kind, status: result.status, message: result.error?.message };
		const overlapping = one.endings - execution.endingsBefore;
		if (isStopped) {
			// It may have ended before it was stopped.
			expect(report).toMatchObject({ status: expect.stringMatching(/canceled|success|error/) });
		} else if (mustSucceed(execution, overlapping, this.signInsOf(one))) {
			expect(report).toEqual({ ...report, status: 'success', message: undefined });
		}
		const json = result.status === 'success' ? result.json(NODE_NAME) : [];
		for (const { jwt, userId, sessionId } of json) {
			if (typeof jwt !== 'string') continue;
			const { endingsBefore: endings } = execution;
			one.known = { sessionId: String(sessionId), endings, signIns: this.signInsOf(one) };
			expect({ ...report, userId }).toEqual({ ...report, userId: one.id });
			const { exp, sub } = claimsOf(jwt);
			expect({ ...report, sub }).toEqual({ ...report, sub: one.id });
			expect({ ...report, isAlive: exp * 1000 > startedAt }).toEqual({ ...report, isAlive: true });
		}
	}
}

/** Whether an execution that nobody stopped has to succeed, with so many endings meanwhile. */
function mustSucceed(
	{ kind, isContended, names }: Execution,
	endings: number,
	signIns: number,
): boolean {
	// End finds nobody to sign out where another one was faster; hasty ones give up.
	if (kind === 'end' || kind === 'hasty') return false;
	// A reverification is gone with its session, and over once somebody has finished it.
	if (kind === 'attempt') return endings === 0 && !isContended;
	// After a sign-in, Clerk knows the session that was named no more.
	if (names) return endings === 0 && signIns === names.signIns;
	return endings <= MAX_ENDINGS;
}

function nodesOf(one: Account, kind: Kind, alone: boolean, sessionId?: string): INode[] {
	const { credential, password } = one;
	const more = { maxConcurrentRequests: alone ? 1 : 20 };
	if (kind === 'attempt') {
		const reverification = { resource: 'reverification', sessionId: lastActive };
		const start = { ...reverification, operation: 'start', level: 'first_factor' };
		const attempt = { operation: 'attemptFirstFactor', strategy: 'password', password };
		return [
			{ ...clerkSessions(start, credential), name: 'Start', id: 'start' },
			clerkSessions({ ...reverification, ...attempt, options: more }, credential),
		];
	}
	const { options, ...parameters } = PARAMETERS[kind];
	const named = sessionId === undefined ? {} : { sessionId: byId(sessionId) };
	const all = { ...parameters, ...named, options: { ...Object(options), ...more } };
	const timed = kind === 'hasty' ? { ...all, requestOptions: { timeout: 60 } } : all;
	return [clerkSessions(timed, credential)];
}

function claimsOf(jwt: string): { exp: number; sub: string } {
	const [, claims = ''] = jwt.split('.');
	return JSON.parse(Buffer.from(claims, 'base64url').toString());
}

test('executions that share credentials do not come to each other’s harm', async () => {
	const ways = fc.tuple(fc.constantFrom(...WAYS), fc.constantFrom(...WAYS));
	const latencies = fc.constantFrom(0, 30, 150);
	const steps = fc.array(step, { minLength: 3, maxLength: STEPS, size: 'max' });
	await fc.assert(
		fc.asyncProperty(ways, latencies, steps, async (chosen, latencyMs, list) => {
			const history = new History(chosen, latencyMs);
			try {
				for (const one of list) await history.carryOut(one);
				await history.settle();
				await history.expectRightInTheEnd();
			} finally {
				await history.close();
			}
		}),
		// What comes of a list depends on time, too: shorter ones say little.
		{ numRuns: RUNS, seed: SEED, endOnFailure: true },
	);
});
