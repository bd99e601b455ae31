import type { Scenario, Way } from './trial';

const SIGNING_IN: Way[] = ['ticket', 'password'];

function cold(way: Way, workers: number, reads: number, short = false): Scenario {
	return { name: 'cold start', way, workers, reads, repetitions: 3, short };
}

/** Where an execution can be lost, doubled, or cost a sign-in too many. */
export const scenarios: Scenario[] = [
	...SIGNING_IN.flatMap((way) => [
		cold(way, 2, 10, way === 'ticket'),
		cold(way, 2, 50, true),
		cold(way, 2, 200),
	]),
	...[2, 6].flatMap((workers) =>
		SIGNING_IN.flatMap((way): Scenario[] => [
			...(workers === 6 ? [cold(way, 6, 60), cold(way, 6, 200)] : []),
			{
				name: 'Session: End amid reads',
				way,
				workers,
				reads: 100,
				repetitions: 2,
				warm: true,
				ends: [40],
				short: way === 'ticket',
			},
			{
				name: 'three times Session: End amid reads',
				way,
				workers,
				reads: 200,
				repetitions: 2,
				warm: true,
				ends: [50, 100, 150],
			},
			{
				name: 'signed out from outside',
				way,
				workers,
				reads: 100,
				repetitions: 2,
				warm: true,
				signedOut: true,
				short: way === 'ticket',
			},
		]),
	),
	...[2, 6].map((workers): Scenario => ({
		name: 'Session: End of another session',
		way: 'client token',
		workers,
		reads: 100,
		repetitions: 3,
		warm: true,
		ends: [40],
		twoSessions: true,
		short: true,
	})),
	...(['ticket', 'password', 'client token'] as const).map((way): Scenario => ({
		name: 'a new client token with every answer',
		way,
		workers: 2,
		reads: 200,
		repetitions: 2,
		warm: true,
		rotates: true,
		short: way !== 'password',
	})),
	...(['without Retry-After', 'with Retry-After'] as const).flatMap((refuses) =>
		SIGNING_IN.map((way): Scenario => ({
			name: `429 for ten seconds ${refuses}, cold`,
			way,
			workers: 2,
			reads: 200,
			repetitions: 2,
			refuses,
			short: way === 'ticket' && refuses === 'without Retry-After',
		})),
	),
];
