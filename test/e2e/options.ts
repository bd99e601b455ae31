import { parseArgs } from 'node:util';
import { type Release, RELEASES } from './installation';

/** What the command line asks for. */
export interface Options {
	/** Names of checks; none stands for all. */
	names: string[];
	releases: readonly Release[];
}

/** @throws Error for an option that there is not, and for another n8n than there are */
export function optionsOf(args: string[]): Options {
	const { positionals: names, values } = parseArgs({
		args,
		allowPositionals: true,
		options: { n8n: { type: 'string' } },
	});
	const releases = RELEASES.filter((release) => (values.n8n ?? release) === release);
	if (releases.length === 0) throw new Error(`--n8n is one of: ${RELEASES.join(', ')}`);
	return { names, releases };
}
