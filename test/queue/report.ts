import type { Scenario, TrialResult } from './trial';
import { SIGN_IN_LIMIT } from './cluster';

/** Prints what was tried, and counts how much of it holds. */
export class Report {
	private passed = 0;
	private failed = 0;
	private hasHeading = false;

	/** A scenario with all its repetitions. */
	scenario(scenario: Scenario, results: TrialResult[]): void {
		const unmet = [...new Set(results.flatMap((result) => unmetBy(scenario, result)))];
		const all = (value: (result: TrialResult) => string | number) => results.map(value).join(' ');
		this.heading();
		console.log(
			line(this.mark(unmet), `${scenario.name}, ${scenario.way}, ${scenario.reads}`, [
				scenario.workers,
				all(({ succeeded }) => succeeded),
				all(({ doubled }) => doubled),
				all(({ writes }) => writes),
				all(({ again }) => again.writes),
				all(({ signIns, signInsRefused }) =>
					signInsRefused > 0 ? `${signIns} (${signInsRefused} refused)` : signIns,
				),
				all(({ signInsIn10s }) => signInsIn10s),
				all(({ left }) => left),
				all(({ seconds }) => seconds.toFixed(1)),
			]),
		);
		const reasons = results.flatMap((result) =>
			[...result.reasons].map(([reason, count]) => `${count} × ${reason}`),
		);
		for (const sentence of [...unmet, ...reasons]) console.log(`      ${sentence}`);
	}

	/** Something that holds unless there is a sentence that says why not. */
	check(name: string, unmet: string[], details: string[] = []): void {
		console.log(`${this.mark(unmet)} ${name}`);
		for (const sentence of [...unmet, ...details]) console.log(`      ${sentence}`);
	}

	/** Prints the last line. @returns whether something was tried, and all of it holds */
	finish(): boolean {
		console.log(`\ntests: ${this.passed} passed, ${this.failed} failed`);
		return this.passed > 0 && this.failed === 0;
	}

	/** Above the first scenario. */
	private heading(): void {
		if (this.hasHeading) return;
		this.hasHeading = true;
		console.log(
			line('', 'case', [
				'workers',
				'succeeded',
				'doubled',
				'writes',
				'after',
				'sign-ins',
				'in 10 s',
				'left',
				's',
			]),
		);
	}

	private mark(unmet: string[]): string {
		if (unmet.length === 0) this.passed += 1;
		else this.failed += 1;
		return unmet.length === 0 ? '✓' : '✗';
	}
}

function unmetBy({ rotates, way, workers }: Scenario, result: TrialResult): string[] {
	const { again, doubled, isSignedOut, left, signIns, signInsIn10s, started, succeeded } = result;
	const { writes, writesAllowed } = result;
	// Where the first round has left nobody signed in, as at a cold start: each worker may do it.
	const signInsAllowed = isSignedOut && way !== 'client token' ? workers : 0;
	return Object.entries({
		[`${started - succeeded} of ${started} executions did not succeed`]: succeeded < started,
		[`${doubled} operations were carried out twice`]: doubled > 0,
		[`${writes} writes of the credential, ${writesAllowed} allowed`]: writes > writesAllowed,
		[`${signInsIn10s} sign-ins within ten seconds`]: signInsIn10s > SIGN_IN_LIMIT.requests,
		[`of ${signIns} sign-ins, ${left} left a session that nobody uses`]: left > 0,
		[`right after: ${again.started - again.succeeded} did not succeed`]:
			again.succeeded < again.started,
		[`right after: ${again.writes} writes of the credential`]:
			again.writes > 2 * signInsAllowed && !rotates,
		[`right after: ${again.signIns} sign-ins`]: again.signIns > signInsAllowed,
	}).flatMap(([sentence, isUnmet]) => (isUnmet ? [sentence] : []));
}

const WIDTHS = [7, 12, 8, 10, 8, 24, 9, 6, 14];

function line(mark: string, name: string, columns: Array<string | number>): string {
	const cells = columns.map((column, index) => String(column).padEnd(WIDTHS[index] ?? 0));
	return `${mark.padEnd(1)} ${name.padEnd(52)} ${cells.join(' ')}`.trimEnd();
}
