import fc from 'fast-check';
import { clientIdOf } from '../../frontendApi/protocol/clientAuth';
import { ClientTokens } from '../../frontendApi/client/clientTokens';
import { jwtOf } from '../support/keys';

/** The token of a client after so many rotations. */
const tokenOf = (client: string, rotation: number) =>
	jwtOf({ id: client, rotating_token: `${client} ${rotation}` });
const A1 = tokenOf('a', 1);
const A2 = tokenOf('a', 2);
const A3 = tokenOf('a', 3);
const B1 = tokenOf('b', 1);

let tokens: ClientTokens;
beforeEach(() => {
	tokens = new ClientTokens();
});

/** An answer to a request made now. */
const rotate = (token: string, used: string) => tokens.rotate(token, used, tokens.nextSequence());

test('there is none at first', () => {
	tokens.observeStored(undefined);
	tokens.observeStored('');
	expect(tokens.current).toBeUndefined();
	expect(tokens.tokenToSave).toBeUndefined();
});

test.each(['opaque', 'a.b.c', jwtOf({ id: 7 }), jwtOf({})])('%s names no client', (token) =>
	expect(clientIdOf(token)).toBe(''),
);

test('one that comes from elsewhere for the same client is newer', () => {
	tokens.observeStored(A1);
	tokens.observeStored(A2);
	expect(tokens.current).toBe(A2);
	tokens.observeStored(A1);
	expect(tokens.current).toBe(A2);
	expect(tokens.tokenToSave).toBeUndefined();
});

test('one that turns out to be dead was the older one after all', () => {
	tokens.observeStored(A2);
	tokens.observeStored(A1);
	tokens.signOut(A1);
	expect(tokens.current).toBe(A2);
	expect(tokens.tokenToSave).toBe(A2);
});

test('of several clients that live, the one that is stored is used, and nothing is written for it', () => {
	tokens.replaceAfterSignIn(A1);
	tokens.observeStored(A1);
	for (const stored of [B1, A1, B1]) {
		tokens.observeStored(stored);
		expect(tokens.current).toBe(stored);
		expect(tokens.tokenToSave).toBeUndefined();
	}
	expect(tokens.successorOf(A1)).toBe(A1);
	tokens.signOut(B1);
	expect(tokens.current).toBe(A1);
	expect(tokens.tokenToSave).toBe(A1);
	tokens.observeStored(B1);
	expect(tokens.current).toBe(A1);
});

test('an older one does not come back from storage', () => {
	tokens.observeStored(A1);
	rotate(A2, A1);
	tokens.observeStored(A1);
	expect(tokens.current).toBe(A2);
	rotate(A3, A2);
	tokens.observeStored(A2);
	expect(tokens.current).toBe(A3);
});

test('an older one does not come back in a late answer', () => {
	tokens.observeStored(A1);
	const early = tokens.nextSequence();
	const late = tokens.nextSequence();
	tokens.rotate(A3, A1, late);
	tokens.rotate(A2, A1, early);
	expect(tokens.current).toBe(A3);
	rotate(A1, A3);
	expect(tokens.current).toBe(A3);
});

test('an answer from before a sign-in brings nothing back', () => {
	tokens.observeStored(A1);
	const before = tokens.nextSequence();
	tokens.replaceAfterSignIn(A2);
	tokens.rotate(A3, A1, before);
	expect(tokens.current).toBe(A2);
});

test('the token of another client never comes with an answer', () => {
	tokens.observeStored(A1);
	rotate(B1, A1);
	rotate('opaque', A1);
	expect(tokens.current).toBe(A1);
	expect(tokens.tokenToSave).toBeUndefined();
});

test('signing out leaves none, and storage brings none back', () => {
	tokens.observeStored(A1);
	tokens.signOut(A1);
	tokens.observeStored(A1);
	expect(tokens.current).toBeUndefined();
	expect(tokens.successorOf(A1)).toBeUndefined();
	tokens.observeStored(B1);
	expect(tokens.current).toBe(B1);
	expect(tokens.successorOf(A1)).toBe(B1);
});

test('whoever signs out of a token that is no longer used signs nobody out', () => {
	tokens.observeStored(A1);
	rotate(A2, A1);
	tokens.signOut(A1);
	expect(tokens.current).toBe(A2);
});

