import {
	type Client,
	isSignedIn,
	lastActiveSession,
	readClient,
	type Session,
} from '../../frontendApi/protocol/objects';

const session = (id: string, status = 'active', lastActiveAt = 0): Session => ({
	id,
	status,
	tasks: [],
	last_active_at: lastActiveAt,
});
const client = (sessions: Session[], lastActive: string | null = null): Client => ({
	id: 'client_1',
	sessions,
	last_active_session_id: lastActive,
});

test('a client is read with the sessions that are some', () => {
	const good = { id: 'sess_1', status: 'active' };
	const sessions = [good, null, 'sess_2', { id: 'sess_3' }, { status: 'active' }];
	expect(readClient({ response: { id: 'client_1', sessions } })).toEqual(
		client([{ ...good, tasks: [] }]),
	);
	expect(
		readClient({ response: { id: 'client_1', sessions: [], last_active_session_id: 'sess_1' } }),
	).toEqual(client([], 'sess_1'));
	expect(readClient({ response: { id: 'client_1' } })).toEqual(client([]));
});

test.each([undefined, null, '', {}, { response: null }, { response: [] }, { response: { id: 1 } }])(
	'%j is no client',
	(body) => expect(readClient(body)).toBeNull(),
);

test.each([
	['active', true],
	['pending', true],
	['ended', false],
	['removed', false],
	['expired', false],
	['abandoned', false],
	['replaced', false],
	['revoked', false],
])('somebody whose session is %s counts as signed in: %s', (status, expected) => {
	expect(isSignedIn(session('sess_1', status))).toBe(expected);
});

test.each([
	['the one Clerk names', [session('a', 'active', 2), session('b', 'active', 1)], 'b', 'b'],
	['else the latest', [session('a', 'active', 1), session('b', 'active', 2)], null, 'b'],
	['not one that has ended', [session('a', 'ended', 9), session('b', 'pending', 1)], 'a', 'b'],
	['one that is unknown counts for none', [session('a')], 'c', 'a'],
	['none of none', [], null, undefined],
	['none where all have ended', [session('a', 'expired')], 'a', undefined],
])('the last active session is %s', (_name, sessions, named, expected) => {
	expect(lastActiveSession(client(sessions, named))?.id).toBe(expected);
});
