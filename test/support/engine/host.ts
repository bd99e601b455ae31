import { randomUUID } from 'node:crypto';
import { mkdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { Container, LoggerService } from './container';
import { captureLog, type LogListener } from './log';
import { provideInstanceKey } from './versions/encryption';

/** What n8n-core keeps once per process: engines share it. */
export interface Host {
	readonly logListeners: Set<LogListener>;
	release(): void;
}

let users = 0;
let services: { folder: string; logListeners: Set<LogListener> } | undefined;
let restoreEnvironment = () => {};

/**
 * Makes n8n-core usable without the package `n8n`: a temporary user folder in place of ~/.n8n, no
 * output, binary data in memory, and the instance's encryption key.
 * @returns a share of it; when the last one is released the folder is removed
 */
export function acquireHost(): Host {
	const folder = services?.folder ?? join(tmpdir(), `n8n-engine-${randomUUID()}`);
	if (users === 0) {
		mkdirSync(folder);
		restoreEnvironment = setEnvironment({
			N8N_USER_FOLDER: folder,
			N8N_DEFAULT_BINARY_DATA_MODE: 'default',
			// Skips n8n's console output; divertLog takes over what it would have printed.
			N8N_LOG_LEVEL: 'silent',
		});
	}
	users++;
	// They stay for the next engine: some listen for the end of the process once they are made.
	services ??= { folder, logListeners: openServices() };
	const { logListeners } = services;
	let released = false;
	return {
		logListeners,
		release() {
			if (released) return;
			released = true;
			users--;
			if (users > 0) return;
			restoreEnvironment();
			rmSync(folder, { recursive: true, force: true });
		},
	};
}

function openServices(): Set<LogListener> {
	const logListeners = captureLog(Container.get(LoggerService));
	provideInstanceKey();
	return logListeners;
}

/** Sets environment variables; the function returned puts back what was there before. */
function setEnvironment(values: Record<string, string>): () => void {
	const before = new Map<string, string | undefined>();
	for (const [name, value] of Object.entries(values)) {
		before.set(name, process.env[name]);
		process.env[name] = value;
	}
	return () => {
		for (const [name, value] of before) {
			if (value === undefined) delete process.env[name];
			else process.env[name] = value;
		}
	};
}
