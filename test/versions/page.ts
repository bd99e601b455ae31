import type { EngineVersion } from './engines';
import { cellText, type Column } from './results';
import { ROWS } from './rows';

/** A version of n8n and what came of it. */
export interface Tried {
	engine: EngineVersion;
	column: Column;
}

/** The table: a row for what was looked at, a column for each version. */
export function table(tried: Tried[]): string {
	const lines = ROWS.map(({ title }) => [
		title,
		...tried.map(({ column }) => {
			const cell = column.get(title);
			return cell ? cellText(cell) : '';
		}),
	]);
	return toMarkdown(['', ...tried.map(({ engine }) => `n8n ${engine.n8n}`)], lines);
}

/** The page `docs/compatibility.md`. */
export function page(tried: Tried[]): string {
	const engines = toMarkdown(
		['n8n', 'stands for', 'n8n-core', 'n8n-workflow', 'n8n-nodes-base'],
		tried.map(({ engine: { n8n, standsFor, core, workflow, nodesBase } }) => [
			n8n,
			standsFor,
			core,
			workflow,
			nodesBase,
		]),
	);
	const meanings = ROWS.map(({ title, meaning }) => `- **${title}.** ${meaning}`).join('\n');
	return `# Which n8n it works on

Written by \`npm run test:versions\`: the built package in n8n's real engine of each version, over real HTTP to the sandbox. A cell says "ok" where every check of its row passed, "failed" with how many did not, and what that version of n8n does not offer.

${table(tried)}

## What the rows mean

${meanings}

## Which n8n each column stands for

${engines}

Each column has the packages that this version of n8n depends on. What the host of the engine does in the place of package n8n (reading and storing credentials, signing requests, the Test button) follows the package n8n of that version; where versions differ, \`test/support/engine/versions/\` has a file for the difference. The HTTP Request node is the one of that version's n8n-nodes-base; of its dependencies, only those that the nodes in use need are installed.

The whole n8n, with its editor and database, is another check: \`npm run e2e\`.
`;
}

function toMarkdown(head: string[], rows: string[][]): string {
	const line = (cells: string[]) => `| ${cells.join(' | ')} |`;
	return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
