import axios from 'axios';
import fc from 'fast-check';
import { addressOf, sendOnlyTo } from '../../credentials/requestOptions';
import { propertyRuns } from '../support/propertyRuns';
import { webUrls } from '../support/webUrls';

const BASE = 'https://clerk.example.com';

const bases = fc.constantFrom(undefined, '', BASE, `${BASE}/`, `${BASE}//`, `${BASE}/__clerk`);
const addresses = fc.oneof(
	fc.string({ unit: fc.constantFrom('/', 'v1', '.', ':', '?', 'a=b', ' ', '%2f', '@') }),
	webUrls(),
	fc.constantFrom('//evil.com/v1', 'HTTPS://EVIL.COM', 'a+b.c-d://evil.com'),
);

test('the address that is checked is the one that axios, which n8n sends with, makes of it', () => {
	fc.assert(
		fc.property(bases, addresses, fc.boolean(), (baseURL, address, isLegacy) => {
			const request = isLegacy ? { url: '', uri: address } : { url: address };
			expect(addressOf({ baseURL, ...request })).toBe(axios.getUri({ baseURL, url: address }));
		}),
		{ numRuns: propertyRuns(1000) },
	);
});

test.each([
	['', { url: '/v1/client' }],
	[' of the HTTP Request node', { url: '', uri: '/v1/client' }],
])('a request%s goes to the address that was checked, and no further', (_whose, request) => {
	const checked = new URL(`${BASE}/v1/client`);
	const sent = sendOnlyTo(checked, { ...request, baseURL: 'https://evil.com', method: 'GET' });
	expect(sent).toEqual({
		method: 'GET',
		url: checked.href,
		...('uri' in request ? { uri: checked.href } : {}),
		disableFollowRedirect: true,
		followRedirect: false,
		followAllRedirects: false,
		sendCredentialsOnCrossOriginRedirect: false,
	});
	expect(addressOf(sent)).toBe(checked.href);
});
