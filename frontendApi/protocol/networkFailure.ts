import { type ApiHost, addressAdvice } from './apiHost';
import type { Failure } from './failure';

/** Of every code that is not known to mean that nothing was sent. */
const OUTCOME_UNKNOWN = 'The request may or may not have been carried out.';

type Explanation = (host: ApiHost) => Pick<Failure, 'message' | 'description'>;

/** Then the name in the key need not exist. */
const IF_PROXIED = " If the application proxies Clerk's Frontend API, fill in 'Proxy URL'.";

const nameUnknown: Explanation = (host) => ({
	message: `The host ${host.name} was not found`,
	description: `Its name could not be looked up. ${addressAdvice(host)}, and whether this n8n can reach the internet.${host.field === 'Publishable Key' ? IF_PROXIED : ''}`,
});

const refused: Explanation = (host) => ({
	message: `${host.name} refused the connection`,
	description: `Nothing listens there. ${addressAdvice(host)}, and any firewall.`,
});

const unreachable: Explanation = ({ name }) => ({
	message: `${name} cannot be reached from this n8n`,
	description: `There is no way to it from this network. ${OUTCOME_UNKNOWN} Check the network, proxy and firewall of n8n.`,
});

const timedOut: Explanation = ({ name, askedBy }) => ({
	message: `${name} did not answer in time`,
	description: `${OUTCOME_UNKNOWN} Try again${askedBy === 'step' ? ", or give it more time under 'Request Options'" : ''}.`,
});

const disconnected: Explanation = ({ name }) => ({
	message: `${name} closed the connection before it answered`,
	description: `${OUTCOME_UNKNOWN} Try again.`,
});

const proxyHungUp: Explanation = ({ name, askedBy }) => ({
	message: `The proxy closed the connection before it led to ${name}`,
	description: `Nothing was sent. Check ${askedBy === 'step' ? "'Proxy' under 'Request Options', where it is filled in, and " : ''}the proxy of n8n.`,
});

const untrusted: Explanation = ({ name }) => ({
	message: `The certificate of ${name} is not trusted`,
	description:
		'No secure connection could be made, and nothing was sent. Check that the address is right; a proxy that inspects traffic needs its certificate installed in n8n.',
});

const insecure: Explanation = (host) => ({
	message: `No secure connection to ${host.name} could be made`,
	description: `What listens there may not speak HTTPS, or a proxy stands in between. ${OUTCOME_UNKNOWN} ${addressAdvice(host)}, and the proxy of n8n.`,
});

const notHttp: Explanation = (host) => ({
	message: `${host.name} answered with something that is no HTTP`,
	description: `Another service may listen there. ${OUTCOME_UNKNOWN} ${addressAdvice(host)}.`,
});

const unreadable: Explanation = ({ name }) => ({
	message: `The answer of ${name} could not be read`,
	description: `It came damaged: it cannot be unpacked. ${OUTCOME_UNKNOWN} Check what stands between n8n and Clerk, such as a proxy that compresses answers.`,
});

const tooLong: Explanation = (host) => ({
	message: `${host.name} answered with far more than Clerk does`,
	description: `The rest was not read; the request may have been carried out. ${addressAdvice(host)}: something between n8n and Clerk may have answered.`,
});

const canceled: Explanation = ({ name }) => ({
	message: `The request to ${name} was canceled`,
	description: `The execution was stopped. ${OUTCOME_UNKNOWN}`,
});

const other: Explanation = ({ name }) => ({
	message: `The request to ${name} brought no answer that could be read`,
	description: `${OUTCOME_UNKNOWN} Check the network of n8n.`,
});

/** Ours, for a proxy that hangs up on CONNECT: `https-proxy-agent`, which n8n uses, gives no code. */
export const PROXY_HUNG_UP = 'ERR_PROXY_HUNG_UP';

/** The network's error codes (Node.js, axios), each with its sentence. */
const EXPLANATIONS: Record<string, Explanation> = {
	ENOTFOUND: nameUnknown,
	EAI_AGAIN: nameUnknown,
	ECONNREFUSED: refused,
	EHOSTUNREACH: unreachable,
	ENETUNREACH: unreachable,
	EHOSTDOWN: unreachable,
	ETIMEDOUT: timedOut,
	ECONNABORTED: timedOut,
	ECONNRESET: disconnected,
	EPIPE: disconnected,
	// axios, where the connection was cut in the middle of the answer.
	ERR_BAD_RESPONSE: disconnected,
	// Ours, see `answerBody`.
	ERR_ANSWER_TOO_LONG: tooLong,
	[PROXY_HUNG_UP]: proxyHungUp,
	ERR_CANCELED: canceled,
	DEPTH_ZERO_SELF_SIGNED_CERT: untrusted,
	SELF_SIGNED_CERT_IN_CHAIN: untrusted,
	UNABLE_TO_GET_ISSUER_CERT: untrusted,
	UNABLE_TO_GET_ISSUER_CERT_LOCALLY: untrusted,
	UNABLE_TO_VERIFY_LEAF_SIGNATURE: untrusted,
	ERR_TLS_CERT_ALTNAME_INVALID: untrusted,
	HOSTNAME_MISMATCH: untrusted,
	EPROTO: insecure,
};

/** Families of codes: certificates that are refused (Node.js `tls`), OpenSSL's codes, the HTTP parser's, zlib's (gzip and deflate, brotli, Zstandard). */
const CODE_PREFIXES: Record<string, Explanation> = {
	CERT_: untrusted,
	ERR_SSL_: insecure,
	HPE_: notHttp,
	Z_: unreadable,
	ERR__ERROR_FORMAT_: unreadable,
	ERR_BROTLI_: unreadable,
	ZSTD_: unreadable,
};

/**
 * What happens before anything is sent: looking up a name, and knocking, at a proxy too. Other codes
 * can come up on a connection that stands already.
 */
const NOT_SENT: Explanation[] = [nameUnknown, refused, proxyHungUp];
/** What stays as it is however often one asks, and the end that somebody asked for. */
const PERMANENT: Explanation[] = [untrusted, insecure, tooLong, canceled];

/**
 * Why no answer came.
 *
 * @param code the network's error code, if it gave one
 */
export function networkFailure(code: string | undefined, host: ApiHost): Failure {
	return { ...explanationOf(code)(host), code };
}

/** Whether a request that failed with this code certainly never reached the other side. */
export function wasNotSent(code: string | undefined): boolean {
	return NOT_SENT.includes(explanationOf(code));
}

/** Whether a request that failed with this code can be answered the next time. */
export function isTransientNetworkCode(code: string | undefined): boolean {
	return !PERMANENT.includes(explanationOf(code));
}

function explanationOf(code = ''): Explanation {
	if (Object.hasOwn(EXPLANATIONS, code)) return EXPLANATIONS[code] ?? other;
	const family = Object.keys(CODE_PREFIXES).find((start) => code.startsWith(start));
	return CODE_PREFIXES[family ?? ''] ?? other;
}
