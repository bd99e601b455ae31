import fc from 'fast-check';
import { decodeToken, organizationIdIn } from '../../frontendApi/protocol/sessionToken';

const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const header = { alg: 'RS256', typ: 'JWT' };

test('header and claims are read, whatever the signature', () => {
	const claims = { sub: 'user_1', name: 'Ñandú 🦤', nested: { a: [1, null] } };
	expect(decodeToken(`${part(header)}.${part(claims)}.anything`)).toEqual({ header, claims });
	expect(decodeToken(`${part(header)}.${part(claims)}.`)).toEqual({ header, claims });
});

test.each([
	'',
	'opaque',
	'..',
	`${part(header)}.${part({})}`,
	`${part(header)}.${part({})}.a.b`,
	`${part(header)}.${part([])}.a`,
	`${part(header)}.${part('text')}.a`,
	`${part(null)}.${part({})}.a`,
	`${part(header)}.bm90IGpzb24.a`,
	`.${part({})}.a`,
])('%j is no token', (jwt) => expect(decodeToken(jwt)).toBeUndefined());

test('anything at all is read or is none', () => {
	fc.assert(fc.property(fc.string(), (jwt) => expect(() => decodeToken(jwt)).not.toThrow()));
});

/** As Clerk's backends read them. */
test.each([
	['version 2', { v: 2, o: { id: 'org_1' } }, 'org_1'],
	['version 2, a claim of the application beside', { v: 2, org_id: 'org_2' }, undefined],
	['version 1', { org_id: 'org_1' }, 'org_1'],
	['the personal account', { v: 2 }, undefined],
	['the personal account in version 1', {}, undefined],
])('the organization of a token: %s', (_what, claims, id) => {
	expect(organizationIdIn(claims)).toBe(id);
});
