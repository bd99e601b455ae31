import type { INodeProperties } from 'n8n-workflow';
import { type AnswerObject, type Operation, type Resource, withVariant } from '../operation';

/** Headers that a field can set: `transport/steps/buildRequest.ts` passes no other on. */
const HEADERS = ['Origin'];

/** What says for which organization it is: `transport/steps/checkOrganization.ts` reads no other. */
const SAY_ORGANIZATION: readonly AnswerObject[] = ['session', 'token'];

/**
 * Refuses an operation whose declaration says more than a request can carry: it would go out without
 * that, and nobody would notice.
 *
 * @throws {Error} naming the operation and what cannot be expressed
 */
export function checkOperation(resource: Resource, operation: Operation): void {
	const [unmet] = [operation, withVariant(operation)].flatMap(findProblems);
	if (unmet === undefined) return;
	throw new Error(`${resource.value}: ${String(operation.value)}: ${unmet}`);
}

function findProblems(operation: Operation): string[] {
	const {
		answer,
		form = [],
		isPublic,
		organizationParameter,
		path,
		query = {},
		routing,
	} = operation;
	const { method, url } = routing.request;
	const inPath = [...url.matchAll(/\{(\w*)\}/g)].map(([, name = '']) => name);
	const declared = Object.keys(path);
	const parameters = Object.values({ ...path, ...query }).map(({ field }) => field);
	const names = [...new Set([...parameters, ...form])].map(({ name }) => name);
	const isUnmet: Record<string, boolean> = {
		'its path has to begin with /v1/ and have no query': !(
			isPublic ? /^\/\.well-known\/[^?#]*$/ : /^\/v1\/[^?#]*$/
		).test(url),
		'its path and `path` name other parameters':
			inPath.toSorted().join() !== declared.toSorted().join(),
		'a parameter of the path is in the query as well': declared.some((name) => name in query),
		'two of its fields have one name': new Set(names).size < names.length,
		'a field of path or query has a routing of its own': parameters.some(hasRouting),
		'a request by GET has no form': method === 'GET' && form.length > 0,
		'an organization is part of a form': organizationParameter !== undefined && form.length === 0,
		'its answer does not say for which organization it is':
			organizationParameter !== undefined &&
			(answer.isList === true || !SAY_ORGANIZATION.includes(answer.object)),
		'a field of its form is sent neither in the body nor as a header that is passed on': !form
			.flatMap(withOptions)
			.every(isCarried),
		'its answer is about a parameter that the path does not have':
			answer.about !== undefined && !declared.includes(answer.about),
	};
	return Object.entries(isUnmet).flatMap(([sentence, unmet]) => (unmet ? [sentence] : []));
}

/** A field with those of its collection. */
function withOptions(field: INodeProperties): INodeProperties[] {
	const { options = [] } = field;
	return [field, ...options.filter((option) => 'type' in option)];
}

function hasRouting(field: INodeProperties): boolean {
	return withOptions(field).some(({ routing }) => routing !== undefined);
}

function isCarried({ routing }: INodeProperties): boolean {
	if (routing === undefined) return true;
	const { send, request = {}, ...others } = routing;
	const { headers = {}, ...otherRequest } = request;
	const isInBody = send === undefined || isPlainBody(send);
	return (
		isInBody &&
		[others, otherRequest].every((part) => Object.keys(part).length === 0) &&
		Object.keys(headers).every((name) => HEADERS.includes(name))
	);
}

function isPlainBody(send: NonNullable<NonNullable<INodeProperties['routing']>['send']>): boolean {
	const { type, property, ...others } = send;
	return type === 'body' && property !== undefined && Object.keys(others).length === 0;
}
