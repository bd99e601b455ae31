import { ClientTokens } from '../../frontendApi/clientTokens';

let tokens: ClientTokens;
beforeEach(() => {
	tokens = new ClientTokens();
});

test('there is none at first', () => {
	expect(tokens.token()).toBeUndefined();
	expect(tokens.token('')).toBeUndefined();
});

test('one that comes from elsewhere is newer', () => {
	expect(tokens.token('a')).toBe('a');
	expect(tokens.token('b')).toBe('b');
	expect(tokens.token()).toBe('b');
});

test('an older one does not come back from storage', () => {
	tokens.token('a');
	tokens.rotate('b', tokens.startRequest());
	expect(tokens.token('a')).toBe('b');
	tokens.rotate('c', tokens.startRequest());
	expect(tokens.token('a')).toBe('c');
	expect(tokens.token('b')).toBe('c');
});

test('an older one does not come back in a late answer', () => {
	tokens.token('a');
	const early = tokens.startRequest();
	const late = tokens.startRequest();
	tokens.rotate('from the late one', late);
	tokens.rotate('from the early one', early);
	expect(tokens.token('a')).toBe('from the late one');
	tokens.rotate('a', tokens.startRequest());
	expect(tokens.token()).toBe('from the late one');
});

test('an answer from before a sign-in brings nothing back', () => {
	tokens.token('a');
	const before = tokens.startRequest();
	tokens.startOver('signed in');
	tokens.rotate('b', before);
	expect(tokens.token('a')).toBe('signed in');
	tokens.rotate('c', tokens.startRequest());
	expect(tokens.token()).toBe('c');
});

test('signing out leaves none, and storage brings none back', () => {
	tokens.token('a');
	tokens.signOut();
	expect(tokens.token('a')).toBeUndefined();
	expect(tokens.token('another')).toBe('another');
});

test('the first token is no change, every later one is', () => {
	tokens.token('a');
	expect(tokens.changes).toBe(0);
	tokens.token('a');
	expect(tokens.changes).toBe(0);
	tokens.rotate('b', tokens.startRequest());
	expect(tokens.changes).toBe(1);
	tokens.startOver('c');
	expect(tokens.changes).toBe(2);
});

test('it knows whether what it has is stored', () => {
	expect(tokens.isStored).toBe(true);
	tokens.token('a');
	expect(tokens.isStored).toBe(true);
	tokens.rotate('b', tokens.startRequest());
	expect(tokens.isStored).toBe(false);
	tokens.token('b');
	expect(tokens.isStored).toBe(true);
});

test('a great many tokens are all remembered for a while, and not for ever', () => {
	tokens.token('0');
	for (let n = 1; n <= 3000; n++) tokens.rotate(String(n), tokens.startRequest());
	expect(tokens.token('2500')).toBe('3000');
	expect(tokens.token('1')).toBe('1');
});
