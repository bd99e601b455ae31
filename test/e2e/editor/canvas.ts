import { OFFERED } from '../../support/operations';
import type { Locator, Page } from 'playwright-core';
import { NodeDetails } from './nodeDetails';
import type { EditorRelease } from './releases';
import { dismissMessages, marked } from './selectors';

/** How long a workflow may run. */
const RUN_PATIENCE_MS = 60_000;

/** The canvas of one workflow, and the panel from which nodes are added. */
export class Canvas {
	constructor(
		private readonly page: Page,
		private readonly url: string,
		private readonly editor: EditorRelease,
	) {}

	async openNew(): Promise<void> {
		await this.page.goto(`${this.url}/workflow/new`);
		await marked(this.page, 'canvas-plus-button').waitFor();
	}

	async open(workflowId: string): Promise<void> {
		await this.page.goto(`${this.url}/workflow/${workflowId}`);
		await marked(this.page, 'canvas-node').first().waitFor();
	}

	/** Adds the trigger that starts a workflow by hand, as its first node. */
	async addManualTrigger(): Promise<void> {
		await marked(this.page, 'canvas-plus-button').click();
		await this.search('manual');
		await this.item('Manual Trigger').click();
		await this.node('When clicking').waitFor();
		await this.panel.waitFor({ state: 'hidden' });
	}

	/** Opens the nodes panel and types into its search. */
	async searchNodes(text: string): Promise<Locator> {
		if (!(await this.panel.isVisible())) {
			await marked(this.page, 'node-creator-plus-button').click();
		}
		return await this.search(text);
	}

	/** Opens the list of the node's actions in the nodes panel, by what somebody may search for. */
	async openActions(search = 'clerk'): Promise<void> {
		const found = await this.searchNodes(search);
		await found.getByText('Clerk Sessions', { exact: true }).click();
		await this.panel.getByText(`Actions (${OFFERED.length})`).waitFor();
	}

	/** Adds the node whose actions the panel shows. What opens is its details. */
	async addAction(action: string): Promise<NodeDetails> {
		await this.item(action).click();
		return await this.opened();
	}

	/** Imports a workflow from a file, as the workflow's menu does. */
	async importFile(file: string): Promise<void> {
		await this.openNew();
		await marked(this.page, 'workflow-import-input').setInputFiles(file);
		await marked(this.page, 'canvas-node').first().waitFor();
	}

	/** The nodes panel. */
	get panel(): Locator {
		return marked(this.page, 'node-creator');
	}

	node(name: string): Locator {
		return marked(this.page, 'canvas-node').filter({ hasText: name });
	}

	async openNode(name: string): Promise<NodeDetails> {
		await this.page.locator(`[data-test-id="canvas-node"][data-node-name="${name}"]`).dblclick();
		return await this.opened();
	}

	/** Sets the value of the only field that an "Edit Fields" node sets. */
	async setAssignment(node: string, value: string): Promise<void> {
		const details = await this.openNode(node);
		const field = marked(this.page, 'assignment-value').locator('input, textarea').first();
		await field.fill(value);
		await details.close();
	}

	/** Publishes the workflow: from now on it runs by itself. */
	async publish(): Promise<void> {
		await this.editor.publish(this.page);
	}

	/** The ID of the workflow that is open; n8n has one once it is saved. */
	get workflowId(): string {
		return /\/workflow\/(\w+)/.exec(this.page.url())?.[1] ?? '';
	}

	/** Runs the workflow and waits for n8n's message. @returns what the message says */
	async execute(): Promise<string> {
		await dismissMessages(this.page);
		await marked(this.page, 'execute-workflow-button').click();
		const message = this.page.locator('.el-notification__title:visible');
		await message
			.filter({ hasText: /executed|problem|error/i })
			.first()
			.waitFor({ timeout: RUN_PATIENCE_MS });
		return await message.first().innerText();
	}

	/** Shows all nodes, none selected. What is imported is selected at first. */
	async showWhole(): Promise<void> {
		await this.page.locator('.vue-flow__pane').click({ position: { x: 800, y: 40 } });
		await marked(this.page, 'zoom-to-fit').click();
		await this.page.waitForTimeout(600);
	}

	/** The details that are open. */
	get details(): NodeDetails {
		return new NodeDetails(this.page, this.editor);
	}

	private async opened(): Promise<NodeDetails> {
		await marked(this.page, 'ndv').waitFor();
		return this.details;
	}

	private async search(text: string): Promise<Locator> {
		await marked(this.page, 'node-creator-search-bar').fill(text);
		return marked(this.page, 'node-creator-item-name');
	}

	private item(name: string): Locator {
		return marked(this.page, 'node-creator-item-name').getByText(name, { exact: true });
	}
}
