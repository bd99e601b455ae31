/**
 * Clerk's objects, as far as they are used here: an answer may hold more, and may lack anything
 * that is optional. Names and meanings are those of Clerk's OpenAPI file.
 */
export interface Client {
	id: string;
	sessions: Session[];
	last_active_session_id: string | null;
}

export interface Session {
	id: string;
	status: string;
	/** The keys of what a pending session has to do first. */
	tasks: string[];
	/** Milliseconds since 1970. */
	last_active_at?: number;
	public_user_data?: {
		identifier?: string;
		first_name?: string;
		last_name?: string;
		user_id?: string;
	};
	user?: User;
}

export interface User {
	id?: string;
	email_addresses: Identification[];
	phone_numbers: Identification[];
	organization_memberships: Membership[];
}

/** An organization that a person is in. */
export interface Membership {
	/** The organization's. */
	id: string;
	name?: string;
	/** Missing where the instance has no slugs. */
	slug?: string;
	/** In words, else its key. */
	role?: string;
}

/** An email address or a phone number of a person. */
export interface Identification {
	id: string;
	/** The address or the number. */
	value?: string;
	isVerified: boolean;
}

export type JsonObject = Record<string, unknown>;

export function isObject(value: unknown): value is JsonObject {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * The client in the answer of `GET /v1/client`: null where Clerk knows no client for the token.
 * Sessions and identifications that lack an ID are passed over, and so is each field that is not of
 * its kind: one that is odd must not keep the others from being seen.
 */
export function readClient(body: unknown): Client | null {
	const response = isObject(body) ? body.response : undefined;
	if (!isObject(response) || typeof response.id !== 'string') return null;
	return {
		id: response.id,
		sessions: listOf(response.sessions, readSession),
		last_active_session_id: text(response.last_active_session_id) ?? null,
	};
}

function readSession({ id, status, last_active_at, ...more }: JsonObject): Session | undefined {
	if (typeof id !== 'string' || typeof status !== 'string') return undefined;
	return {
		id,
		status,
		tasks: listOf(more.tasks, ({ key }) => text(key)),
		last_active_at: time(last_active_at),
		public_user_data: isObject(more.public_user_data)
			? readPerson(more.public_user_data)
			: undefined,
		user: isObject(more.user) ? readUser(more.user) : undefined,
	};
}

function readPerson(data: JsonObject): Session['public_user_data'] {
	return {
		identifier: text(data.identifier),
		first_name: text(data.first_name),
		last_name: text(data.last_name),
		user_id: text(data.user_id),
	};
}

function readUser({
	id,
	email_addresses,
	phone_numbers,
	organization_memberships,
}: JsonObject): User {
	return {
		id: text(id),
		email_addresses: listOf(email_addresses, (entry) =>
			readIdentification(entry, entry.email_address),
		),
		phone_numbers: listOf(phone_numbers, (entry) => readIdentification(entry, entry.phone_number)),
		organization_memberships: listOf(organization_memberships, readMembership),
	};
}

function readMembership({ organization, role, role_name }: JsonObject): Membership | undefined {
	if (!isObject(organization) || typeof organization.id !== 'string') return undefined;
	return {
		id: organization.id,
		name: text(organization.name),
		slug: text(organization.slug),
		role: text(role_name) ?? text(role),
	};
}

function readIdentification(entry: JsonObject, value: unknown): Identification | undefined {
	if (typeof entry.id !== 'string') return undefined;
	const isVerified = isObject(entry.verification) && entry.verification.status === 'verified';
	return { id: entry.id, value: text(value), isVerified };
}

function listOf<T>(value: unknown, read: (entry: JsonObject) => T | undefined): T[] {
	const entries = Array.isArray(value) ? value.filter(isObject) : [];
	return entries.map(read).filter((entry) => entry !== undefined);
}

function text(value: unknown): string | undefined {
	return typeof value === 'string' ? value : undefined;
}

/** The latest and earliest times that a date can hold lie 8.64e15 ms from 1970. */
function time(value: unknown): number | undefined {
	return typeof value === 'number' && Math.abs(value) <= 8.64e15 ? value : undefined;
}

/** A session that counts as signed in. A pending one does, too: it has tasks to do (clerk-js). */
export function isSignedIn(session: Session): boolean {
	return session.status === 'active' || session.status === 'pending';
}

/** Whether a session counts as signed in, but has something to do before its tokens are of use. */
export function isPending({ status }: Session): boolean {
	return status === 'pending';
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
