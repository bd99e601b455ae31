/** A table in Markdown, its columns padded so that it reads well in a terminal, too. */
export function markdownTable(heads: string[], rows: string[][]): string {
	const widths = heads.map((head, column) =>
		Math.max(head.length, ...rows.map((row) => row[column]?.length ?? 0)),
	);
	const line = (cells: string[]) =>
		`| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
	const rule = `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`;
	return [line(heads), rule, ...rows.map(line)].join('\n');
}
