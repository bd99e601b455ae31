import { marked } from '../editor/selectors';
import { registerPackage } from '../registerPackage';
import { expect } from '../report';
import type { TestContext } from '../testContext';

/** n8n's own settings: the list of community nodes. */
export async function checkSettings(context: TestContext): Promise<void> {
	const { n8n, page, report } = context;
	report.heading('n8n’s settings');

	await report.check('the package is listed under community nodes', async () => {
		registerPackage(n8n);
		await page.goto(`${n8n.url}/settings/community-nodes`);
		const card = marked(page, 'community-package-card').filter({
			hasText: 'n8n-nodes-clerk-sessions',
		});
		await card.getByText('Clerk Sessions').waitFor();
		expect(!(await card.getByText('failed').isVisible()), 'the card says that something failed');
	});
}
