import { runStep } from '../../signIn/account';
import { setup } from '../../support/setup';

const log: string[] = [];
const bench = setup({ onLog: (line) => log.push(line) });

/** What Node warned of meanwhile, by name. */
async function warningsDuring(run: () => Promise<void>): Promise<string[]> {
	const names: string[] = [];
	const emit = jest.spyOn(process, 'emitWarning').mockImplementation((warning) => {
		names.push(warning instanceof Error ? `${warning.name}: ${warning.message}` : String(warning));
	});
	try {
		await run();
		// Warnings come a tick later.
		await new Promise((resolve) => setImmediate(resolve));
	} finally {
		emit.mockRestore();
	}
	return names;
}

test('a thousand items in line leave no warning of Node, and none in the log of n8n', async () => {
	log.length = 0;
	const items = Array.from({ length: 1000 }, () => ({}));
	const warnings = await warningsDuring(async () => {
		const { error, json } = await runStep(bench, bench.client.credential, {}, { items });
		expect(error).toBeUndefined();
		expect(json).toHaveLength(1000);
	});
	expect(warnings).toEqual([]);
	expect(log.filter((line) => /^(warn|error)/.test(line))).toEqual([]);
});

test('the check hears such a warning', async () => {
	const warnings = await warningsDuring(async () => {
		const { signal } = new AbortController();
		for (let count = 0; count < 60; count++) signal.addEventListener('abort', () => count);
		await Promise.resolve();
	});
	expect(warnings.join()).toContain('MaxListenersExceededWarning');
});
