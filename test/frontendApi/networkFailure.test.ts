import type { ApiHost } from '../../frontendApi/protocol/apiHost';
import {
	isTransientNetworkCode,
	networkFailure,
	wasNotSent,
} from '../../frontendApi/protocol/networkFailure';

const HOST: ApiHost = { name: 'clerk.example.com', field: 'Publishable Key', askedBy: 'step' };

/** The network's code, what it is called, whether the request reached nobody, and whether it can pass. */
const codes: Array<[string | undefined, string, boolean, boolean]> = [
	['ENOTFOUND', 'The host clerk.example.com was not found', true, true],
	['EAI_AGAIN', 'The host clerk.example.com was not found', true, true],
	['ECONNREFUSED', 'clerk.example.com refused the connection', true, true],
	['ENETUNREACH', 'clerk.example.com cannot be reached from this n8n', false, true],
	[
		'ERR_PROXY_HUNG_UP',
		'The proxy closed the connection before it led to clerk.example.com',
		true,
		true,
	],
	['ETIMEDOUT', 'clerk.example.com did not answer in time', false, true],
	['ECONNABORTED', 'clerk.example.com did not answer in time', false, true],
	['ECONNRESET', 'clerk.example.com closed the connection before it answered', false, true],
	['ERR_BAD_RESPONSE', 'clerk.example.com closed the connection before it answered', false, true],
	['CERT_HAS_EXPIRED', 'The certificate of clerk.example.com is not trusted', false, false],
	['EPROTO', 'No secure connection to clerk.example.com could be made', false, false],
	[
		'ERR_SSL_WRONG_VERSION',
		'No secure connection to clerk.example.com could be made',
		false,
		false,
	],
	[
		'HPE_INVALID_CONSTANT',
		'clerk.example.com answered with something that is no HTTP',
		false,
		true,
	],
	['Z_DATA_ERROR', 'The answer of clerk.example.com could not be read', false, true],
	['Z_BUF_ERROR', 'The answer of clerk.example.com could not be read', false, true],
	['ERR__ERROR_FORMAT_PADDING_1', 'The answer of clerk.example.com could not be read', false, true],
	['ZSTD_error_prefix_unknown', 'The answer of clerk.example.com could not be read', false, true],
	['ERR_CANCELED', 'The request to clerk.example.com was canceled', false, false],
	[
		'ESOMETHING',
		'The request to clerk.example.com brought no answer that could be read',
		false,
		true,
	],
	[
		'constructor',
		'The request to clerk.example.com brought no answer that could be read',
		false,
		true,
	],
	[undefined, 'The request to clerk.example.com brought no answer that could be read', false, true],
];

test.each(codes)('%s', (code, message, reachedNobody, passes) => {
	const failure = networkFailure(code, HOST);
	expect(failure).toEqual({ message, description: expect.stringMatching(/\.$/), code });
	// Unless it is known that nothing was sent, that is said.
	const isKnown = reachedNobody || /^(CERT_|DEPTH_ZERO)/.test(code ?? '');
	expect(failure.description.includes('may or may not have been carried out')).toBe(!isKnown);
	expect([wasNotSent(code), isTransientNetworkCode(code)]).toEqual([reachedNobody, passes]);
});
