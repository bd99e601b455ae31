import type { Locator, Page } from 'playwright-core';
import { CredentialForm } from './credentialForm';
import { InputPanel } from './inputPanel';
import type { EditorRelease } from './releases';
import { choose, dismissMessages, marked } from './selectors';

/** A node's details: what comes in on the left, its fields in the middle, what came out on the right. */
export class NodeDetails {
	private readonly view: Locator;

	constructor(
		private readonly page: Page,
		private readonly editor: EditorRelease,
	) {
		this.view = marked(page, 'ndv');
	}

	async newCredential(): Promise<CredentialForm> {
		await this.editor.newCredential(this.page, this.view);
		return await CredentialForm.opened(this.page);
	}

	/** Goes on in the node, once the test of a new credential has succeeded. */
	async leaveNewCredential({ window }: CredentialForm): Promise<void> {
		await this.editor.leaveNewCredential(window);
	}

	async editCredential(): Promise<CredentialForm> {
		await marked(this.view, 'credential-edit-button').click();
		return await CredentialForm.opened(this.page);
	}

	async chooseCredential(name: string): Promise<void> {
		await choose(this.page, marked(this.view, 'node-credentials-select'), name);
	}

	/** Picks an entry of a field with a fixed list. */
	async choose(field: string, entry: string): Promise<void> {
		await choose(this.page, this.field(field), entry);
	}

	async fill(field: string, text: string): Promise<void> {
		await this.field(field).locator('input').first().fill(text);
	}

	/** Picks an entry of a long list by typing its name. */
	async search(field: string, entry: string): Promise<void> {
		await this.field(field).click();
		await this.page.keyboard.type(entry);
		const entries = this.page.locator('.el-select-dropdown__item:visible');
		await entries.filter({ hasText: entry }).first().click();
	}

	/** Opens the list that a field asks n8n for. @returns its entries, which come in one by one */
	async openList(field: string): Promise<Locator> {
		await marked(this.locator(field), 'rlc-input').click();
		return marked(this.page, 'rlc-item').and(this.page.locator(':visible'));
	}

	/** Picks from the list that a field asks n8n for. */
	async pick(field: string, entry: string | RegExp): Promise<void> {
		const entries = await this.openList(field);
		await entries.filter({ hasText: entry }).first().click();
	}

	/** Names what a field stands for by its ID. */
	async fillId(field: string, id: string): Promise<void> {
		const locator = this.locator(field);
		await choose(this.page, marked(locator, 'rlc-mode-selector'), 'By ID');
		await marked(locator, 'rlc-input').fill(id);
	}

	/** Runs the node and waits for its outcome: an item, or why there is none. */
	async execute(): Promise<void> {
		await dismissMessages(this.page);
		await marked(this.view, 'node-execute-button').click();
		await this.page.locator('.el-notification:visible').first().waitFor();
	}

	/** @returns names of the columns and the text of all cells, in the output's table */
	async outputTable(): Promise<{ columns: string[]; text: string }> {
		await marked(this.output, 'radio-button-table').click();
		const table = marked(this.output, 'ndv-data-container').locator('table').first();
		await table.waitFor();
		const columns = await table.locator('th').allInnerTexts();
		return {
			columns: columns.map((name) => name.trim()).filter((name) => name !== ''),
			text: await table.locator('tbody').first().innerText(),
		};
	}

	/** @returns the output as JSON text, as the panel shows it */
	async outputJson(): Promise<string> {
		await marked(this.output, 'radio-button-json').click();
		const json = marked(this.output, 'ndv-data-container').locator('.vjs-tree').first();
		await json.waitFor();
		return await json.innerText();
	}

	/** @returns what the output says went wrong, and what to do about it */
	async outputError(): Promise<{ message: string; description: string }> {
		const message = marked(this.output, 'node-error-message');
		await message.waitFor();
		return {
			message: await message.innerText(),
			description: await marked(this.output, 'node-error-description').innerText(),
		};
	}

	/** Unfolds the details of an error. @returns all that is shown then */
	async errorDetails(): Promise<string> {
		await this.output.getByText('From Clerk Sessions').click();
		await this.output.getByText('Error data').waitFor();
		return await marked(this.output, 'ndv-data-container').innerText();
	}

	async close(): Promise<void> {
		await dismissMessages(this.page);
		await marked(this.page, this.editor.closeDetails).click();
		await this.view.waitFor({ state: 'hidden' });
	}

	/** Where an "Edit Fields" node takes fields that are dragged into it. */
	get assignmentsDropArea(): Locator {
		return marked(this.view, 'assignment-collection-drop-area');
	}

	/** @returns the name of the only field that an "Edit Fields" node sets, and its expression */
	async assignment(): Promise<{ name: string; value: string }> {
		const value = marked(this.view, 'assignment-value').locator('.cm-content');
		await value.waitFor();
		return {
			name: await marked(this.view, 'assignment-name').locator('input').inputValue(),
			value: await value.innerText(),
		};
	}

	get input(): InputPanel {
		return new InputPanel(this.page, marked(this.view, 'ndv-input-panel'));
	}

	get output(): Locator {
		return marked(this.view, 'output-panel');
	}

	private field(name: string): Locator {
		// n8n also marks every text area with `parameter-input-field`, which may be a field's name.
		return this.view.locator(`div[data-test-id="parameter-input-${name}"]`);
	}

	private locator(field: string): Locator {
		return marked(this.view, `resource-locator-${field}`);
	}
}
