import fc from 'fast-check';
import { isDomainAllowed } from 'n8n-workflow';
import { missingAllowedDomain } from '../../frontendApi/client/allowedDomains';
import { propertyRuns } from '../support/propertyRuns';

const restricted = (allowedDomains: string) => ({
	allowedHttpRequestDomains: 'domains',
	allowedDomains,
});

/** Few labels, so that hosts and entries often meet. */
const hosts = fc
	.tuple(
		fc.array(fc.constantFrom('a', 'b', 'ab'), { minLength: 1, maxLength: 3 }),
		fc.constantFrom('', '.'),
	)
	.map(([labels, dot]) => `${labels.join('.')}.example${dot}`);
const entries = fc
	.tuple(fc.constantFrom('', '', '*.', '*', ' ', '.'), hosts, fc.constantFrom('', ' '))
	.map(([before, host, after]) => `${before}${host}${after}`);
const others = fc.constantFrom('', '*', '*.', '.', 'example', '*.example', 'A.EXAMPLE');

test('a host is missing where n8n does not allow it', () => {
	const lists = fc.array(fc.oneof({ weight: 3, arbitrary: entries }, others), { minLength: 1 });
	fc.assert(
		fc.property(hosts, lists, (host, list) => {
			const url = `https://${host}/v1/client`;
			const allowedDomains = list.join(',');
			// n8n refuses a list without an entry before it compares.
			fc.pre(allowedDomains.trim() !== '');
			const isMissing = missingAllowedDomain(restricted(allowedDomains), url) !== undefined;
			expect(isMissing).toBe(!isDomainAllowed({ url, allowedDomains }));
		}),
		{ numRuns: propertyRuns(2000) },
	);
});

test('it and the field are named', () => {
	const { message, description } =
		missingAllowedDomain(restricted('example.com'), 'https://clerk.example.com/v1') ?? {};
	expect(message).toBe("'Allowed Domains' in the credential lacks clerk.example.com");
	expect(description).toContain('Add clerk.example.com');
});

test.each([
	{ allowedHttpRequestDomains: 'all', allowedDomains: 'example.org' },
	{ allowedHttpRequestDomains: 'none', allowedDomains: '' },
	{},
])('without a list it is not the reason: %j', (credentials) => {
	expect(missingAllowedDomain(credentials, 'https://clerk.example.com')).toBeUndefined();
});
