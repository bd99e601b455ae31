import type { HostLogger } from './container';

export type LogLevel = 'error' | 'warn' | 'info' | 'debug';

/** Receives one line as n8n would print it: `level message {metadata}`. */
export type LogListener = (level: LogLevel, line: string) => void;

const LEVELS: readonly LogLevel[] = ['error', 'warn', 'info', 'debug'];

/**
 * Sends everything n8n logs to listeners instead of the console. Without a listener a log call
 * costs next to nothing, as a debug line does in n8n at its default level.
 * @param logger n8n's logger, whose methods are replaced on this instance
 * @returns the listeners; add and remove freely
 */
export function captureLog(logger: HostLogger): Set<LogListener> {
	const listeners = new Set<LogListener>();
	for (const level of LEVELS) {
		logger[level] = (message, metadata) => {
			if (listeners.size === 0) return;
			const line = `${level} ${message}${metadata ? ` ${toText(metadata)}` : ''}`;
			for (const listener of listeners) listener(level, line);
		};
	}
	// n8n names scopes only to filter its output; here nothing is filtered.
	logger.scoped = () => logger;
	return listeners;
}

/** JSON as n8n's logger makes it: an error as name, message, stack and cause, cycles cut. */
function toText(metadata: object): string {
	const ancestors: object[] = [];
	return JSON.stringify(metadata, function (this: unknown, _key, value: unknown) {
		if (typeof value !== 'object' || value === null) return value;
		while (ancestors.length > 0 && ancestors.at(-1) !== this) ancestors.pop();
		if (ancestors.includes(value)) return '[Circular]';
		const plain =
			value instanceof Error
				? { name: value.name, message: value.message, stack: value.stack, cause: value.cause }
				: value;
		ancestors.push(plain);
		return plain;
	});
}
