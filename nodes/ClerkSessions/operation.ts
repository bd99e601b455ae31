import type {
	IDataObject,
	INodeProperties,
	INodePropertyOptions,
	IHttpRequestMethods,
} from 'n8n-workflow';

/**
 * When a request may be sent again after it failed:
 * - `safe`: whenever that can help, as sending it twice does no more than sending it once;
 * - `unreached`: only when the first one certainly never reached Clerk, because it sends a message
 *   to the person or uses up a code or one of few tries.
 */
export type Repeat = 'safe' | 'unreached';

/** One operation, whole: how it is offered, its fields, and the request it makes. */
export interface Operation extends INodePropertyOptions {
	action: string;
	routing: { request: { method: IHttpRequestMethods; url: string } };
	/** What it is called on: the fields that go into the path. */
	target: INodeProperties[];
	/** The fields of its form. An operation that has a form also takes it as JSON. */
	form?: INodeProperties[];
	repeat: Repeat;
	/** Whether it ends sessions: it is then never followed by signing in again. */
	endsSession?: true;
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
