import type {
	DeclarativeRestApiSettings,
	IDataObject,
	IExecutePaginationFunctions,
	IHttpRequestOptions,
} from 'n8n-workflow';
import { DEFAULT_CONCURRENCY, DEFAULT_MINIMUM_LIFETIME, DEFAULT_RETRIES } from '../fields/options';
import type { Operation } from '../operation';
import { type LookUp, type Run, runOf } from './run';
import { type Shape, shapeOutput } from './shapeOutput';

/** One item's call, as all steps of a request see it. */
export interface Call {
	context: IExecutePaginationFunctions;
	operation: Operation;
	run: Run;
	options: CallOptions;
	/** Makes the item that comes out of a successful answer. */
	shape: Shape;
	/** How every request of the step travels: n8n's own Request Options. */
	transport: Transport;
	/** The client token that its requests are made with; missing: the newest. */
	token?: string;
	/** Ends its requests and waits. */
	signal?: AbortSignal;
	executionId: string;
	/** The look-up of the last active session that it used, if it did. */
	lookUp?: LookUp;
}

type Transport = Pick<
	IHttpRequestOptions,
	'allowedDomains' | 'proxy' | 'skipSslCertificateValidation' | 'timeout'
>;

export interface CallOptions {
	maxConcurrentRequests: number;
	maxRetries: number;
	reuseToken: boolean;
	/** Seconds. */
	minimumTokenLifetime: number;
}

/**
 * @param gathered what n8n gathered from the operation's routing and the step's Request Options
 * @throws {FieldError} when the credential cannot be used, or the choice of an output
 */
export async function startCall(
	context: IExecutePaginationFunctions,
	operation: Operation,
	gathered: DeclarativeRestApiSettings.HttpRequestOptions,
): Promise<Call> {
	const options = readOptions(context.getNodeParameter('options', {}));
	const { allowedDomains, proxy, skipSslCertificateValidation, timeout } = gathered;
	const transport: Transport = {
		allowedDomains,
		proxy,
		skipSslCertificateValidation: skipSslCertificateValidation === true,
		timeout,
	};
	const shape = shapeOutput(context, operation);
	return {
		context,
		operation,
		run: await runOf(context),
		options,
		shape,
		transport,
		signal: context.getExecutionCancelSignal(),
		executionId: context.getExecutionId(),
	};
}

/** Numbers out of bounds, which an expression can give, are brought back into them. */
function readOptions(values: unknown): CallOptions {
	const { maxConcurrentRequests, maxRetries, minimumTokenLifetime, reuseToken } = Object(
		values,
	) as IDataObject;
	return {
		maxConcurrentRequests: within(maxConcurrentRequests, 1, 100, DEFAULT_CONCURRENCY),
		maxRetries: within(maxRetries, 0, 20, DEFAULT_RETRIES),
		minimumTokenLifetime: within(minimumTokenLifetime, 0, Infinity, DEFAULT_MINIMUM_LIFETIME),
		reuseToken: reuseToken === true,
	};
}

function within(value: unknown, least: number, most: number, otherwise: number): number {
	const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
	return typeof number === 'number' && !Number.isNaN(number)
		? Math.min(Math.max(number, least), most)
		: otherwise;
}
