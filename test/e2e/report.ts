import { stripVTControlCharacters } from 'node:util';

/** Something a check expects does not hold. */
export class ExpectationError extends Error {
	override readonly name = 'Unmet';
}

/** @throws {ExpectationError} with the sentence, unless it holds */
export function expect(holds: boolean, sentence: string): asserts holds {
	if (!holds) throw new ExpectationError(sentence);
}

/** @throws {ExpectationError} naming both, unless the text holds every part */
export function expectText(text: string, ...parts: string[]): void {
	for (const part of parts) {
		expect(text.includes(part), `expected "${part}" in: ${text.slice(0, 600)}`);
	}
}

/** How all checks of a run went. */
export class Report {
	/** One entry a check: its name where it failed, or nothing. */
	private readonly outcomes: Array<string | undefined> = [];

	/** @returns the list of the checks that are made in one n8n */
	part(title: string): ReportPart {
		return new ReportPart(title, (failure) => this.outcomes.push(failure));
	}

	/** Prints the last line. @returns whether there was a check, and none failed */
	finish(): boolean {
		const failures = this.outcomes.filter((failure) => failure !== undefined);
		const passed = this.outcomes.length - failures.length;
		if (failures.length > 0) console.log(`\nFailed:\n  ${failures.join('\n  ')}`);
		console.log(`\ntests: ${passed} passed, ${failures.length} failed`);
		return failures.length === 0 && passed > 0;
	}
}

/** A list of checks. As several may be made side by side, it is printed one heading at a time. */
export class ReportPart {
	private lines: string[] = [];

	/** Gets the name of each check that failed, before the next one starts. */
	onFailure?: (name: string) => Promise<void>;

	constructor(
		private readonly title: string,
		private readonly count: (failure?: string) => void,
	) {}

	/** Prints the checks under the last heading, and begins with the next. */
	heading(text: string): void {
		this.print();
		this.lines = [`\n${this.title}: ${text}`];
	}

	/**
	 * Runs one check and notes how it went. The checks after it run in either case.
	 *
	 * @returns whether it passed
	 */
	async check(name: string, run: () => Promise<void>): Promise<boolean> {
		const started = Date.now();
		try {
			await run();
			this.count();
			this.lines.push(`  ✓ ${name} (${((Date.now() - started) / 1000).toFixed(1)} s)`);
			return true;
		} catch (error) {
			this.count(`${this.title}: ${name}`);
			this.lines.push(`  ✗ ${name}\n      ${reasonOf(error)}`);
			await this.onFailure?.(name).catch(() => {});
			return false;
		}
	}

	/** Prints what has not been printed yet. */
	print(): void {
		if (this.lines.length > 0) console.log(this.lines.join('\n'));
		this.lines = [];
	}
}

/** Of the browser driver's message only what it waited for, not how often it tried. */
function reasonOf(error: unknown): string {
	const message = error instanceof Error ? error.message : String(error);
	const lines = stripVTControlCharacters(message).split('\n');
	return (error instanceof ExpectationError ? lines : lines.slice(0, 4)).join('\n      ');
}
