import { expect } from '../report';
import type { TestContext } from '../testContext';

/** What nobody who runs the node should find in n8n's log. */
const UNWANTED =
	/MaxListenersExceededWarning|unknown issue|\b(Type|Reference|Range)Error\b|unhandled/i;

/** What n8n printed from its start to now. */
export async function checkLog({ n8n, report }: TestContext): Promise<void> {
	report.heading('n8n’s log');
	await report.check('holds no warning of Node.js, and nothing that n8n cannot name', async () => {
		const lines = n8n.log.split('\n').filter((line) => UNWANTED.test(line));
		expect(lines.length === 0, lines.slice(0, 5).join('\n'));
	});
}
