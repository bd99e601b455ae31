import { type ApiHost, addressAdvice } from '../../../frontendApi/protocol/apiHost';
import type { Failure } from '../../../frontendApi/protocol/failure';
import { createsToken } from '../operation';
import type { Call } from './context';

/** Why an answer is no success that holds something else than was asked for. @param other in words */
export function otherAnswer(host: ApiHost, other: string, status: number): Failure {
	return {
		message: `${host.name} answered with ${other} (HTTP ${status})`,
		description: `${addressAdvice(host)}: something between n8n and Clerk may have changed the answer, or mixed it up with another.`,
		status,
	};
}

/** The failure of a request, which may have been carried out: it says so where that matters. */
export function withDoubt({ operation, request }: Call, failure: Failure): Failure {
	const mayMatter = request.method !== 'GET' && !createsToken(operation);
	// A code is Clerk's own word on what happened.
	if (!mayMatter || failure.code !== undefined) return failure;
	const description = `The request may or may not have been carried out. ${failure.description}`;
	return { ...failure, description };
}
