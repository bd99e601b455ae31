import fc from 'fast-check';
import { readMemory, writeMemory } from '../../nodes/ClerkSessions/trigger/memory';
import {
	compareSessions,
	MAX_KNOWN_SESSIONS,
	type SessionEvent,
	type WatchedSession,
} from '../../nodes/ClerkSessions/trigger/sessionEvents';
import { propertyRuns } from '../support/propertyRuns';

// A person signs in, signs out and changes organizations in any order, while polls come, fail, and n8n
// starts anew: whoever follows the events knows at every poll which sessions there are.

const RUNS = propertyRuns(2000);

type Move =
	| { kind: 'signIn' | 'poll' | 'failedPoll' | 'restart' }
	| { kind: 'signOut'; which: number }
	| { kind: 'organization'; which: number; to: string | null | undefined };

const organization = fc.constantFrom('org_a', 'org_b', null, undefined);
const moves: fc.Arbitrary<Move[]> = fc.array(
	fc.oneof(
		fc.constant({ kind: 'signIn' } as const),
		fc.constant({ kind: 'poll' } as const),
		fc.constant({ kind: 'failedPoll' } as const),
		fc.constant({ kind: 'restart' } as const),
		fc.record({ kind: fc.constant('signOut' as const), which: fc.nat() }),
		fc.record({ kind: fc.constant('organization' as const), which: fc.nat(), to: organization }),
	),
	{ maxLength: 60 },
);

/** KSUIDs begin with the time: later ones are greater. */
const idOf = (count: number) => `sess_${String(count).padStart(27, '0')}`;

class PolledSessions {
	readonly sessions = new Map<string, WatchedSession>();
	private count = 0;
	private staticData = {};

	signIn(): void {
		const id = idOf(++this.count);
		this.sessions.set(id, { id, isOwn: false, organizationId: null, shown: { id } });
	}

	at(which: number): WatchedSession | undefined {
		const all = [...this.sessions.values()];
		return all[which % Math.max(all.length, 1)];
	}

	/** As n8n stores it, and reads it when it starts. */
	restart(): void {
		this.staticData = JSON.parse(JSON.stringify(this.staticData));
	}

	poll(): SessionEvent[] {
		const before = readMemory(this.staticData);
		const { events, memory } = compareSessions(before, 'user_1', [...this.sessions.values()]);
		writeMemory(this.staticData, memory);
		return events;
	}

	get remembered() {
		return readMemory(this.staticData);
	}
}

test('the events of all polls lead from the first list to the last one, none of them for nothing', () => {
	fc.assert(
		fc.property(moves, (history) => {
			const polled = new PolledSessions();
			polled.signIn();
			polled.poll();
			/** What somebody knows who follows the events. */
			const followed = new Map(
				[...polled.sessions].map(([id, { organizationId }]) => [id, organizationId]),
			);
			for (const move of [...history, { kind: 'poll' } as const]) {
				if (move.kind === 'signIn') polled.signIn();
				if (move.kind === 'restart') polled.restart();
				if (move.kind === 'signOut') polled.sessions.delete(polled.at(move.which)?.id ?? '');
				if (move.kind === 'organization') {
					const session = polled.at(move.which);
					if (session) session.organizationId = move.to;
				}
				if (move.kind !== 'poll') continue;
				for (const event of polled.poll()) follow(followed, event);
				expect(new Set(followed.keys())).toEqual(new Set(polled.sessions.keys()));
				for (const { id, organizationId } of polled.sessions.values()) {
					if (organizationId === undefined) continue;
					// Where Clerk said nothing at first, what it says later is no change.
					expect([organizationId, undefined]).toContain(followed.get(id));
				}
			}
		}),
		{ numRuns: RUNS },
	);
});

function follow(
	followed: Map<string, string | null | undefined>,
	{ name, json }: SessionEvent,
): void {
	const { id, organizationId, previousOrganizationId } = json as Record<string, string | null>;
	const isKnown = followed.has(String(id));
	expect(isKnown).toBe(name !== 'appeared');
	if (name === 'ended') {
		followed.delete(String(id));
		return;
	}
	if (name === 'organizationChanged') expect(organizationId).not.toBe(previousOrganizationId);
	followed.set(String(id), organizationId);
}

test('of more sessions than are kept, those left out are neither new nor missed', () => {
	const polled = new PolledSessions();
	for (let count = 0; count < 2 * MAX_KNOWN_SESSIONS; count++) polled.signIn();
	expect(polled.poll()).toEqual([]);
	expect(polled.remembered?.sessions).toHaveLength(MAX_KNOWN_SESSIONS);
	expect(polled.poll()).toEqual([]);
	polled.sessions.delete(idOf(1));
	expect(polled.poll()).toEqual([]);
	polled.signIn();
	polled.sessions.delete(idOf(2 * MAX_KNOWN_SESSIONS));
	expect(polled.poll().map(({ name }) => name)).toEqual(['appeared', 'ended']);
	expect(polled.poll()).toEqual([]);
	expect(JSON.stringify(polled.remembered).length).toBeLessThan(150_000);
});

test('a list that names a session twice has one', () => {
	const session: WatchedSession = { id: 'sess_1', isOwn: false, organizationId: null, shown: {} };
	const first = compareSessions(undefined, 'user_1', [session, session]);
	expect(first.memory.sessions).toHaveLength(1);
	const other = { ...session, id: 'sess_2' };
	const { events } = compareSessions(first.memory, 'user_1', [session, other, other]);
	expect(events).toHaveLength(1);
});
