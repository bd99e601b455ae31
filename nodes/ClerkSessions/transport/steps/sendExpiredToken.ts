import { MISSING_EXPIRED_TOKEN } from '../../../../frontendApi/client/lastSessionTokens';
import { type HttpResponse, toFailure } from '../../../../frontendApi/protocol/failure';
import { isObject } from '../../../../frontendApi/protocol/objects';
import { decodeToken } from '../../../../frontendApi/protocol/sessionToken';
import { createsToken } from '../../operation';
import type { Call } from '../context';
import type { Next, Step } from './step';

/**
 * Makes a request for a token again with the session's last token, where Clerk asks for that
 * (clerk-js `Session.getToken`, clerk/javascript #6678). Clerk does so while its own part that keeps
 * sessions is out: the token is remembered, and asked for only if this process has made none yet.
 */
export const sendExpiredToken: Step = async function sendExpiredToken(call, next) {
	const { operation, request, run, secrets } = call;
	const answer = await next(call);
	if (!createsToken(operation)) return answer;
	const { lastSessionTokens } = run.state;
	const sessionId = /\/(sess_\w+)\/tokens/.exec(request.url)?.[1] ?? '';
	remember(call, answer);
	if (toFailure(answer, run.host)?.code !== MISSING_EXPIRED_TOKEN) return answer;
	const lastToken = lastSessionTokens.of(sessionId) ?? (await fetchLastToken(call, next));
	if (lastToken === undefined) return answer;
	secrets.push(lastToken);
	const qs = { ...request.qs, expired_token: lastToken };
	const second = await next({ ...call, request: { ...request, qs } });
	remember(call, second);
	return second;
};

/** A token of a template is its author's, and none that Clerk would know the session by. */
function remember({ request, run }: Call, { body, status }: HttpResponse): void {
	if (!request.url.endsWith('/tokens')) return;
	const jwt = status < 300 && isObject(body) ? body.jwt : undefined;
	const sid = typeof jwt === 'string' ? decodeToken(jwt)?.claims.sid : undefined;
	if (typeof jwt !== 'string' || typeof sid !== 'string') return;
	run.state.lastSessionTokens.remember(sid, jwt);
}

async function fetchLastToken(call: Call, next: Next): Promise<string | undefined> {
	const url = call.request.url.replace(/\/tokens.*$/, '');
	const { body } = await next({ ...call, request: { method: 'GET', url } });
	const session = isObject(body) && isObject(body.response) ? body.response : {};
	const token = isObject(session.last_active_token) ? session.last_active_token.jwt : undefined;
	return typeof token === 'string' && token !== '' ? token : undefined;
}
