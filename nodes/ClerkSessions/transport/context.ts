import type {
	DeclarativeRestApiSettings,
	ICredentialDataDecryptedObject,
	IExecuteData,
	IExecutePaginationFunctions,
	IHttpRequestOptions,
	ILoadOptionsFunctions,
	IPollFunctions,
} from 'n8n-workflow';
import {
	apiHostOf,
	type CredentialFields,
	readCredentialFields,
	storedToken,
} from '../../../frontendApi/client/credential';
import { type CredentialState, stateOf } from '../../../frontendApi/client/credentialState';
import type { ApiHost } from '../../../frontendApi/protocol/apiHost';
import { FieldError } from '../../../frontendApi/protocol/fieldError';
import type { Session } from '../../../frontendApi/protocol/objects';
import type { RetryMode } from '../../../frontendApi/protocol/retryPolicy';
import { type CallOptions, readOptions } from '../fields/readOptions';
import { type Operation, withVariant } from '../operation';
import { type OutputMapper, outputMapper } from './output';
import { readParameter } from '../fields/readParameter';
import { readChoice } from '../fields/readText';

/** Where a request is made from: a run, a poll, or the editor when it opens a list. */
export type NodeContext = IExecutePaginationFunctions | ILoadOptionsFunctions | IPollFunctions;

/** The credential as it was read, its Frontend API, and what this process knows about its client. */
export interface LoadedCredential {
	/** As n8n hands it over. */
	credentials: ICredentialDataDecryptedObject;
	fields: CredentialFields;
	/** Host of the Frontend API, for messages. */
	host: ApiHost;
	state: CredentialState;
}

/** What the items of one run of the node share, as far as they use the same credential fields. */
export interface NodeRun extends LoadedCredential {
	/** The last active session, once somebody asked for it. */
	lastActiveSession?: LookUp;
}

/** A look-up of the last active session. */
export interface LookUp {
	session: Promise<Session>;
	/** The client and the sign-in that it belongs to. */
	key: string;
}

/** A request as it is sent, whoever makes it. */
export interface Sending {
	context: NodeContext;
	run: LoadedCredential;
	operation?: Pick<Operation, 'isPublic' | 'mayBeDoneAlready'>;
	options: Pick<CallOptions, 'maxConcurrentRequests' | 'maxRetries'>;
	request: IHttpRequestOptions;
	/** How every request of the step travels: n8n's own Request Options. */
	transport: Transport;
	retry: RetryMode;
	/** The client token that its requests are made with; missing: the newest. */
	token?: string;
	/** Ends its requests and waits. */
	signal?: AbortSignal;
}

/** One item's call, as all steps of its way see it. */
export interface Call extends Sending {
	context: IExecutePaginationFunctions;
	operation: Operation;
	run: NodeRun;
	options: CallOptions;
	output: OutputMapper;
	/** What its query says, by Clerk's names, once the request is built. */
	query: Record<string, string>;
	/** As n8n gathered it from the operation's routing, and from `buildRequest` on as it is sent. */
	request: IHttpRequestOptions;
	executionId: string;
	/** The look-up of the last active session that the request was built with, if it was. */
	lookUp?: LookUp;
	/** What the item sends that must not come out again. */
	secrets: string[];
}

type Transport = Pick<
	IHttpRequestOptions,
	'allowedDomains' | 'proxy' | 'skipSslCertificateValidation' | 'timeout'
>;

/**
 * @param isPublic whether no client is needed
 * @throws {FieldError} when a field of the credential cannot be used, or it stands for nobody
 */
export async function loadCredential(
	context: NodeContext,
	isPublic = false,
): Promise<LoadedCredential> {
	const credentials = await readCredentials(context);
	const fields = readCredentialFields(credentials);
	if (!isPublic && fields.connectUsing === 'nobody') throw new FieldError(...STANDS_FOR_NOBODY);
	return { credentials, fields, host: apiHostOf(fields), state: stateOf(fields) };
}

const STANDS_FOR_NOBODY = [
	"The credential stands for nobody: 'Connect Using' is 'Nobody'",
	"That does to verify session tokens. Choose another way to connect, or 'Session Token: Verify'.",
] as const;

/** The client token that n8n has stored at this moment: it reads the credential anew each time. */
export async function readStoredToken(context: NodeContext): Promise<string | undefined> {
	return storedToken(readCredentialFields(await readCredentials(context)));
}

async function readCredentials(context: NodeContext): Promise<ICredentialDataDecryptedObject> {
	return await context.getCredentials<ICredentialDataDecryptedObject>('clerkFrontendApi');
}

const runs = new WeakMap<IExecuteData, Map<CredentialState, NodeRun>>();

/**
 * The run that an item belongs to. n8n hands the same execute data to all items of a run. The
 * credential is read for every item all the same: its fields can be expressions, and one item's
 * person is then not another's.
 *
 * @throws {FieldError} when the credential's publishable key or proxy URL cannot be used
 */
async function nodeRunOf(
	context: IExecutePaginationFunctions,
	{ isPublic }: Operation,
): Promise<NodeRun> {
	const credential = await loadCredential(context, isPublic);
	const executeData = context.getExecuteData();
	const ofExecution = runs.get(executeData) ?? new Map<CredentialState, NodeRun>();
	runs.set(executeData, ofExecution);
	// Keyed by state: items whose credential fields resolve to the same values share it.
	const run = ofExecution.get(credential.state) ?? {
		...credential,
		host: { ...credential.host, askedBy: 'step' },
	};
	ofExecution.set(credential.state, run);
	return run;
}

/**
 * @param gathered what n8n gathered from the operation's routing and the step's Request Options
 * @throws {FieldError} when the credential cannot be used, or the choice of an output
 */
export async function startCall(
	context: IExecutePaginationFunctions,
	declared: Operation,
	gathered: DeclarativeRestApiSettings.HttpRequestOptions,
): Promise<Call> {
	const options = readOptions(readParameter(context, 'options', {}));
	const { allowedDomains, proxy, skipSslCertificateValidation, timeout } = gathered;
	const transport: Transport = {
		allowedDomains,
		proxy,
		skipSslCertificateValidation: skipSslCertificateValidation === true,
		timeout,
	};
	const { headers, body } = gathered;
	const operation = chosenVariant(context, declared);
	const { method, url } = operation.routing.request;
	return {
		context,
		operation,
		options,
		// Read before anything is sent that cannot be taken back.
		output: outputMapper(context, operation),
		run: await nodeRunOf(context, operation),
		query: {},
		request: { method, url, headers, body },
		transport,
		retry: operation.retry,
		signal: context.getExecutionCancelSignal(),
		executionId: context.getExecutionId(),
		secrets: [],
	};
}

/** @throws {FieldError} when the field that chooses holds something else */
function chosenVariant(context: IExecutePaginationFunctions, operation: Operation): Operation {
	const { choices = [], variant } = operation;
	if (variant === undefined) return operation;
	const { displayName = '', options = [] } =
		choices.find(({ name }) => name === variant.parameter) ?? {};
	const values = options.flatMap((option) => ('value' in option ? [String(option.value)] : []));
	const choice = readChoice(
		readParameter(context, variant.parameter, undefined),
		values,
		displayName,
	);
	return choice === variant.value ? withVariant(operation) : operation;
}
