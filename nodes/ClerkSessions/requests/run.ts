import type { IDataObject, IExecuteData, IExecutePaginationFunctions } from 'n8n-workflow';
import { frontendApiUrl } from '../../../frontendApi/baseUrl';

/** What all items of one run of the node share: read once, not per item. */
export interface Run {
	/** How the credential recognises its client. */
	connectUsing: string;
	/** Host of the Frontend API, for messages. */
	host: string;
	/** The last active session's ID, once somebody asked for it. */
	lastActiveSession?: Promise<string>;
}

const runs = new WeakMap<IExecuteData, Promise<Run>>();

/**
 * The run that an item belongs to. n8n hands the same execute data to all items of a run.
 *
 * @throws {FieldError} when the credential's publishable key or proxy URL cannot be used
 */
export async function runOf(context: IExecutePaginationFunctions): Promise<Run> {
	const executeData = context.getExecuteData();
	const run = runs.get(executeData) ?? startRun(context);
	runs.set(executeData, run);
	return await run;
}

async function startRun(context: IExecutePaginationFunctions): Promise<Run> {
	const credentials = await context.getCredentials<IDataObject>('clerkFrontendApi');
	const { publishableKey = '', proxyUrl = '', connectUsing = '' } = credentials;
	const url = frontendApiUrl({
		publishableKey: String(publishableKey),
		proxyUrl: String(proxyUrl),
	});
	return { connectUsing: String(connectUsing), host: new URL(url).host };
}
