import { readFileSync } from 'node:fs';
import { ROWS } from './rows';

/** What came of a row in one version. */
export interface Cell {
	passed: number;
	/** Title of each test that failed, and the first lines of why. */
	failures: Array<{ title: string; why: string }>;
	/** What this version does not offer. */
	missing: string[];
}

/** Cells by the row's title. */
export type Column = Map<string, Cell>;

interface JestReport {
	testResults: Array<{
		message: string;
		assertionResults: Array<{
			ancestorTitles: string[];
			title: string;
			status: 'failed' | 'passed' | 'pending' | 'skipped' | 'todo' | 'disabled' | 'focused';
			failureMessages: string[];
		}>;
	}>;
}

/** Reads the report that jest wrote. A row of which nothing ran has failed. */
export function readColumn(file: string): Column {
	const report: JestReport = JSON.parse(readFileSync(file, 'utf8'));
	const column: Column = new Map(
		ROWS.map(({ title }) => [title, { passed: 0, failures: [], missing: [] }]),
	);
	for (const { assertionResults } of report.testResults) {
		for (const { ancestorTitles, title, status, failureMessages } of assertionResults) {
			const [row = '', ...path] = ancestorTitles;
			const cell = column.get(row);
			if (!cell) continue;
			if (status === 'passed') cell.passed++;
			else if (status === 'todo') cell.missing.push(title);
			else {
				const why = failureMessages[0] ?? `It was ${status}.`;
				cell.failures.push({ title: [...path, title].join(' › '), why });
			}
		}
	}
	const [message = 'Nothing ran.'] = report.testResults.map((result) => result.message);
	for (const cell of column.values()) {
		if (cell.passed + cell.failures.length + cell.missing.length > 0) continue;
		cell.failures.push({ title: 'The tests of this row did not run', why: message });
	}
	return column;
}

/** What the table says. */
export function cellText({ passed, failures, missing }: Cell): string {
	const all = passed + failures.length;
	const outcome = failures.length > 0 ? `**failed** (${failures.length} of ${all})` : 'ok';
	return [...(all > 0 ? [outcome] : []), ...missing].join('; ');
}
