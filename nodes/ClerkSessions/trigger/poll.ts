import type { INodeExecutionData, IPollFunctions } from 'n8n-workflow';
import { toNodeError } from '../transport/errorItem';
import { readTriggerSettings, type TriggerSettings } from './fields';
import { readMemory, writeMemory } from './memory';
import { compareSessions, type SessionEvent, toEvent } from './sessionEvents';
import { type Watched, watchSessions } from './watchSessions';

/** The nodes whose poll is under way: a slow answer must not be compared with what a later one found. */
const polling = new Set<string>();

/**
 * n8n calls it by the poll times of the node, and once when the workflow is published.
 *
 * @returns what has happened since the last poll, one item each; null for nothing. In the editor the
 * session that was used last, as a sample
 * @throws {NodeApiError} when Clerk cannot be asked: nothing is forgotten, the next poll finds it
 * @throws {NodeOperationError} when a field cannot be used
 */
export async function poll(this: IPollFunctions): Promise<INodeExecutionData[][] | null> {
	try {
		const settings = readTriggerSettings(this);
		if (this.getMode() === 'manual') {
			return toItems(sample(await watchSessions(this, settings.sessionId), settings));
		}
		const key = `${this.getWorkflow().id} ${this.getNode().id}`;
		if (polling.has(key)) return null;
		polling.add(key);
		try {
			return toItems(await findEvents(this, settings));
		} finally {
			polling.delete(key);
		}
	} catch (error) {
		throw toNodeError(this.getNode(), error);
	}
}

async function findEvents(
	context: IPollFunctions,
	{ events: chosen, includeOwn, sessionId }: TriggerSettings,
): Promise<SessionEvent[]> {
	const { userId, sessions } = await watchSessions(context, sessionId);
	const staticData = context.getWorkflowStaticData('node');
	const { events, memory } = compareSessions(readMemory(staticData), userId, sessions);
	writeMemory(staticData, memory);
	return events.filter(({ isOwn, name }) => chosen.includes(name) && (includeOwn || !isOwn));
}

/** One session to build the workflow with: on another device, where there is one. */
function sample({ sessions }: Watched, { events }: TriggerSettings): SessionEvent[] {
	const [name] = events;
	const session = sessions.find(({ isOwn }) => !isOwn) ?? sessions[0];
	return name === undefined || session === undefined ? [] : [toEvent(name, session)];
}

function toItems(events: SessionEvent[]): INodeExecutionData[][] | null {
	return events.length > 0 ? [events.map(({ json }) => ({ json }))] : null;
}
