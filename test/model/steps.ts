import fc from 'fast-check';

/** What the executions of a step do. */
export type Kind = 'create' | 'reuse' | 'get' | 'touch' | 'attempt' | 'hasty' | 'end';

export type Step =
	| {
			do: 'run';
			account: number;
			kind: Kind;
			items: number;
			alone: boolean;
			worker: number;
			mode: 'manual' | 'trigger';
	  }
	/** Somebody opens a list in the editor. */
	| { do: 'list'; account: number; worker: number }
	| { do: 'endOutside'; status: 'ended' | 'removed' | 'revoked' }
	/** One begins, another one joins it, and the first one is stopped or gives up early. */
	| { do: 'relay'; account: number; kind: 'create' | 'reuse' | 'touch'; isHasty: boolean }
	| { do: 'stop'; which: number }
	| { do: 'wait'; milliseconds: number }
	| { do: 'slow'; milliseconds: number; times: number }
	| { do: 'busy'; path: 'signIns' | 'tokens'; status: 429 | 503 }
	| { do: 'setClock'; hours: -1 | 0 | 1 }
	| { do: 'rotate'; often: boolean }
	/** The following first wait until all executions have ended. */
	| { do: 'settle' }
	| { do: 'pass'; seconds: 20 | 70 }
	| { do: 'restart' };

const account = fc.nat({ max: 1 });
/** The second one has the same store, and a memory of its own. */
const worker = fc.oneof(
	{ weight: 2, arbitrary: fc.constant(0) },
	{ weight: 1, arbitrary: fc.constant(1) },
);
const run = fc.record({
	do: fc.constant('run' as const),
	account,
	kind: fc.constantFrom<Kind>(
		'create',
		'create',
		'reuse',
		'reuse',
		'get',
		'touch',
		'attempt',
		'hasty',
		'end',
	),
	items: fc.integer({ min: 1, max: 4 }),
	alone: fc.boolean(),
	worker,
	mode: fc.constantFrom('manual' as const, 'trigger' as const),
});
export const step: fc.Arbitrary<Step> = fc.oneof(
	{ weight: 10, arbitrary: run },
	{ weight: 3, arbitrary: fc.record({ do: fc.constant('list' as const), account, worker }) },
	{
		weight: 3,
		arbitrary: fc.record({
			do: fc.constant('endOutside' as const),
			status: fc.constantFrom('ended' as const, 'removed' as const, 'revoked' as const),
		}),
	},
	{
		weight: 3,
		arbitrary: fc.record({
			do: fc.constant('relay' as const),
			account,
			kind: fc.constantFrom('create' as const, 'reuse' as const, 'touch' as const),
			isHasty: fc.boolean(),
		}),
	},
	{ weight: 3, arbitrary: fc.record({ do: fc.constant('stop' as const), which: fc.nat(20) }) },
	{
		weight: 3,
		arbitrary: fc.record({
			do: fc.constant('wait' as const),
			milliseconds: fc.constantFrom(1, 5, 20, 50),
		}),
	},
	{
		weight: 2,
		arbitrary: fc.record({
			do: fc.constant('slow' as const),
			milliseconds: fc.constantFrom(10, 50, 150),
			times: fc.integer({ min: 1, max: 5 }),
		}),
	},
	{
		weight: 1,
		arbitrary: fc.record({
			do: fc.constant('busy' as const),
			path: fc.constantFrom('signIns' as const, 'tokens' as const),
			status: fc.constantFrom(429 as const, 503 as const),
		}),
	},
	{
		weight: 1,
		arbitrary: fc.record({
			do: fc.constant('setClock' as const),
			hours: fc.constantFrom(-1 as const, 0 as const, 1 as const),
		}),
	},
	{ weight: 1, arbitrary: fc.record({ do: fc.constant('rotate' as const), often: fc.boolean() }) },
	{ weight: 2, arbitrary: fc.constant<Step>({ do: 'settle' }) },
	{
		weight: 2,
		arbitrary: fc.record({
			do: fc.constant('pass' as const),
			seconds: fc.constantFrom(20 as const, 70 as const),
		}),
	},
	{ weight: 1, arbitrary: fc.constant<Step>({ do: 'restart' }) },
);
