import type { Locator, Page } from 'playwright-core';
import { type Legibility, legibilityOf } from '../editor/colours';
import { CredentialForm } from '../editor/credentialForm';
import { choose, marked } from '../editor/selectors';
import { registerPackage } from '../registerPackage';
import { expect } from '../report';
import type { World } from '../world';

/** Below this brightness, of 0 to 1, a background counts as dark. */
const DARK = 0.1;

/** The contrast that WCAG 2 asks of text (level AA). */
const READABLE = 4.5;

/** n8n's own settings: the list of community nodes, and the dark theme. */
export async function checkSettings(world: World): Promise<void> {
	const { canvas, n8n, page, report } = world;
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

	await report.check('the node and its credential are dark and readable by choice', async () => {
		await chooseTheme(page, n8n.url, 'Dark theme');
		try {
			await canvas.openNew();
			await canvas.addManualTrigger();
			await canvas.openActions();
			await canvas.addAction('Get session');
			const theme = await page.locator('body').getAttribute('data-theme');
			expect(theme === 'dark', `the page says that its theme is ${theme}`);
			await expectDark(marked(page, 'ndv'), 'Operation');
			const { window } = await CredentialForm.create(page, n8n.url);
			await expectDark(window, 'Connect Using');
		} finally {
			await chooseTheme(page, n8n.url, 'System default');
		}
	});
}

/** A part of the page is dark, and both a field's label and what is written in fields can be read. */
async function expectDark(part: Locator, label: string): Promise<void> {
	const looks: Array<[string, Legibility]> = [
		[`the label '${label}'`, await legibilityOf(part.getByText(label, { exact: true }).first())],
		['the text of a field', await legibilityOf(part.locator('input:visible').first())],
	];
	for (const [text, { background, contrast }] of looks) {
		expect(background < DARK, `${text} stands on something bright (${background.toFixed(2)})`);
		expect(contrast > READABLE, `${text} can hardly be read (contrast ${contrast.toFixed(1)})`);
	}
}

async function chooseTheme(page: Page, url: string, theme: string): Promise<void> {
	await page.goto(`${url}/settings/personal`);
	await choose(page, marked(page, 'theme-select'), theme);
	await marked(page, 'save-settings-button').click();
	await page.locator('.el-notification:visible').first().waitFor();
}
