import type { IDataObject } from 'n8n-workflow';
import { isObject } from '../../../frontendApi/protocol/objects';
import type { KnownSession, Memory } from './sessionEvents';

/**
 * What the last poll left in the workflow's static data, which n8n stores with the workflow.
 *
 * @returns undefined before the first poll, and for anything that is not ours
 */
export function readMemory({ userId, sessions, keptFrom }: IDataObject): Memory | undefined {
	if (typeof userId !== 'string' || !Array.isArray(sessions)) return undefined;
	return {
		userId,
		sessions: sessions.flatMap((session) => (isKnownSession(session) ? [session] : [])),
		...(typeof keptFrom === 'string' ? { keptFrom } : {}),
	};
}

/** Leaves it for the next poll. n8n writes to its database what has changed, so nothing else does. */
export function writeMemory(staticData: IDataObject, memory: Memory): void {
	if (JSON.stringify(readMemory(staticData)) === JSON.stringify(memory)) return;
	const { userId, keptFrom, sessions } = memory;
	staticData.userId = userId;
	staticData.sessions = sessions.map((session) => ({ ...session }));
	if (keptFrom === undefined) delete staticData.keptFrom;
	else staticData.keptFrom = keptFrom;
}

function isKnownSession(value: unknown): value is KnownSession {
	return (
		isObject(value) &&
		typeof value.id === 'string' &&
		typeof value.isOwn === 'boolean' &&
		isObject(value.device)
	);
}
