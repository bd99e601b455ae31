import type { Page } from 'playwright-core';
import { OWNER } from '../n8nApi';
import { marked } from './selectors';

/** Signs the owner in, in the browser. */
export async function signIn(page: Page, url: string): Promise<void> {
	await page.goto(`${url}/signin`);
	await page.locator('[name=emailOrLdapLoginId]').fill(OWNER.email);
	await page.locator('[name=password]').fill(OWNER.password);
	await marked(page, 'form-submit-button').click();
	await page.waitForURL(/\/home\//);
	await closeHints(page);
}

/** Notes about n8n's own news would stand in the way. */
async function closeHints(page: Page): Promise<void> {
	await page.addLocatorHandler(page.getByRole('button', { name: 'Got it' }), async (button) => {
		await button.click();
	});
}
