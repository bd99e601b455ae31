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

/** The list of checks that a run prints. */
export class Report {
	private passed = 0;
	private readonly failures: string[] = [];
	private part = '';

	/** Gets the name of each check that failed, before the next one starts. */
	onFailure?: (name: string) => Promise<void>;

	/** Starts the checks of one n8n. */
	startPart(title: string): void {
		this.part = title;
		this.onFailure = undefined;
		console.log(`\n${title}`);
	}

	heading(text: string): void {
		console.log(`\n${text}`);
	}

	/**
	 * Runs one check and prints how it went. The checks after it run in either case.
	 *
	 * @returns whether it passed
	 */
	async check(name: string, run: () => Promise<void>): Promise<boolean> {
		const started = Date.now();
		try {
			await run();
			this.passed += 1;
			console.log(`  ✓ ${name} (${((Date.now() - started) / 1000).toFixed(1)} s)`);
			return true;
		} catch (error) {
			this.failures.push(`${this.part}: ${name}`);
			console.log(`  ✗ ${name}\n      ${reasonOf(error)}`);
			await this.onFailure?.(name).catch(() => {});
			return false;
		}
	}

	/** Prints the last line. @returns whether there was a check, and none failed */
	finish(): boolean {
		if (this.failures.length > 0) console.log(`\nFailed:\n  ${this.failures.join('\n  ')}`);
		console.log(`\ntests: ${this.passed} passed, ${this.failures.length} failed`);
		return this.failures.length === 0 && this.passed > 0;
	}
}

/** Of the browser driver's message only what it waited for, not how often it tried. */
function reasonOf(error: unknown): string {
	const message = error instanceof Error ? error.message : String(error);
	const lines = stripVTControlCharacters(message).split('\n');
	return (error instanceof ExpectationError ? lines : lines.slice(0, 4)).join('\n      ');
}
