import { startSandbox } from '../../../sandbox';
import { Description, type Difference } from './description/description';
import type { AnsweredExchange, Exchange } from './exchanges/exchange';
import { exchangesOfNode } from './exchanges/withNode';
import { exchangesWithSandbox } from './exchanges/withSandbox';
import { findKnownDifference, type KnownDifference } from './knownDifferences';

/** What a check against a description found. */
export interface Check {
	/** How many answers of the sandbox, and requests of the node, were judged. */
	answers: number;
	requests: number;
	differences: Difference[];
	/** Those that are there on purpose, by their entry in `knownDifferences`. */
	known: Map<KnownDifference, Difference[]>;
}

/** Everything there is to judge. */
export interface Exchanges {
	/** What the sandbox answered. */
	answered: AnsweredExchange[];
	/** What the node asked. */
	asked: Exchange[];
}

/** Asks the sandbox everything, and has the built node ask everything. */
export async function collectExchanges(): Promise<Exchanges> {
	const sandbox = await startSandbox();
	try {
		const answered = await exchangesWithSandbox(sandbox);
		return { answered, asked: await exchangesOfNode(sandbox) };
	} finally {
		await sandbox.stop();
	}
}

/**
 * Judges what the sandbox answered and the node asked by a description.
 *
 * @param document an OpenAPI description, as `readDescription` reads it
 */
export async function validate({ answered, asked }: Exchanges, document: object): Promise<Check> {
	const description = await Description.of(document);
	const check: Check = {
		answers: answered.length,
		requests: asked.length,
		differences: [],
		known: new Map(),
	};
	for (const difference of [
		...answered.flatMap((exchange) => description.judgeAnswer(exchange)),
		...asked.flatMap((exchange) => description.judgeRequest(exchange)),
	]) {
		const entry = findKnownDifference(difference);
		if (entry) check.known.set(entry, [...(check.known.get(entry) ?? []), difference]);
		else check.differences.push(difference);
	}
	return check;
}
