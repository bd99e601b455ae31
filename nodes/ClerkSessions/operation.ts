import type {
	IDataObject,
	IHttpRequestMethods,
	INodeProperties,
	INodePropertyOptions,
} from 'n8n-workflow';
import type { RetryMode } from '../../frontendApi/protocol/retryPolicy';
import type { ListFilter } from './fields/listFilter';
import type { CallOptions } from './fields/readOptions';
import type { RequestParameter } from './fields/requestParameter';

/** One operation, whole: how it is offered, its fields, the request it makes, what comes of it. */
export interface Operation extends INodePropertyOptions {
	action: string;
	routing: { request: { method: IHttpRequestMethods; url: string } };
	/** What fills the braces of the path, by the names in them. */
	path: Record<string, RequestParameter>;
	/** What the query says, by Clerk's names. */
	query?: Record<string, RequestParameter>;
	/** The fields of its form. An operation that has a form also takes it as JSON. */
	form?: INodeProperties[];
	/** Fields that neither path, query nor form takes: what is asked depends on them. */
	choices?: INodeProperties[];
	variant?: OperationVariant;
	/**
	 * Checks what path and query hold together, by Clerk's names.
	 *
	 * @param options the step's
	 * @throws {FieldError} when they do not go together
	 */
	checkParameters?: (parameters: Record<string, string>, options: CallOptions) => void;
	/** The form parameter of the organization, if its form has one. */
	organizationParameter?: 'active_organization_id' | 'organization_id';
	retry: RetryMode;
	/** Anybody may ask for it: it goes out without a client, and nobody is signed in for it. */
	isPublic?: true;
	/** Session tokens from before are outdated by it: none of them is used again. */
	dropsReusedTokens?: true;
	/** Nobody is signed in because it was refused: that would be only to be signed out again. */
	staysSignedOut?: true;
	/** Its refusal signs nobody in: it is not made again for a session that has ended meanwhile. */
	isFinalIfRefused?: true;
	/** Each replaces the client token, and the next one has to go out with the new one. */
	oneAtATime?: true;
	/** A refusal after an answer that was lost may only mean that the first try has done it. */
	mayBeDoneAlready?: true;
	/** What to do about a refusal, by Clerk's code, where what is said of it elsewhere does not fit. */
	advice?: Readonly<Record<string, string>>;
	answer: AnswerDeclaration;
	/** The fields that choose among the entries of a list. */
	filters?: ListFilter[];
	/**
	 * What comes out of a resource by default: about ten fields.
	 *
	 * @param query what was asked with, by Clerk's names
	 */
	simplify: (resource: IDataObject, query: Record<string, string>) => IDataObject;
}

/** What an operation asks instead, where one of its fields says so. */
export interface OperationVariant extends Pick<
	Operation,
	'answer' | 'query' | 'routing' | 'simplify'
> {
	/** The name of that field, and its value. */
	parameter: string;
	value: string;
}

/** What a good answer is. Anything else is none. */
export interface AnswerDeclaration {
	/** The resource's `object`. A session token has none and is known by its `jwt`. */
	object: AnswerObject;
	/** Whether it stands in `response`, beside the client; among the client's own there; or is the whole body. */
	in: 'response' | 'response.sessions' | 'body';
	/** Whether it is a list of them: each becomes an item. */
	isList?: true;
	/** The path parameter that names the session it has to be about. */
	about?: string;
	/** Fields of an entry that are never put out: other devices' live tokens. */
	withheld?: string[];
	/** Whether `null` in its place says that Clerk does not know the client. */
	nullMeansUnknownClient?: true;
}

export type AnswerObject =
	'client' | 'session' | 'session_reverification' | 'token' | 'verified_token';

/** Whether it makes a session token, which can be used again while it lives. */
export function createsToken({ answer }: Operation): boolean {
	return answer.object === 'token';
}

/** A resource and its operations, in the order of the dropdown. */
export interface Resource {
	name: string;
	value: string;
	description: string;
	operations: Operation[];
	defaultOperation: string;
}

/** An operation as it is where its variant is chosen. */
export function withVariant(operation: Operation): Operation {
	const { answer, query, routing, simplify } = operation.variant ?? operation;
	return { ...operation, answer, query, routing, simplify };
}
