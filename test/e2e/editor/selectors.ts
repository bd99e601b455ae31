import type { Locator, Page } from 'playwright-core';

/** @returns the element that n8n marks with this ID for tests */
export function marked(parent: Page | Locator, id: string): Locator {
	return parent.locator(`[data-test-id="${id}"]`);
}

/** Picks an entry of the dropdown that a field opens. */
export async function choose(page: Page, field: Locator, entry: string): Promise<void> {
	await field.click();
	const entries = page.locator('.el-select-dropdown__item:visible');
	await entries.filter({ has: page.getByText(entry, { exact: true }) }).click();
	// The list fades out, and would cover what is clicked next.
	await entries.first().waitFor({ state: 'hidden' });
}

/** Takes n8n's messages in the corner away: they cover what is below. */
export async function dismissMessages(page: Page): Promise<void> {
	const messages = page.locator('.el-notification:visible');
	while ((await messages.count()) > 0) {
		// One that goes by itself meanwhile is as good.
		await messages
			.first()
			.locator('.el-notification__closeBtn')
			.click({ timeout: 1000 })
			.catch(() => {});
		await page.waitForTimeout(300);
	}
}
