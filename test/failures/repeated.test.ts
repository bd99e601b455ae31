import { readFileSync } from 'node:fs';
import { createServer as createHttpsServer } from 'node:https';
import { createServer } from 'node:net';
import { join } from 'node:path';
import type { Fault } from '../../sandbox';
import {
	declarationOf,
	goodAnswerTo,
	isCostly,
	OPERATIONS,
	PUBLIC_OPERATIONS,
	type OperationCase,
	pathOf,
} from '../support/operations';
import { listen } from '../support/localServer';
import { selfSignedCertificate } from '../support/selfSignedCertificate';
import { tableUnder } from '../support/markdownTable';
import { PACKAGE, setup } from '../support/setup';
import { sampled } from '../support/size';
import { answers } from './clerkAnswer';
import { countConnections } from './countConnections';

const env = setup();

/** An address instead of the sandbox's, and how many requests were tried there. */
interface Place {
	proxyUrl: string;
	tries: () => number;
	stop?: () => Promise<void>;
}

interface FaultCase {
	/** Befalls the first request. */
	fault?: Fault;
	/** How long the step waits for an answer; long, where that is not the point. */
	timeoutMs?: number;
	place?: () => Promise<Place>;
	/** What the item carries where the fault is reported. */
	reported: object;
}

const certificate = selfSignedCertificate();
const status = (code: number): FaultCase => ({
	fault: { status: code },
	reported: { status: code },
});
const cut = (when: Fault['cut']): FaultCase => ({
	fault: { cut: when },
	reported: { message: expect.stringContaining('closed the connection') },
});

