import type {
	ExecutionError,
	ExecutionStatus,
	ICredentialDataDecryptedObject,
	IConnections,
	IDataObject,
	INode,
	INodeCredentials,
	INodeExecutionData,
	INodeListSearchResult,
	INodeParameters,
	INodePropertyOptions,
	INodeTypes,
	IPinData,
	IRun,
	IWorkflowSettings,
	WorkflowExecuteMode,
} from 'n8n-workflow';

/** A credential as a person saved it: `type` is the credential type's name, `data` what was typed. */
export interface StoredCredential {
	name: string;
	type: string;
	data: ICredentialDataDecryptedObject;
}

/** A workflow as n8n exports it; what an export carries besides these fields is ignored. */
export interface WorkflowJson {
	id?: string;
	name?: string;
	nodes: INode[];
	connections: IConnections;
	settings?: IWorkflowSettings;
	pinData?: IPinData;
	staticData?: IDataObject;
}

export interface EngineOptions {
	/** Directories of built packages: each has a package.json whose "n8n" names the built files. */
	packages: string[];
	/** Saved credentials by ID; nodes refer to that ID. */
	credentials?: Record<string, StoredCredential>;
	/** Where they are saved: another engine's, as workers of n8n share one. A new one by default. */
	credentialStore?: CredentialStore;
	/** Values by credential type that fill empty fields: what CREDENTIALS_OVERWRITE_DATA holds. */
	credentialOverwrites?: Record<string, ICredentialDataDecryptedObject>;
	/** Called with every line n8n writes to its log from debug level up: `level message {metadata}`. */
	onLog?: (line: string) => void;
}

export interface RunOptions {
	/** Name of the node to start from; by default n8n picks the trigger. */
	startNode?: string;
	/** What the start node receives or, if it is a trigger, puts out. One empty item by default. */
	input?: INodeExecutionData[] | IDataObject[];
	/** `manual` (the editor's button, uses pinned data) by default, or `trigger`, `webhook`, … */
	mode?: WorkflowExecuteMode;
	/** Cancels the run when it aborts. */
	signal?: AbortSignal;
	/** Seconds until n8n cancels the run; `settings.executionTimeout` of the workflow by default. */
	executionTimeout?: number;
}

/** A run under way: await it for its result. */
export interface RunningWorkflow extends Promise<RunResult> {
	readonly executionId: string;
	/** Stops the run as n8n's stop button does: the nodes' abort signal fires at once. */
	cancel(): void;
}

export interface RunResult {
	readonly executionId: string;
	/** `success`, `error`, `canceled` or `waiting`. */
	readonly status: ExecutionStatus;
	/** What stopped the run. n8n hands on a copy of the error's own fields, not an instance. */
	readonly error: ExecutionError | undefined;
	/** Until when the run waits, if it does; far in the future where it waits for a request. */
	readonly waitTill: Date | undefined;
	/** n8n's own record of the run. */
	readonly run: IRun;
	/**
	 * The items a node put out, over all its runs.
	 * @param nodeName the node's name; an unknown one throws
	 * @param outputIndex 0 by default; 1 is the error output of a node with one output
	 * @returns an empty list if the node did not run
	 */
	items(nodeName: string, outputIndex?: number): INodeExecutionData[];
	/** The `json` of those items. */
	json(nodeName: string, outputIndex?: number): IDataObject[];
	/** The error of a node's last run, if it failed. */
	nodeError(nodeName: string): ExecutionError | undefined;
	/** How often a node ran. */
	runs(nodeName: string): number;
}

/** The request that wakes a waiting execution. */
export interface ResumeRequest {
	/** POST if there is a form or a body, otherwise GET. */
	method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'HEAD';
	/** A filled-in form by the fields' labels (of a Wait node set to "form", or of a Form node). */
	form?: IDataObject;
	body?: IDataObject;
	query?: Record<string, string>;
	headers?: Record<string, string>;
	/** The path after the execution ID (a Wait node's "Webhook Suffix"). */
	suffix?: string;
}

