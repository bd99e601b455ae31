import { verifyToken } from '@clerk/backend';
import fc from 'fast-check';
import {
	createHmac,
	createPublicKey,
	generateKeyPairSync,
	type KeyObject,
	sign,
} from 'node:crypto';
import { readPublicKeys } from '../../frontendApi/client/publicKeys';
import { findInvalidReason, parseToken } from '../../frontendApi/protocol/verifyToken';
import { propertyRuns } from '../support/propertyRuns';
import { present } from './support/understood';

// Session Token: Verify, held against verifyToken of @clerk/backend: the same verdict and the same reason.

const KID = 'ins_2abc';
const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const foreign = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
const jwk = { ...publicKey.export({ format: 'jwk' }), kid: KID, alg: 'RS256', use: 'sig' };
const pem = String(publicKey.export({ type: 'spki', format: 'pem' }));
const RUNS = propertyRuns(3000);

let fetchKeys: jest.SpyInstance;
beforeAll(() => {
	// The Backend API, of which `verifyToken` wants the keys.
	fetchKeys = jest
		.spyOn(globalThis, 'fetch')
		.mockImplementation(async () => Response.json({ keys: [jwk] }));
});
afterAll(() => fetchKeys.mockRestore());

interface Options {
	authorizedParties: string[];
	clockSkewMs: number;
}

/** What Clerk says: `valid`, its reason, or that it threw something without one. */
async function clerksVerdict(token: string, options: Options): Promise<string> {
	try {
		await verifyToken(token, {
			...options,
			clockSkewInMs: options.clockSkewMs,
			secretKey: 'sk_test_1',
			apiUrl: 'http://127.0.0.1:1',
		});
		return 'valid';
	} catch (error) {
		const { reason } = Object(error);
		return typeof reason === 'string' ? reason : 'no reason';
	}
}

const keys = present(readPublicKeys({ keys: [jwk] }));

function ourVerdict(token: string, options: Options): string {
	const parsed = parseToken(token);
	if (parsed === undefined) return 'token-invalid';
	const key = parsed.kid === undefined ? undefined : keys.get(parsed.kid);
	return findInvalidReason(parsed, key, { ...options, nowMs: Date.now() }) ?? 'valid';
}

/**
 * Where the two differ: what Clerk says of a token, and what we do, which is stricter or says it
 * better. Both refuse each of them.
 */
const DIFFERENCES: Record<string, string[]> = {
	// Header or claims that are JSON, but no object: Clerk stumbles over them.
	'no reason': ['token-invalid', 'jwk-kid-mismatch'],
	// Other RSA hashes, which no instance uses: Clerk finds out when the key does not fit. And claims
	// that are a list: Clerk misses their subject.
	'token-verification-failed': ['token-invalid-algorithm', 'token-invalid'],
};

async function expectSameVerdict(token: string, options: Options): Promise<string> {
	const clerk = await clerksVerdict(token, options);
	const ours = ourVerdict(token, options);
	if (clerk !== ours) expect(DIFFERENCES[clerk] ?? [clerk]).toContain(ours);
	return ours;
}

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

function signed(
	header: unknown,
	claims: unknown,
	key: KeyObject = privateKey,
	hash = 'sha256',
): string {
	const input = `${encode(header)}.${encode(claims)}`;
	return `${input}.${sign(hash, Buffer.from(input), key).toString('base64url')}`;
}

const now = () => Math.floor(Date.now() / 1000);
const offset = fc.oneof(
	fc.integer({ min: -120, max: 120 }),
	fc.constantFrom(-6, -5, -4, 4, 5, 6, 0.5),
);
const odd = fc.constantFrom<unknown>(undefined, null, '1', true, 1e300, -1, [], {});
const time = fc.oneof(
	{ weight: 9, arbitrary: offset.map((seconds) => ({ seconds })) },
	{ weight: 1, arbitrary: odd.map((value) => ({ value })) },
);
const atTime = (one: { seconds: number } | { value: unknown }) =>
	'seconds' in one ? now() + one.seconds : one.value;

const headers = fc.record(
	{
		alg: fc.oneof(
			{ weight: 8, arbitrary: fc.constant<unknown>('RS256') },
			{
				weight: 1,
				arbitrary: fc.constantFrom<unknown>('none', 'HS256', 'RS384', 'ES256', 'rs256', 1, null),
			},
		),
		kid: fc.oneof(
			{ weight: 9, arbitrary: fc.constant<unknown>(KID) },
			{ weight: 1, arbitrary: fc.constantFrom<unknown>('ins_other', '', 1, null) },
		),
		typ: fc.oneof(
			{ weight: 9, arbitrary: fc.constant<unknown>('JWT') },
			{ weight: 1, arbitrary: fc.constantFrom<unknown>('jwt', 'at+jwt', 1, null) },
		),
		cat: fc.constantFrom('cl_B7d4PD111AAA', 'cl_B7d4PD222AAA', 'cl_B7d4PD333AAA'),
	},
	{ requiredKeys: ['kid'] },
);
const claims = fc.record(
	{
		sub: fc.oneof(
			{ weight: 9, arbitrary: fc.constant<unknown>('user_1') },
			{ weight: 1, arbitrary: odd },
		),
		azp: fc.oneof(
			fc.constantFrom<unknown>('https://app.example.com', 'https://evil.example', ''),
			odd,
		),
		exp: time,
		nbf: time,
		iat: time,
		sts: fc.constantFrom('active', 'pending'),
	},
	{ requiredKeys: ['sub', 'exp'] },
);
const options = fc.record({
	authorizedParties: fc
		.constantFrom<string[][]>([], ['https://app.example.com'])
		.map((list) => [...list]),
	clockSkewMs: fc.constantFrom(0, 5000, 60_000),
});

