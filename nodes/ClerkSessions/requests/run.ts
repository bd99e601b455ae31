import type { IExecuteData, IExecutePaginationFunctions } from 'n8n-workflow';
import { type Connection, connect } from './connection';

/** What all items of one run of the node share: read once, not per item. */
export interface Run extends Connection {
	/** The last active session's ID, once somebody asked for it, and the sign-in it belongs to. */
	lastActiveSession?: { id: Promise<string>; generation: number };
}

const runs = new WeakMap<IExecuteData, Promise<Run>>();

/**
 * The run that an item belongs to. n8n hands the same execute data to all items of a run.
 *
 * @throws {FieldError} when the credential's publishable key or proxy URL cannot be used
 */
export async function runOf(context: IExecutePaginationFunctions): Promise<Run> {
	const executeData = context.getExecuteData();
	const run = runs.get(executeData) ?? connect(context);
	runs.set(executeData, run);
	return await run;
}