/** What came of one poll. */
export interface PollResult {
	/** What the trigger put out: none where nothing has happened. */
	items: INodeExecutionData[];
	/** The `json` of those items. */
	json: IDataObject[];
	/** What the poll threw: n8n records a failed execution, and polls again when it is time. */
	error: Error | undefined;
	/** The run that was started with those items. */
	run: RunResult | undefined;
}

/** A published workflow that begins with a polling trigger. */
export interface PolledWorkflow {
	/** What the poll of publishing found. */
	readonly first: PollResult;
	/** The workflow's static data, as n8n's database holds it. */
	readonly stored: IDataObject;
	/** One poll, and the run that comes of it. */
	poll(): Promise<PollResult>;
	/** Publishes it anew with what is stored, as n8n does when it starts. Stop using this one then. */
	restart(): Promise<PolledWorkflow>;
}

/** The credentials as n8n stores them: encrypted with n8n's own cipher, one entry per ID. */
export interface CredentialStore {
	/** How often n8n wrote to a credential (a sign-in that stored its token), all credentials. */
	readonly writes: number;
	/** Runs before each write: for a database that is slow or refuses. */
	beforeWrite?: () => Promise<void>;
	/** Runs before each read, that of a write among them. */
	beforeRead?: () => Promise<void>;
	/** A copy of a credential's data as it is stored now. Throws for an unknown ID. */
	get(id: string): ICredentialDataDecryptedObject;
	/**
	 * What saving in the credential dialog does: the fields given change, all others stay, hidden
	 * ones among them. Throws for an unknown ID.
	 */
	set(id: string, edits: ICredentialDataDecryptedObject): void;
	/** Saves a new credential, or replaces one whole. */
	add(id: string, credential: StoredCredential): void;
}

export interface CredentialTestResult {
	status: 'OK' | 'Error';
	message: string;
}

export interface Engine {
	readonly nodeTypes: INodeTypes;
	/** What n8n logged as a warning or an error while it loaded `packages`. */
	readonly warnings: readonly string[];
	/** Full names of the node types found in `packages`. */
	readonly loadedNodes: readonly string[];
	/** Names of the credential types found in `packages`. */
	readonly loadedCredentials: readonly string[];
	readonly credentials: CredentialStore;
	/**
	 * Runs a workflow. A workflow that cannot start (say, a required field is empty) and a node
	 * that fails both end in a result whose `error` is set; nothing is thrown for them. Throws for
	 * a node type that is not loaded and for a start node that is not there.
	 */
	run(workflow: WorkflowJson, options?: RunOptions): RunningWorkflow;
	/**
	 * Publishes a workflow that begins with a polling trigger; the clock is the caller's. Rejects with
	 * what its first poll threw: n8n does not publish it then.
	 */
	publish(workflow: WorkflowJson): Promise<PolledWorkflow>;
	/**
	 * Goes on with a run whose status is `waiting`: as n8n's wait tracker when time is up, or, given
	 * a request, as n8n's WaitingWebhooks and WaitingForms when it comes in. A result can be resumed
	 * any number of times; each starts from what was stored when it began to wait. Throws if the
	 * run does not wait, and rejects if it does not wait for such a request.
	 */
	resume(result: RunResult, request?: ResumeRequest): RunningWorkflow;
	/**
	 * The credential dialog's test.
	 * @param nodeTypeName the node whose dialog it is; throws if that node does not take it
	 */
	testCredential(credentialId: string, nodeTypeName?: string): Promise<CredentialTestResult>;
	/** The first page of a From List dropdown, or the next one, as the editor asks for it. */
	listSearch(
		nodeTypeName: string,
		method: string,
		parameters: INodeParameters,
		credentials: INodeCredentials,
		filter?: string,
		paginationToken?: string,
	): Promise<INodeListSearchResult>;
	/** The entries of a dropdown with `loadOptionsMethod`. */
	loadOptions(
		nodeTypeName: string,
		method: string,
		parameters: INodeParameters,
		credentials: INodeCredentials,
	): Promise<INodePropertyOptions[]>;
	/** Cancels what runs, waits for it, and removes n8n's temporary folder. */
	stop(): Promise<void>;
}
