import { clientIdOf } from '../../../../frontendApi/protocol/clientAuth';
import { createsToken } from '../../operation';
import type { Call } from '../context';
import type { Step } from './step';

/**
 * Answers a request for a token with the one made before, where the step asks for that; and forgets
 * all tokens of the credential when a request changes or ends a session.
 */
export const cacheSessionToken: Step = async function cacheSessionToken(call, next) {
	const { operation, options, request, run, signal, token = '', transport } = call;
	const { sessionTokens, tokens } = run.state;
	if (operation.dropsReusedTokens) {
		sessionTokens.clear();
		// Once more after it took effect, for tokens that were made meanwhile.
		return await next(call).finally(() => sessionTokens.clear());
	}
	const createAndInvalidate = async (creator: Call) => {
		const answer = await next(creator);
		// Somebody else ended a session. Where a token is made, 404 may mean the template, too.
		const isGone = answer.status === 404 && !createsToken(operation);
		if (answer.status === 401 || isGone) sessionTokens.clear();
		return answer;
	};
	if (!options.reuseToken || !createsToken(operation)) return await createAndInvalidate(call);
	const { body, qs, url } = request;
	const { allowPendingSession, maxConcurrentRequests, maxRetries } = options;
	// A token that one step may have is not for a step that refuses it.
	const key = JSON.stringify([
		clientIdOf(token),
		tokens.version,
		url,
		qs,
		body,
		allowPendingSession,
	]);
	return await sessionTokens.getOrCreate(
		key,
		JSON.stringify([key, transport, maxConcurrentRequests, maxRetries]),
		options.minimumTokenLifetime,
		// Ends when nobody waits for it any more.
		async (flightSignal) => await createAndInvalidate({ ...call, signal: flightSignal }),
		signal,
	);
};
