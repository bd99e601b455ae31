import { readFileSync } from 'node:fs';
import { runStep } from '../../signIn/account';
import { setup } from '../../support/setup';

/** A machine that does other things needs more than usual for so many. */
const LONG_MS = 300_000;
const log: string[] = [];
const env = setup({ onLog: (line) => log.push(line) });

/** Node warns in its own process; jest gives tests a copy of it. */
const realProcess: NodeJS.Process = readFileSync.constructor('return process')();

/** What Node warned of meanwhile. */
async function warningsDuring(run: () => Promise<void>): Promise<string[]> {
	const warnings: string[] = [];
	const listener = ({ name, message }: Error) => warnings.push(`${name}: ${message}`);
	realProcess.on('warning', listener);
	try {
		await run();
		// They come a tick later.
		await new Promise((resolve) => setImmediate(resolve));
	} finally {
		realProcess.off('warning', listener);
	}
	return warnings;
}

test(
	'a thousand items in line leave no warning of Node, and none in the log of n8n',
	async () => {
		log.length = 0;
		const items = Array.from({ length: 1000 }, () => ({}));
		const warnings = await warningsDuring(async () => {
			const { error, json } = await runStep(env, env.client.credential, {}, { items });
			expect(error).toBeUndefined();
			expect(json).toHaveLength(1000);
		});
		expect(warnings).toEqual([]);
		expect(log.filter((line) => /^(warn|error)/.test(line))).toEqual([]);
	},
	LONG_MS,
);

test('this check hears such a warning', async () => {
	const warnings = await warningsDuring(async () => {
		const target = new EventTarget();
		for (let count = 0; count < 20; count++) target.addEventListener('abort', () => count);
	});
	expect(warnings.join()).toContain('MaxListenersExceededWarning');
});
