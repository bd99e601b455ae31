import type { IHttpRequestOptions } from 'n8n-workflow';
import type { Answer } from '../../../frontendApi/failure';
import type { Call } from './call';

/**
 * Answers a request for a token with the one made before, where the step asks for that; and forgets
 * all tokens of the credential when a request changes or ends a session.
 */
export async function reuseToken(
	{ operation, options, run }: Call,
	request: IHttpRequestOptions,
	make: () => Promise<Answer>,
): Promise<Answer> {
	const { tokenReuse, tokens } = run.memory;
	if (operation.effect === 'changesSession' || operation.effect === 'endsSession') {
		tokenReuse.drop();
		// Once more after it took effect, for tokens that were made meanwhile.
		return await make().finally(() => tokenReuse.drop());
	}
	const makeAndWatch = async () => {
		const answer = await make();
		// Somebody else ended a session. Where a token is made, 404 may mean the template, too.
		const isGone = answer.status === 404 && operation.effect !== 'makesToken';
		if (answer.status === 401 || isGone) tokenReuse.drop();
		return answer;
	};
	if (!options.reuseToken || operation.effect !== 'makesToken') return await makeAndWatch();
	// The token itself is not known yet before the first request is signed.
	const key = JSON.stringify([tokens.changes, request.url, request.body]);
	return await tokenReuse.get(key, options.minimumTokenLifetime, makeAndWatch);
}
