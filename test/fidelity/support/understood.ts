import type { Clerk } from '@clerk/clerk-js';

type ClientResource = NonNullable<Clerk['client']>;
export type SignInResource = ClientResource['signIn'];
export type SessionResource = ClientResource['sessions'][number];
export type VerificationResource = Awaited<ReturnType<SessionResource['startVerification']>>;

/** What clerk-js made of its client. */
export function clientOf({ client }: Clerk): ClientResource {
	if (!client) throw new Error('clerk-js has no client');
	return client;
}

/** The session that clerk-js holds active. */
export function sessionOf({ session }: Clerk): SessionResource {
	if (!session) throw new Error('clerk-js has no session');
	return session;
}

/** Something an answer of the sandbox should have brought. */
export function present<Value>(value: Value | null | undefined): Value {
	if (value === null || value === undefined) throw new Error('clerk-js did not understand it');
	return value;
}

/** The claims that clerk-js reads in a token. */
export function claimsOf(token: string | null): Record<string, unknown> {
	const [, claims = ''] = present(token).split('.');
	return JSON.parse(Buffer.from(claims, 'base64url').toString());
}

/** How clerk-js reports that Clerk refused: an error with that code, and the parameter it is about. */
export function refusal(code: string, status: number, paramName?: string) {
	return expect.objectContaining({
		status,
		errors: [
			expect.objectContaining({
				code,
				message: expect.any(String),
				longMessage: expect.any(String),
				meta: expect.objectContaining({ paramName }),
			}),
		],
	});
}
