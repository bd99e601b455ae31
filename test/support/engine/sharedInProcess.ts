/** What jest's environment hands to each test file; in a process of another kind, nothing. */
const { shared = {} } = globalThis as { shared?: Record<string, unknown> };

/**
 * Something that is costly to make and never changes: one for all test files of one of jest's
 * processes, or for all engines of another process.
 *
 * @param name of which there is one
 */
export function sharedInProcess<T>(name: string, make: () => T): T {
	return (shared[name] ??= make()) as T;
}
