import type { Locator, Page } from 'playwright-core';
import { closeWindow } from './releases';
import { choose, dismissMessages, marked } from './selectors';

/** How n8n names the ways of connecting: the entries of 'Connect Using'. */
export type ConnectUsing = 'Client Token' | 'Dev Browser Token' | 'Password' | 'Sign-in Ticket';

/** The window in which a credential is filled in and tested. */
export class CredentialForm {
	readonly window: Locator;

	constructor(private readonly page: Page) {
		this.window = marked(page, 'editCredential-modal');
	}

	/** @returns the form that is open, or about to open */
	static async opened(page: Page): Promise<CredentialForm> {
		const form = new CredentialForm(page);
		await marked(form.window, 'node-credentials-config-container').waitFor();
		return form;
	}

	/** Goes the way of somebody who starts at the list of credentials. */
	static async create(page: Page, url: string): Promise<CredentialForm> {
		await page.goto(`${url}/home/credentials`);
		await marked(page, 'add-resource-credential')
			.or(page.getByRole('button', { name: 'Add first credential' }))
			.first()
			.click();
		await marked(page, 'new-credential-type-select').locator('input').fill('clerk frontend');
		await marked(page, 'new-credential-type-select-option').locator('visible=true').first().click();
		await marked(page, 'new-credential-type-button').click();
		return await CredentialForm.opened(page);
	}

	async connectUsing(way: ConnectUsing): Promise<void> {
		await choose(this.page, marked(this.window, 'parameter-input-connectUsing'), way);
	}

	/** @param fields what to write into the fields, by their names */
	async fill(fields: Readonly<Record<string, string>>): Promise<void> {
		for (const [field, text] of Object.entries(fields)) {
			await marked(this.window, `parameter-input-${field}`).locator('input').fill(text);
		}
	}

	async rename(name: string): Promise<void> {
		await marked(this.window, 'credential-name').click();
		await this.page.keyboard.press('ControlOrMeta+A');
		await this.page.keyboard.type(name);
		await this.page.keyboard.press('Enter');
	}

	/**
	 * Saves the credential; n8n tests it then. Where that fails the window stays open with the
	 * reason; a new credential that works closes it in newer releases.
	 *
	 * @returns undefined if the test succeeded, else the reason that the window shows
	 */
	async save(): Promise<string | undefined> {
		await dismissMessages(this.page);
		return await this.tested(marked(this.window, 'credential-save-button').locator('button'));
	}

	/** Tests a saved credential again. @returns as `save` */
	async test(): Promise<string | undefined> {
		return await this.tested(this.banner.getByRole('button', { name: 'Retry' }));
	}

	/** Shows whether a test succeeded, on a window that was opened for a saved credential. */
	async showsSuccess(): Promise<boolean> {
		await this.banner.waitFor();
		return await marked(this.window, 'credentials-config-container-test-success').isVisible();
	}

	async close(): Promise<void> {
		await closeWindow(this.window);
	}

	/** What the window says about the last test. */
	private get banner(): Locator {
		return this.window.locator('[class*="_banner_"]').filter({
			visible: true,
			has: this.page.getByText(/Connection tested successfully|Couldn’t connect/),
		});
	}

	private async tested(button: Locator): Promise<string | undefined> {
		const answer = this.page.waitForResponse((response) =>
			response.url().endsWith('/rest/credentials/test'),
		);
		await button.click();
		const { data }: { data: { status: string; message: string } } = await (await answer).json();
		if (data.status === 'OK') return undefined;
		await this.banner.getByText('Couldn’t connect').waitFor();
		// Once unfolded, the reason stays so for the next test too.
		const unfold = this.banner.getByText('More details');
		if (await unfold.isVisible()) await unfold.click();
		await this.window.getByText(data.message).waitFor();
		return data.message;
	}
}
