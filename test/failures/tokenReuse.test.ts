import { type Answer, FailedRequest } from '../../frontendApi/failure';
import { TokenReuse } from '../../frontendApi/tokenReuse';

const NOW = 1_800_000_000_000;

/** A token that lives so many seconds, by its own times; the machine's clock may be off. */
function token(lifetime: number, name = 'a', issuedAt = 5): Answer {
	const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
	const claims = part({ iat: issuedAt, exp: issuedAt + lifetime, name });
	return { status: 200, headers: {}, body: { jwt: `${part({ alg: 'none' })}.${claims}.c2ln` } };
}

/** Makes these answers one after the other, and counts. */
function maker(...answers: Array<Answer | Error>) {
	const made = { count: 0 };
	return Object.assign(made, {
		make: () => {
			const answer = answers[Math.min(made.count++, answers.length - 1)];
			return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer as Answer);
		},
	});
}

beforeEach(() => jest.useFakeTimers({ now: NOW, doNotFake: ['nextTick', 'setImmediate'] }));
afterEach(() => jest.useRealTimers());

test('a token is used again while it has more than the minimum to live', async () => {
	const reuse = new TokenReuse();
	const asked = maker(token(60, 'first'), token(60, 'second'));
	const get = () => reuse.get('x', 15, asked.make);
	const first = await get();
	jest.setSystemTime(NOW + 44_999);
	expect(await get()).toEqual(first);
	jest.setSystemTime(NOW + 45_000);
	expect(await get()).not.toEqual(first);
});

test.each([
	['lives no longer than the minimum', token(15)],
	['says nothing of its end', { ...token(60), body: { jwt: 'opaque' } }],
	['is none', { status: 404, headers: {}, body: { errors: [] } }],
	['is no text', { status: 200, headers: {}, body: { jwt: 7 } }],
])('a token that %s is not kept', async (_what, answer) => {
	const reuse = new TokenReuse();
	const asked = maker(answer);
	for (let n = 1; n <= 3; n++) {
		await reuse.get('x', 15, asked.make);
		expect(asked.count).toBe(n);
	}
});

test('those who ask at the same moment share one request, others have their own', async () => {
	const reuse = new TokenReuse();
	const asked = maker(token(60));
	const answers = await Promise.all(
		['x', 'x', 'y', 'x', 'y'].map((request) => reuse.get(request, 15, asked.make)),
	);
	expect(asked.count).toBe(2);
	// What one item changes must not change for another.
	Object.assign(Object(answers[0]?.body), { changed: true });
	expect(answers[1]?.body).not.toHaveProperty('changed');
	expect((await reuse.get('x', 15, asked.make)).body).not.toHaveProperty('changed');
});

test('a request that did not work out is that for all who share it, and is made again later', async () => {
	const reuse = new TokenReuse();
	const asked = maker(new Error('no'), token(60));
	const get = () => reuse.get('x', 15, asked.make);
	const outcomes = await Promise.allSettled([get(), get()]);
	expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
	expect(asked.count).toBe(1);
	await get();
	expect(asked.count).toBe(2);
});

test('a request that belonged to a stopped execution is made again by the others', async () => {
	const reuse = new TokenReuse();
	const canceled = new FailedRequest({ message: '', description: '', code: 'ERR_CANCELED' });
	const stopped = reuse.get('x', 15, maker(canceled).make);
	const asked = maker(token(60));
	const others = [1, 2, 3].map(() => reuse.get('x', 15, asked.make));
	await expect(stopped).rejects.toBe(canceled);
	await Promise.all(others);
	expect(asked.count).toBe(1);
});

test('dropping forgets what is kept, and an answer that comes later is not kept', async () => {
	const reuse = new TokenReuse();
	const old = maker(token(60, 'old'));
	await reuse.get('x', 15, old.make);
	const late = reuse.get('y', 15, old.make);
	reuse.drop();
	const fresh = maker(token(60, 'new'));
	const asked = [reuse.get('x', 15, fresh.make), reuse.get('y', 15, fresh.make)];
	await Promise.all([late, ...asked]);
	expect(fresh.count).toBe(2);
	expect((await reuse.get('y', 15, old.make)).body).toEqual((await asked[1])?.body);
});

test('no more than a thousand tokens are kept; the oldest goes', async () => {
	const reuse = new TokenReuse();
	const asked = maker(token(60));
	for (let n = 0; n <= 1000; n++) await reuse.get(String(n), 15, asked.make);
	await reuse.get('1', 15, asked.make);
	expect(asked.count).toBe(1001);
	await reuse.get('0', 15, asked.make);
	expect(asked.count).toBe(1002);
});
