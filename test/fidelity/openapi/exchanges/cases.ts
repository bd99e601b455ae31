import type { PersonDetails, Sandbox } from '../../../../sandbox';

/** A person signed in on a client of the sandbox, to ask something of it. */
export interface CaseContext {
	sandbox: Sandbox;
	person: PersonDetails;
	sessionId: string;
	/** Asks as that client. @returns the answer's body */
	ask(method: 'GET' | 'POST' | 'DELETE', path: string, form?: Form): Promise<unknown>;
}

export type Form = Record<string, string>;

/** One thing to ask of an operation, and what the sandbox has to answer. */
export interface Case {
	/** Clerk's name for the operation. */
	operationId: string;
	/** What is asked, in a few words. */
	name: string;
	method: 'GET' | 'POST' | 'PUT' | 'DELETE';
	/** `{session_id}` stands for the session, `{sign_in_id}` for what `before` left under `signInId`. */
	path: string;
	/** First name of who is signed in; Ada, who has every factor, when missing; null: nobody. */
	person?: string | null;
	/** What happens before. What it returns is filled into path, query and form. */
	before?: (context: CaseContext) => Promise<Record<string, string> | void>;
	form?: Form | ((context: CaseContext) => Form);
	/** Beside those every request has. */
	query?: Form;
	headers?: Form;
	/** Sent in place of the form. */
	rawBody?: string;
	status: number;
	/** The first error's code, where there is one. */
	code?: string;
}

/** Somebody's address or number; Ada has both. */
export function required(value: string | null | undefined): string {
	if (!value) throw new Error('The person lacks what the case needs');
	return value;
}
