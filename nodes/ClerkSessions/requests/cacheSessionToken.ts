import type { IHttpRequestOptions } from 'n8n-workflow';
import { clientIdOf } from '../../../frontendApi/clientTokens';
import type { Answer } from '../../../frontendApi/failure';
import type { Call } from './call';

/**
 * Answers a request for a token with the one made before, where the step asks for that; and forgets
 * all tokens of the credential when a request changes or ends a session.
 *
 * @param make makes the request; the call that it is given ends when nobody waits for it any more
 */
export async function cacheSessionToken(
	call: Call,
	request: IHttpRequestOptions,
	make: (call: Call) => Promise<Answer>,
): Promise<Answer> {
	const { operation, options, run, signal, token = '', transport } = call;
	const { sessionTokens, tokens } = run.state;
	if (operation.effect === 'changesSession' || operation.effect === 'endsSession') {
		sessionTokens.clear();
		// Once more after it took effect, for tokens that were made meanwhile.
		return await make(call).finally(() => sessionTokens.clear());
	}
	const makeAndWatch = async (maker: Call) => {
		const answer = await make(maker);
		// Somebody else ended a session. Where a token is made, 404 may mean the template, too.
		const isGone = answer.status === 404 && operation.effect !== 'makesToken';
		if (answer.status === 401 || isGone) sessionTokens.clear();
		return answer;
	};
	if (!options.reuseToken || operation.effect !== 'makesToken') return await makeAndWatch(call);
	const key = JSON.stringify([clientIdOf(token), tokens.version, request.url, request.body]);
	const { maxConcurrentRequests, maxRetries } = options;
	return await sessionTokens.getOrCreate(
		key,
		JSON.stringify([key, transport, maxConcurrentRequests, maxRetries]),
		options.minimumTokenLifetime,
		async (flightSignal) => await makeAndWatch({ ...call, signal: flightSignal }),
		signal,
	);
}
