import { type INodeParameters, NodeHelpers } from 'n8n-workflow';
import { ClerkFrontendApi } from '../../credentials/ClerkFrontendApi.credentials';

/** The names of the notices that n8n's editor shows while a credential's fields hold these values. */
function notices(fields: INodeParameters): string[] {
	const { properties } = new ClerkFrontendApi();
	return properties
		.filter(({ type }) => type === 'notice')
		.filter((notice) => NodeHelpers.displayParameterPath(fields, notice, '', null, null))
		.map(({ name }) => name);
}

const FIELDS = ['proxyUrl', 'backendApiUrl'];

const withValue = (field: string, value?: string) => ({
	connectUsing: 'signInTicket',
	[field]: value,
});

describe.each(FIELDS)('%s', (field) => {
	test.each([
		'http://example.com',
		'HTTP://proxy:8080/__clerk',
		'http://10.0.0.1',
		'http://localhost.example.com',
		'http://localhost@example.com',
		'http://127.0.0.1.example.com/',
		'http://[::2]:80',
		'http://',
	])('%s is warned about', (address) => {
		expect(notices(withValue(field, address))).toEqual([`${field}Notice`]);
	});

	test.each([
		'',
		undefined,
		'https://example.com',
		'https://example.com/?to=http://example.com',
		'http://localhost',
		'http://localhost:8080/__clerk',
		'http://127.0.0.1',
		'http://127.0.0.1:1/',
		'http://[::1]:3000/x',
	])('%s is not', (address) => {
		expect(notices(withValue(field, address))).toEqual([]);
	});
});

test('a backend address that is not used is not warned about', () => {
	const fields = { connectUsing: 'password', backendApiUrl: 'http://example.com' };
	expect(notices(fields)).toEqual([]);
});
