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
	if (!options.reuseToken || operation.effect !== 'makesToken') return await make();
	const key = JSON.stringify([tokens.token(), request.url, request.body]);
	return await tokenReuse.get(key, options.minimumTokenLifetime, make);
}
