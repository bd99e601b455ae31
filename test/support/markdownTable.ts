/** The rows of the table under a heading of a page, each as its cells; the first two are its head. */
export function tableUnder(page: string, heading: string): string[][] {
	const [, section = ''] = page.split(`\n${heading}\n`);
	const [text = ''] = section.split(/\n#+ /);
	return text
		.split('\n')
		.filter((line) => line.startsWith('|'))
		.map((line) =>
			line
				.split('|')
				.slice(1, -1)
				.map((cell) => cell.trim()),
		);
}
