import type { IExecuteData, IExecutePaginationFunctions } from 'n8n-workflow';
import type { CredentialState } from '../../../frontendApi/credentialState';
import { type Connection, connect } from './connection';

/** What the items of one run of the node share, as far as they use the same credential fields. */
export interface Run extends Connection {
	/** The last active session, once somebody asked for it. */
	lastActiveSession?: LookUp;
}

/** A look-up of the last active session. */
export interface LookUp {
	id: Promise<string>;
	/** The client and the sign-in that it belongs to. */
	key: string;
}

const runs = new WeakMap<IExecuteData, Map<CredentialState, Run>>();

/**
 * The run that an item belongs to. n8n hands the same execute data to all items of a run. The
 * credential is read for every item all the same: its fields can be expressions, and one item's
 * person is then not another's.
 *
 * @throws {FieldError} when the credential's publishable key or proxy URL cannot be used
 */
export async function runOf(context: IExecutePaginationFunctions): Promise<Run> {
	const connection = await connect(context);
	const executeData = context.getExecuteData();
	const ofExecution = runs.get(executeData) ?? new Map<CredentialState, Run>();
	runs.set(executeData, ofExecution);
	// Keyed by state: items whose credential fields resolve to the same values share it.
	const run = ofExecution.get(connection.state) ?? connection;
	ofExecution.set(connection.state, run);
	return run;
}