describe('a client whose session has ended', () => {
	beforeEach(() => {
		tokens.observeStored(A1);
		tokens.signOut(A1);
	});

	test('stays the same device', () => expect(tokens.deviceToken).toBe(A1));

	test.each([
		['a late answer', () => rotate(A2, A1)],
		['a sign-in that failed', () => tokens.setDeviceToken(A2)],
	])('is renewed as a device by %s, which signs nobody in', (_what, renew) => {
		renew();
		tokens.observeStored(A1);
		expect(tokens.current).toBeUndefined();
		expect(tokens.deviceToken).toBe(A2);
	});

	test('comes back where signing in goes on with its token', () => {
		tokens.replaceAfterSignIn(A1);
		tokens.observeStored(A1);
		expect(tokens.current).toBe(A1);
	});

	test('a sign-in that failed does not touch a token that came from elsewhere meanwhile', () => {
		tokens.observeStored(B1);
		tokens.setDeviceToken(A2);
		expect(tokens.current).toBe(B1);
	});
});

test('going back to another token takes one that may live', () => {
	tokens.observeStored(A1);
	expect(tokens.fallBack(A1)).toBe(false);
	expect(tokens.current).toBe(A1);
	tokens.observeStored(B1);
	expect(tokens.fallBack(B1)).toBe(true);
	expect(tokens.current).toBe(A1);
});

test('the first token is no change, every later one is', () => {
	const versions = [
		() => tokens.observeStored(A1),
		() => tokens.observeStored(A1),
		() => rotate(A2, A1),
		() => tokens.replaceAfterSignIn(A3),
	].map((change) => {
		change();
		return tokens.version;
	});
	expect(versions).toEqual([0, 0, 1, 2]);
});

test('a token of its own is to be stored until it is seen stored, and not more than twice', () => {
	tokens.observeStored(A1);
	rotate(A2, A1);
	expect(tokens.tokenToSave).toBe(A2);
	tokens.countSave(A2);
	tokens.observeStored(A1);
	expect(tokens.tokenToSave).toBe(A2);
	tokens.countSave(A2);
	expect(tokens.tokenToSave).toBeUndefined();
	rotate(A3, A2);
	expect(tokens.tokenToSave).toBe(A3);
	tokens.observeStored(A3);
	expect(tokens.tokenToSave).toBeUndefined();
	expect(tokens.isStored).toBe(true);
});

test('a token of its own that is not stored yet is newer than what another worker stored', () => {
	tokens.observeStored(A1);
	rotate(A3, A1);
	tokens.observeStored(A2);
	expect(tokens.current).toBe(A3);
	tokens.signOut(A3);
	tokens.observeStored(A2);
	expect(tokens.current).toBe(A2);
});

test('a great many tokens are all remembered for a while, and not for ever', () => {
	tokens.observeStored(tokenOf('a', 0));
	for (let n = 1; n <= 3000; n++) rotate(tokenOf('a', n), tokenOf('a', n - 1));
	tokens.observeStored(tokenOf('a', 3000));
	tokens.observeStored(tokenOf('a', 2500));
	expect(tokens.current).toBe(tokenOf('a', 3000));
	tokens.observeStored(tokenOf('a', 1));
	expect(tokens.current).toBe(tokenOf('a', 1));
});

test('Clerk’s own answers alone change the token: whatever comes, what is used was issued for its client', () => {
	const client = fc.constantFrom('a', 'b', 'c');
	const token = fc.tuple(client, fc.nat(8)).map(([id, rotation]) => tokenOf(id, rotation));
	const change = fc.oneof(
		fc.record({ kind: fc.constant('stored' as const), token }),
		fc.record({ kind: fc.constant('answer' as const), token, used: token }),
		fc.record({ kind: fc.constant('signIn' as const), token }),
		fc.record({ kind: fc.constant('signOut' as const), token }),
		fc.record({ kind: fc.constant('fallBack' as const), token }),
	);
	fc.assert(
		fc.property(fc.array(change, { maxLength: 40 }), (changes) => {
			const model = new ClientTokens();
			for (const step of changes) {
				const before = model.current;
				if (step.kind === 'stored') model.observeStored(step.token);
				else if (step.kind === 'answer') {
					model.rotate(step.token, step.used, model.nextSequence());
					// An answer leads to another token of the same client or to none.
					if (model.current !== before) {
						expect(model.current).toBe(step.token);
						expect(clientIdOf(step.token)).toBe(clientIdOf(before ?? ''));
						expect(clientIdOf(step.used)).toBe(clientIdOf(step.token));
					}
				} else if (step.kind === 'signIn') {
					model.replaceAfterSignIn(step.token);
					expect(model.current).toBe(step.token);
					expect(model.tokenToSave).toBe(step.token);
				} else if (step.kind === 'signOut') {
					model.signOut(step.token);
					expect(model.current).not.toBe(step.token);
				} else model.fallBack(step.token);
				// What is to be stored is what is used.
				if (model.tokenToSave !== undefined) expect(model.tokenToSave).toBe(model.current);
				// Each known token has a successor that lives, as long as there is any.
				if (model.current !== undefined) {
					expect(model.successorOf(model.current)).toBe(model.current);
					expect(model.successorOf(step.token)).toBeDefined();
				}
			}
		}),
	);
});
