import * as n8nWorkflow from 'n8n-workflow';
import { version } from 'n8n-workflow/package.json';

/** n8n-workflow's exports, of which an older version may lack some: what is asked for may be missing. */
export const exported: Partial<typeof n8nWorkflow> = n8nWorkflow;

/**
 * For what only a version tells: what package n8n did. From 2.0 on its version, n8n-core's and
 * n8n-workflow's agree in the first two numbers; n8n 1.123 has n8n-workflow 1.120.
 */
export function isAtLeast(major: number, minor: number): boolean {
	const [ownMajor = 0, ownMinor = 0] = version.split('.').map(Number);
	return ownMajor > major || (ownMajor === major && ownMinor >= minor);
}
