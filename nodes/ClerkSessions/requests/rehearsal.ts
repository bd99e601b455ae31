import type { IHttpRequestOptions } from 'n8n-workflow';
import { FailedRequest } from '../../../frontendApi/failure';
import { FieldError } from '../../../frontendApi/fieldError';
import { type Rehearsal, REHEARSAL, Rehearsed } from '../../../frontendApi/rehearsal';
import type { Connection, Context } from './connection';

/**
 * Has n8n sign in where nobody is signed in yet, and store the newest token. Asks Clerk nothing
 * where that is known already.
 *
 * @throws {FailedRequest} when signing in was not possible
 * @throws {FieldError} when the credential cannot be used
 */
export async function haveToken(context: Context, { memory }: Connection): Promise<void> {
	await memory.together('haveToken', async () => await rehearse(context, { asksClerk: false }));
}

/**
 * Has n8n ask Clerk whether somebody is still signed in, and sign in if not.
 *
 * @throws as `haveToken`
 */
export async function haveLiveToken(context: Context, connection: Connection): Promise<void> {
	// Only what is stored is asked about.
	await haveToken(context, connection);
	await connection.memory.together('haveLiveToken', async () => {
		await rehearse(context, { asksClerk: true });
	});
}

async function rehearse(context: Context, rehearsal: Rehearsal): Promise<void> {
	const request: IHttpRequestOptions & { [REHEARSAL]: Rehearsal } = {
		method: 'GET',
		url: '/v1/client',
		// Harmless, should it ever be sent.
		ignoreHttpStatusErrors: true,
		[REHEARSAL]: rehearsal,
	};
	try {
		await context.helpers.httpRequestWithAuthentication.call(context, 'clerkFrontendApi', request);
	} catch (error) {
		const cause = error instanceof Error ? error.cause : undefined;
		if (!(cause instanceof Rehearsed)) throw reasonOf(error, cause);
	}
}

function reasonOf(error: unknown, cause: unknown): unknown {
	// Our preAuthentication: signing in is tried again there, not here.
	if (cause instanceof FailedRequest) return new FailedRequest(cause.failure, true);
	return cause instanceof FieldError ? cause : error;
}