test('tokens made up at random, signed by the right key and by another', async () => {
	const seen = new Map<string, number>();
	await fc.assert(
		fc.asyncProperty(
			headers,
			claims,
			options,
			fc.nat(7).map((number) => number === 0),
			async (header, body, given, isForeign) => {
				const { exp, iat, nbf, ...rest } = body;
				const token = signed(
					header,
					{
						...rest,
						exp: atTime(exp),
						...(nbf && { nbf: atTime(nbf) }),
						...(iat && { iat: atTime(iat) }),
					},
					isForeign ? foreign : privateKey,
				);
				const verdict = await expectSameVerdict(token, given);
				seen.set(verdict, (seen.get(verdict) ?? 0) + 1);
			},
		),
		{ numRuns: RUNS },
	);
	// Each verdict was there: the property is about something.
	for (const verdict of [
		'valid',
		'token-expired',
		'token-not-active-yet',
		'jwk-kid-mismatch',
		'token-invalid-signature',
	]) {
		expect(seen.get(verdict)).toBeGreaterThan(0);
	}
});

test('a good token with any one character changed, left out or added', async () => {
	const good = signed(
		{ alg: 'RS256', typ: 'JWT', kid: KID },
		{ sub: 'user_1', exp: now() + 600, iat: now(), nbf: now() - 10 },
	);
	const given = { authorizedParties: [], clockSkewMs: 5000 };
	expect(await expectSameVerdict(good, given)).toBe('valid');
	const characters = fc.constantFrom(...'AZaz09-_.=+/ \n\u0000é');
	await fc.assert(
		fc.asyncProperty(
			fc.nat(good.length),
			characters,
			fc.constantFrom(0, 1, 2),
			async (at, character, replaced) => {
				const changed = good.slice(0, at) + character + good.slice(at + replaced);
				const verdict = await expectSameVerdict(changed, given);
				if (verdict === 'valid') expect(changed.replace(/=/g, '')).toBe(good);
			},
		),
		{ numRuns: RUNS },
	);
});

test.each<[string, () => string, string]>([
	[
		'alg none without a signature',
		() => `${encode({ alg: 'none', kid: KID })}.${body()}.`,
		'token-invalid-algorithm',
	],
	['HS256 by the public key', () => hmac(pem), 'token-invalid-algorithm'],
	[
		'RS384 by the right key',
		() => signed({ alg: 'RS384', kid: KID }, claimsNow(), privateKey, 'sha384'),
		'token-invalid-algorithm',
	],
	[
		'a foreign key',
		() => signed({ alg: 'RS256', kid: KID }, claimsNow(), foreign),
		'token-invalid-signature',
	],
	[
		'a key in its header',
		() =>
			signed(
				{ alg: 'RS256', kid: 'mine', jwk: createPublicKey(foreign).export({ format: 'jwk' }) },
				claimsNow(),
				foreign,
			),
		'jwk-kid-mismatch',
	],
	[
		'a machine token',
		() => signed({ alg: 'RS256', kid: KID, cat: 'cl_B7d4PD333AAA' }, claimsNow()),
		'token-invalid',
	],
	['claims that are a list', () => signed({ alg: 'RS256', kid: KID }, []), 'token-invalid'],
	['a header that is null', () => signed(null, claimsNow()), 'token-invalid'],
	['no text', () => '', 'token-invalid'],
	['a byte order mark before the claims', () => marked(), 'valid'],
])('%s: %s', async (_name, token, verdict) => {
	const given = { authorizedParties: [], clockSkewMs: 5000 };
	expect(await expectSameVerdict(token(), given)).toBe(verdict);
});

const claimsNow = () => ({ sub: 'user_1', exp: now() + 60 });
const body = () => encode(claimsNow());
function hmac(secret: string): string {
	const input = `${encode({ alg: 'HS256', typ: 'JWT', kid: KID })}.${body()}`;
	return `${input}.${createHmac('sha256', secret).update(input).digest('base64url')}`;
}
function marked(): string {
	const claims = Buffer.from(`\ufeff${JSON.stringify(claimsNow())}`).toString('base64url');
	const input = `${encode({ alg: 'RS256', kid: KID })}.${claims}`;
	return `${input}.${sign('sha256', Buffer.from(input), privateKey).toString('base64url')}`;
}
