import { type HttpResponse, ClerkRequestError } from '../../frontendApi/protocol/failure';
import { CanceledError } from '../../frontendApi/concurrency/clock';
import { SessionTokenCache } from '../../frontendApi/client/sessionTokenCache';
import { withMonotonicClock } from '../support/monotonicClock';

const NOW = 1_800_000_000_000;

/** A token that lives so many seconds, by its own times; the machine's clock may be off. */
function token(lifetime: number, name = 'a', issuedAt = 5): HttpResponse {
	const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
	const claims = part({ iat: issuedAt, exp: issuedAt + lifetime, name });
	return { status: 200, headers: {}, body: { jwt: `${part({ alg: 'none' })}.${claims}.c2ln` } };
}

/** Makes these answers one after the other, and counts. */
function maker(...answers: Array<HttpResponse | Error>) {
	const made = { count: 0 };
	return Object.assign(made, {
		make: () => {
			const answer = answers[Math.min(made.count++, answers.length - 1)];
			return answer instanceof Error
				? Promise.reject(answer)
				: Promise.resolve(answer as HttpResponse);
		},
	});
}

beforeEach(() => jest.useFakeTimers({ now: NOW, doNotFake: ['nextTick', 'setImmediate'] }));
afterEach(() => jest.useRealTimers());

test('a token is used again while it has more than the minimum to live', async () => {
	const cache = new SessionTokenCache();
	const asked = maker(token(60, 'first'), token(60, 'second'));
	const get = () => cache.getOrCreate('x', 'x', 15, asked.make);
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
	const cache = new SessionTokenCache();
	const asked = maker(answer);
	for (let n = 1; n <= 3; n++) {
		await cache.getOrCreate('x', 'x', 15, asked.make);
		expect(asked.count).toBe(n);
	}
});

test('those who ask at the same moment share one request, others have their own', async () => {
	const cache = new SessionTokenCache();
	const asked = maker(token(60));
	const answers = await Promise.all(
		['x', 'x', 'y', 'x', 'y'].map((request) => cache.getOrCreate(request, request, 15, asked.make)),
	);
	expect(asked.count).toBe(2);
	// What one item changes must not change for another.
	Object.assign(Object(answers[0]?.body), { changed: true });
	expect(answers[1]?.body).not.toHaveProperty('changed');
	expect((await cache.getOrCreate('x', 'x', 15, asked.make)).body).not.toHaveProperty('changed');
});

test('a request that did not work out is that for all who share it, and is made again later', async () => {
	const cache = new SessionTokenCache();
	const asked = maker(new Error('no'), token(60));
	const get = () => cache.getOrCreate('x', 'x', 15, asked.make);
	const outcomes = await Promise.allSettled([get(), get()]);
	expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
	expect(asked.count).toBe(1);
	await get();
	expect(asked.count).toBe(2);
});

test('whoever leaves, the request goes on for the others, and ends when the last has left', async () => {
	const cache = new SessionTokenCache();
	let hasEnded = false;
	let answer: (answer: HttpResponse) => void = () => undefined;
	const create = async (signal: AbortSignal) => {
		signal.addEventListener('abort', () => (hasEnded = true));
		return await new Promise<HttpResponse>((resolve) => (answer = resolve));
	};
	const stops = [new AbortController(), new AbortController()];
	const [leader, follower] = stops.map(({ signal }) =>
		cache.getOrCreate('x', 'x', 15, create, signal),
	);
	stops[0]?.abort();
	await expect(leader).rejects.toThrow(CanceledError);
	expect(hasEnded).toBe(false);
	answer(token(60));
	expect((await follower)?.status).toBe(200);

	const stop = new AbortController();
	const alone = cache.getOrCreate('y', 'y', 15, create, stop.signal);
	hasEnded = false;
	stop.abort();
	await expect(alone).rejects.toThrow(CanceledError);
	expect(hasEnded).toBe(true);
});

test('who makes it otherwise makes it himself, and shares no refusal', async () => {
	const cache = new SessionTokenCache();
	const impatient = maker(new Error('timed out'));
	const patient = maker(token(60));
	const [first, second] = await Promise.allSettled([
		cache.getOrCreate('x', 'impatient', 15, impatient.make),
		cache.getOrCreate('x', 'patient', 15, patient.make),
	]);
	expect([first.status, second.status]).toEqual(['rejected', 'fulfilled']);
	// What was made serves both.
	await cache.getOrCreate('x', 'impatient', 15, impatient.make);
	expect(impatient.count).toBe(1);
});

test.each([
	['an answer of 503', { status: 503, headers: {}, body: {} }],
	['no answer', new ClerkRequestError({ message: '', description: '', code: 'ECONNREFUSED' })],
])('a token that still lives is given where there is %s', async (_what, outage) => {
	const cache = new SessionTokenCache();
	const asked = maker(token(60, 'first'), outage);
	const get = () => cache.getOrCreate('x', 'x', 15, asked.make);
	const first = await get();
	jest.setSystemTime(NOW + 50_000);
	expect((await get()).body).toEqual(first.body);
	expect(asked.count).toBe(2);
	jest.setSystemTime(NOW + 61_000);
	if (outage instanceof Error) await expect(get()).rejects.toBe(outage);
	else expect((await get()).status).toBe(503);
});

test('a token that still lives is not given where Clerk refuses one', async () => {
	const cache = new SessionTokenCache();
	const asked = maker(token(60), { status: 404, headers: {}, body: { errors: [] } });
	const get = () => cache.getOrCreate('x', 'x', 15, asked.make);
	await get();
	jest.setSystemTime(NOW + 50_000);
	expect((await get()).status).toBe(404);
});

test('a token ends by the clock that says so first', async () => {
	const cache = new SessionTokenCache();
	const asked = maker(token(60));
	const get = () => cache.getOrCreate('x', 'x', 15, asked.make);
	await get();
	// Set back an hour, the wall clock would have it live for an hour.
	jest.setSystemTime(NOW - 3_600_000);
	await get();
	expect(asked.count).toBe(1);
	await withMonotonicClock(46_000, get);
	expect(asked.count).toBe(2);
});

test('clearing forgets what is kept, and an answer that comes later is not kept', async () => {
	const cache = new SessionTokenCache();
	const old = maker(token(60, 'old'));
	await cache.getOrCreate('x', 'x', 15, old.make);
	const late = cache.getOrCreate('y', 'y', 15, old.make);
	cache.clear();
	const fresh = maker(token(60, 'new'));
	const asked = [
		cache.getOrCreate('x', 'x', 15, fresh.make),
		cache.getOrCreate('y', 'y', 15, fresh.make),
	];
	await Promise.all([late, ...asked]);
	expect(fresh.count).toBe(2);
	expect((await cache.getOrCreate('y', 'y', 15, old.make)).body).toEqual((await asked[1])?.body);
});

test('what is kept stays within a bound over all credentials, and the oldest goes', async () => {
	const large = 'x'.repeat(100_000);
	const asked = maker(token(60, large));
	const caches = Array.from({ length: 10 }, () => new SessionTokenCache());
	const get = (cache: SessionTokenCache, key: string) =>
		cache.getOrCreate(key, key, 15, asked.make);
	for (const cache of caches) for (let n = 0; n < 20; n++) await get(cache, String(n));
	expect(asked.count).toBe(200);
	const [first, last] = [caches[0], caches.at(-1)];
	if (!first || !last) return;
	await get(last, '19');
	expect(asked.count).toBe(200);
	await get(first, '0');
	expect(asked.count).toBe(201);
	for (const cache of caches) cache.clear();
});
