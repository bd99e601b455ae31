import type {
	IDataObject,
	INodeProperties,
	INodePropertyOptions,
	IHttpRequestMethods,
} from 'n8n-workflow';
import type { Repeat } from '../../frontendApi/retryPolicy';

/**
 * What a request does to the session besides answering: `changesSession` makes tokens from before
 * outdated, `endsSession` does too, and is never followed by signing in again.
 */
export type Effect = 'none' | 'makesToken' | 'changesSession' | 'endsSession';

/** Which of Clerk's objects a good answer holds, by its `object`; a token stands bare. */
export type AnswerKind = 'client' | 'session' | 'session_reverification' | 'token';

/** One operation, whole: how it is offered, its fields, and the request it makes. */
export interface Operation extends INodePropertyOptions {
	action: string;
	routing: { request: { method: IHttpRequestMethods; url: string } };
	/** What it is called on: the fields that go into the path. */
	target: INodeProperties[];
	/** The fields of its form. An operation that has a form also takes it as JSON. */
	form?: INodeProperties[];
	/** The form parameter of the organization, if its form has one. */
	organizationParameter?: 'active_organization_id' | 'organization_id';
	repeat: Repeat;
	effect: Effect;
	/** What its answer is, about the session in its path if there is one. Anything else is none. */
	answer: AnswerKind;
	/** What comes out of a successful answer by default: at most ten fields. */
	simplify: (answer: IDataObject) => IDataObject;
}

/** A resource and its operations, in the order of the dropdown. */
export interface Resource {
	name: string;
	value: string;
	description: string;
	operations: Operation[];
	defaultOperation: string;
}
