import type { Page } from 'playwright-core';
import { choose, marked } from '../editor/selectors';
import { registerPackage } from '../registerPackage';
import { expect } from '../report';
import type { TestContext } from '../testContext';

/** n8n's own settings: the list of community nodes, and the themes. */
export async function checkSettings(context: TestContext): Promise<void> {
	const { canvas, n8n, page, report } = context;
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

	await report.check('the node has an icon for each theme', async () => {
		for (const [theme, icon] of [
			['Dark theme', 'clerkSessions.dark.svg'],
			['Light theme', 'clerkSessions.svg'],
			['System default', 'clerkSessions.svg'],
		] as const) {
			await chooseTheme(page, n8n.url, theme);
			await canvas.openNew();
			await canvas.addManualTrigger();
			await canvas.searchNodes('clerk');
			await canvas.panel.locator(`img[src$="/${icon}"]`).first().waitFor();
		}
	});
}

async function chooseTheme(page: Page, url: string, theme: string): Promise<void> {
	await page.goto(`${url}/settings/personal`);
	await choose(page, marked(page, 'theme-select'), theme);
	await marked(page, 'save-settings-button').click();
	await page.locator('.el-notification:visible').first().waitFor();
}
