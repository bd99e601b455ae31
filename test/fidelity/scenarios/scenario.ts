import type { Clerk } from '@clerk/clerk-js';
import type { INodeParameters } from 'n8n-workflow';
import type { PersonDetails, Sandbox } from '../../../sandbox';
import type { SessionResource } from '../support/understood';

/** The same thing, asked of clerk-js and of the node. */
export interface Scenario {
	/** The first name of the person who is signed in; Ada, who has every factor, when missing. */
	person?: string;
	clerkJs: (context: SdkContext) => Promise<unknown>;
	/** Whose answer to clerk-js is no success: what the sandbox answers. */
	status?: number;
	/** The node's parameters. */
	node: NodeStep;
}

/** What clerk-js is asked with. */
export interface SdkContext {
	clerk: Clerk;
	session: SessionResource;
	sandbox: Sandbox;
	person: PersonDetails;
}

/** What a step of the node needs that only the run before it can tell. */
export interface StepValues {
	person: PersonDetails;
	/** The form parameter of that name, as it was sent or shall be sent. */
	valueOf: (parameter: string) => string;
	/** Another session of the person, on a client of its own. */
	otherSessionId: string;
}

export type NodeStep = (values: StepValues) => INodeParameters;

/** @returns what makes steps of a resource: the operation, and what it takes beyond the session */
export const stepsOf =
	(resource: string) =>
	(operation: string, more: NodeStep | INodeParameters = {}): NodeStep =>
	(values) => ({ resource, operation, ...(typeof more === 'function' ? more(values) : more) });
