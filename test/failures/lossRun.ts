import { join } from 'node:path';
import type { IDataObject, INode } from 'n8n-workflow';
import { startEngine } from '../support/engine';
import { decodeToken } from '../../frontendApi/protocol/sessionToken';
import { startSandbox } from '../../sandbox';
import { startClockScalingProxy } from './clockScalingProxy';
import { oneToken, workflowOf } from '../bench/scenarios';

export type Variant = 'HTTP Request node' | 'Clerk Sessions';

/** What became of the items. */
export interface LossReport {
	way: Variant;
	items: number;
	/** Items that came out with the token of their own session, in the place they went in. */
	answered: number;
	/** Items that came out with the reason why there is none, in the place they went in. */
	explained: number;
	/** Items that did not come out, or in another's place, or with another's token. */
	misplaced: number;
	/** Tokens that more than one item came out with. */
	shared: number;
	/** Tokens that were made, by the sandbox's count. */
	made: number;
	/** Requests refused with 429, and requests whose connection was cut. */
	refused: number;
	cut: number;
}

/** What is run, and how hard Clerk's side makes it. */
export interface LossOptions {
	way: Variant;
	items: number;
	/** How many requests the sandbox allows per address in 10 of its seconds. */
	allowed: number;
	/** How many of the sandbox's seconds pass in a real one. */
	clockSpeed: number;
	/** The share of connections that the sandbox cuts, 0 to 1. */
	dropRate: number;
}

/** Creates a session token for every item, over a sandbox that refuses and drops. */
export async function runWithLosses(order: LossOptions): Promise<LossReport> {
	const { way, items, allowed, clockSpeed, dropRate } = order;
	const clock = waitingClock(clockSpeed);
	const sandbox = await startSandbox({ now: clock.now });
	const gate = await startClockScalingProxy(sandbox.url, clockSpeed, clock.onRefused);
	// Each person's session lives long enough, whatever the clock does.
	const [first, ...others] = sandbox.details.people;
	const { clientId, sessionId, clientToken: token = '' } = sandbox.signIn(first?.id);
	const sessionIds = [sessionId];
	let clientToken = token;
	for (const { id } of others) {
		const added = sandbox.addSession(clientId, id);
		sessionIds.push(added.sessionId);
		({ clientToken } = added);
	}
	// A pending session's tokens are no good.
	for (const id of sessionIds) sandbox.completeTasks(id);
	const rateLimit = { requests: allowed, perSeconds: 10 };
	Object.assign(sandbox.settings, { rateLimit, dropRate });

	const { publishableKey } = sandbox.details;
	const credential = {
		publishableKey,
		proxyUrl: gate.url,
		connectUsing: 'clientToken',
		clientToken,
	};
	const engine = await startEngine({
		packages: [join(__dirname, '..', '..')],
		credentials: { bench: { name: 'Clerk', type: 'clerkFrontendApi', data: credential } },
	});
	const input = Array.from({ length: items }, (_, item) => ({
		sessionId: sessionIds[item % sessionIds.length] ?? '',
	}));
	const step = oneToken
		.find(({ name }) => name === way)
		?.step?.({
			credential,
			sessionIds,
			sessionToken: '',
			requests: {},
		});
	if (!step) throw new Error(`There is no step for ${way}`);
	const result = await engine.run(workflowOf(forEachSession(step, gate.url)), { input });
	await engine.stop();
	await gate.stop();
	await sandbox.stop();

	const out = result.items('Step');
	const tokens = new Set<unknown>();
	let answered = 0;
	let explained = 0;
	for (const [index, { json, pairedItem }] of out.entries()) {
		const isInPlace = placeOf(pairedItem) === index;
		const claims = typeof json.jwt === 'string' ? decodeToken(json.jwt)?.claims : undefined;
		if (isInPlace && claims && claims.sid === input[index]?.sessionId) {
			answered++;
			tokens.add(claims.jti);
		} else if (isInPlace && json.error !== undefined) explained++;
	}
	return {
		way,
		items,
		answered,
		explained,
		misplaced: items - answered - explained,
		shared: answered - tokens.size,
		made: gate.answers.get(200) ?? 0,
		refused: gate.answers.get(429) ?? 0,
		cut: gate.answers.get(0) ?? 0,
	};
}

/** Time passes only while a refused request waits: the limit is reached however slow the machine is. */
function waitingClock(speed: number) {
	let time = Date.now();
	return {
		/** Milliseconds since 1970. */
		now: () => time,
		/** @param seconds how long a request was asked to wait, by this clock */
		onRefused(seconds: number): void {
			const waitedUntil = time + seconds * 1000;
			setTimeout(() => (time = Math.max(time, waitedUntil)), (seconds * 1000) / speed);
		},
	};
}

type Step = Pick<INode, 'type' | 'typeVersion' | 'parameters'>;

/** The step with the session of each item instead of a fixed one. */
function forEachSession(step: Step, url: string): Step {
	const own: IDataObject =
		step.type === 'n8n-nodes-base.httpRequest'
			? { url: `=${url}/v1/client/sessions/{{ $json.sessionId }}/tokens` }
			: { sessionId: { __rl: true, mode: 'id', value: '={{ $json.sessionId }}' } };
	return { ...step, parameters: { ...step.parameters, ...own } as Step['parameters'] };
}

function placeOf(pairedItem: unknown): unknown {
	return typeof pairedItem === 'object' && pairedItem !== null && 'item' in pairedItem
		? pairedItem.item
		: pairedItem;
}
