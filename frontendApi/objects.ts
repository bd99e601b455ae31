/**
 * Clerk's objects, as far as they are used here: an answer may hold more, and may lack anything
 * that is optional. Names and meanings are those of Clerk's OpenAPI file.
 */
export interface Client {
	id: string;
	sessions: Session[];
	last_active_session_id?: string | null;
}

export interface Session {
	id: string;
	status: string;
	/** Milliseconds since 1970. */
	last_active_at?: number;
	expire_at?: number;
	last_active_organization_id?: string | null;
	public_user_data?: {
		identifier?: string;
		first_name?: string | null;
		last_name?: string | null;
		user_id?: string | null;
	} | null;
	tasks?: Array<{ key: string }> | null;
	user?: User | null;
}

export interface User {
	id: string;
	primary_email_address_id?: string | null;
	primary_phone_number_id?: string | null;
	email_addresses?: Array<Identification & { email_address: string }>;
	phone_numbers?: Array<Identification & { phone_number: string }>;
}

/** An email address or a phone number of a person. */
export interface Identification {
	id: string;
	verification?: { status?: string } | null;
}

export type JsonObject = Record<string, unknown>;

export function isObject(value: unknown): value is JsonObject {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * The client in the answer of `GET /v1/client`: null where Clerk knows no client for the token.
 * Sessions that lack an ID or a status are passed over.
 */
export function readClient(body: unknown): Client | null {
	const response = isObject(body) ? body.response : undefined;
	if (!isObject(response) || typeof response.id !== 'string') return null;
	const sessions = Array.isArray(response.sessions) ? response.sessions.filter(isSession) : [];
	const lastActive = response.last_active_session_id;
	return {
		id: response.id,
		sessions,
		last_active_session_id: typeof lastActive === 'string' ? lastActive : null,
	};
}

function isSession(value: unknown): value is Session {
	return isObject(value) && typeof value.id === 'string' && typeof value.status === 'string';
}

/** A session that counts as signed in. A pending one does, too: it has tasks to do (clerk-js). */
export function isSignedIn(session: Session): boolean {
	return session.status === 'active' || session.status === 'pending';
}

/**
 * The session that was last active on a client, if anybody is signed in: the one Clerk names, else
 * the one with the latest activity.
 */
export function lastActiveSession(client: Client): Session | undefined {
	const signedIn = client.sessions.filter(isSignedIn);
	return (
		signedIn.find(({ id }) => id === client.last_active_session_id) ??
		signedIn.sort((a, b) => (b.last_active_at ?? 0) - (a.last_active_at ?? 0))[0]
	);
}
