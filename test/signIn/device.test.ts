import { ClientTokens } from '../../frontendApi/clientTokens';

/** A client whose session has ended: nobody is signed in on it, and it stays the same device. */
let tokens: ClientTokens;
beforeEach(() => {
	tokens = new ClientTokens();
	tokens.token('first');
	tokens.signOut();
});

test('the device keeps its token', () => {
	expect(tokens.deviceToken).toBe('first');
	expect(tokens.isStored).toBe(true);
});

test.each([
	['a late answer', () => tokens.rotate('second', tokens.startRequest())],
	['a sign-in that failed', () => tokens.keepDevice('second')],
])('%s renews the token of the device and signs nobody in', (_what, renew) => {
	renew();
	expect(tokens.token()).toBeUndefined();
	expect(tokens.token('first')).toBeUndefined();
	expect(tokens.deviceToken).toBe('second');
});

test('signing in under the same token brings it back', () => {
	tokens.startOver('first');
	expect(tokens.token('first')).toBe('first');
});

test('a sign-in that failed does not touch a token that came from elsewhere meanwhile', () => {
	tokens.token('of another worker');
	tokens.keepDevice('second');
	expect(tokens.token()).toBe('of another worker');
});
