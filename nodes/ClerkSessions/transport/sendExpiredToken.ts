import { type Answer, failureOfAnswer } from '../../../frontendApi/protocol/failure';
import { isObject } from '../../../frontendApi/protocol/objects';
import { createsToken } from '../operation';
import type { Step } from './runSteps';

/** What Clerk answers, with 422, when it wants the last session token along. */
const CODE = 'missing_expired_token';

/**
 * Makes a request for a token again with the session's last token, where Clerk asks for that
 * (clerk-js `Session.getToken`, clerk/javascript #6678).
 */
export const sendExpiredToken: Step = async function sendExpiredToken(call, next) {
	const { operation, request, run } = call;
	const answer = await next(call);
	if (!createsToken(operation) || failureOfAnswer(answer, run.host)?.code !== CODE) return answer;
	const sessionUrl = request.url.replace(/\/tokens.*$/, '');
	const session = await next({ ...call, request: { method: 'GET', url: sessionUrl } });
	const lastToken = lastTokenIn(session);
	if (lastToken === undefined) return answer;
	const qs = { ...request.qs, expired_token: lastToken };
	return await next({ ...call, request: { ...request, qs } });
};

function lastTokenIn({ body }: Answer): string | undefined {
	const session = isObject(body) && isObject(body.response) ? body.response : {};
	const token = isObject(session.last_active_token) ? session.last_active_token.jwt : undefined;
	return typeof token === 'string' && token !== '' ? token : undefined;
}
