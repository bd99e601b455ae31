import type { IHttpRequestOptions } from 'n8n-workflow';
import { type Answer, failureOfAnswer } from '../../../frontendApi/failure';
import { isObject } from '../../../frontendApi/objects';
import type { Call } from './call';

/** What Clerk answers, with 422, when it wants the last session token along. */
const CODE = 'missing_expired_token';

/**
 * Makes a request for a token again with the session's last token, where Clerk asks for that
 * (clerk-js `Session.getToken`, clerk/javascript #6678).
 */
export async function withExpiredToken(
	{ operation, run }: Call,
	request: IHttpRequestOptions,
	send: (request: IHttpRequestOptions) => Promise<Answer>,
): Promise<Answer> {
	const answer = await send(request);
	if (operation.effect !== 'makesToken' || failureOfAnswer(answer, run.host)?.code !== CODE) {
		return answer;
	}
	const sessionUrl = request.url.replace(/\/tokens.*$/, '');
	const session = await send({ method: 'GET', url: sessionUrl });
	const lastToken = lastTokenIn(session);
	return lastToken === undefined
		? answer
		: await send({ ...request, qs: { ...request.qs, expired_token: lastToken } });
}

function lastTokenIn({ body }: Answer): string | undefined {
	const session = isObject(body) && isObject(body.response) ? body.response : {};
	const token = isObject(session.last_active_token) ? session.last_active_token.jwt : undefined;
	return typeof token === 'string' && token !== '' ? token : undefined;
}