/** What is done for each row of the table in the docs. */
const FAULTS: Record<string, FaultCase> = {
	'429 with `Retry-After`': { fault: { status: 429, retryAfter: 0 }, reported: { status: 429 } },
	'429 with `X-RateLimit-Reset`': {
		fault: { status: 429, headers: { 'X-RateLimit-Reset': '0' } },
		reported: { status: 429 },
	},
	'429 with neither': status(429),
	'429 with more than 60 s to wait': {
		fault: { status: 429, retryAfter: 61 },
		reported: {
			status: 429,
			description: expect.stringMatching(/^Clerk asks to wait 61 seconds; .* 60 at most\./),
		},
	},
	'408': status(408),
	'425': status(425),
	'500': status(500),
	'502': status(502),
	'503': status(503),
	'504': status(504),
	'Any other status': status(507),
	'Host name unknown': {
		place: () => Promise.resolve(watched(`clerk-${++hostCount}.sandbox.invalid`)),
		reported: { message: expect.stringMatching(/^The host .* was not found$/) },
	},
	'Connection refused': {
		place: async () => {
			const { host, stop } = await listen(createServer());
			await stop();
			return watched(host);
		},
		reported: { code: 'ECONNREFUSED' },
	},
	'Connection cut before Clerk handled the request': cut('beforeRequestIsHandled'),
	'Connection cut after Clerk handled the request': cut('afterRequestIsHandled'),
	'Connection cut in the middle of the answer': cut('midAnswer'),
	'Answer damaged on its way': {
		fault: { headers: { 'content-encoding': 'gzip' }, body: 'no gzip' },
		reported: { message: expect.stringMatching(/^The answer of .* could not be read$/) },
	},
	'No answer in time': {
		fault: { delayMs: 5_000 },
		timeoutMs: 1_000,
		reported: { message: expect.stringContaining('did not answer in time') },
	},
	'Certificate not trusted, or no HTTPS': {
		place: async () => {
			let tries = 0;
			const server = createHttpsServer(certificate).on('connection', () => tries++);
			const { host, stop } = await listen(server);
			return { proxyUrl: `https://${host}`, tries: () => tries, stop };
		},
		reported: { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' },
	},
};
const ALL = [...OPERATIONS, ...PUBLIC_OPERATIONS];
let hostCount = 0;
const connections = countConnections();

function watched(host: string): Place {
	return { proxyUrl: `http://${host}`, tries: () => connections.to(host) };
}

/** The rows of the table in the docs: what happened, what the one group does, what the other. */
const [head, , ...rows] = tableUnder(
	readFileSync(join(PACKAGE, 'docs', 'failures.md'), 'utf8'),
	'## What is sent again, and when',
);

test('the docs have the rows that are tried here, and name the operations in the head', () => {
	expect(rows.map(([what]) => what).sort()).toEqual(Object.keys(FAULTS).sort());
	const [, idempotent = '', costly = ''] = head ?? [];
	const named = (column: string) => column.split(', ').sort();
	const namesOf = (operations: OperationCase[]) =>
		[...new Set(operations.map((entry) => declarationOf(entry).name))].sort();
	expect(named(idempotent)).toEqual(namesOf(ALL.filter((entry) => !isCostly(entry))));
	expect(named(costly)).toEqual(namesOf(ALL.filter(isCostly)));
});

/** Rows that differ in little but their name. */
const ALIKE = [/^429/, /^(?!429)\d/, /^Connection cut (after|in)/];
const TRIED_ROWS = [
	...ALIKE.flatMap((kind) => sampled(rows.filter(([what = '']) => kind.test(what)))),
	...rows.filter(([what = '']) => !ALIKE.some((kind) => kind.test(what))),
];

test.each(TRIED_ROWS)('%s: %s / %s', async (what, others, delicate) => {
	const faultCase = FAULTS[what ?? ''];
	if (!faultCase) throw new Error('The docs have a row more');
	const outcomes = await Promise.all(
		ALL.map(async (operation) => await outcomeOf(operation, faultCase)),
	);
	expect(outcomes).toEqual(
		ALL.map((entry) => {
			const { operation } = entry;
			const promise = isCostly(entry) ? delicate : others;
			const isRepeated = promise?.startsWith('again') === true;
			// Where nobody can be reached, that is so the second time, too.
			const reported = !isRepeated || faultCase.place !== undefined;
			return {
				operation,
				tries: isRepeated ? 2 : 1,
				error: reported
					? expect.objectContaining(faultCase.reported)
					: refusedThen(entry, faultCase),
			};
		}),
	);
});

/** Ended by the first request, whose answer was lost: the second finds nobody signed in. */
function refusedThen(entry: OperationCase, { fault }: FaultCase): unknown {
	const wasDone = fault?.cut !== undefined && fault.cut !== 'beforeRequestIsHandled';
	if (!wasDone || !declarationOf(entry).mayBeDoneAlready) return undefined;
	return expect.objectContaining({
		code: 'signed_out',
		description: expect.stringMatching(/^An earlier try, .* may have done this already\. /),
	});
}

async function outcomeOf(operation: OperationCase, faultCase: FaultCase) {
	const caller = env.signIn();
	const path = pathOf(operation, caller.sessionId);
	const { method } = operation;
	if (faultCase.fault) env.sandbox.faults.add({ ...faultCase.fault, method, path, times: 1 });
	// Codes and their order are not what is tried here.
	if (isCostly(operation)) {
		env.sandbox.faults.add({ ...answers(200, goodAnswerTo(operation, path)), method, path });
	}
	const place = await faultCase.place?.();
	const credential =
		place &&
		env.addCredential({
			connectUsing: 'clientToken',
			clientToken: caller.clientToken ?? '',
			proxyUrl: place.proxyUrl,
		});
	const { json } = await env.runNode(
		{
			resource: operation.resource,
			operation: operation.operation,
			...operation.needs,
			options: { maxRetries: 1 },
			// Elsewhere, a busy machine must not be taken for a server that does not answer.
			requestOptions: { timeout: faultCase.timeoutMs ?? 30_000 },
		},
		{ as: caller, credential, onError: 'continueRegularOutput' },
	);
	await place?.stop?.();
	const made = env.sandbox.requestLog.filter(
		(request) => request.method === method && request.path === path,
	);
	return {
		operation: operation.operation,
		tries: place ? place.tries() : made.length,
		error: json[0]?.error,
	};
}
