import type { Locator, Page } from 'playwright-core';
import { marked } from './selectors';

/** The left of a node's details: the fields that the nodes before it put out, as its Schema view lists them. */
export class InputPanel {
	constructor(
		private readonly page: Page,
		private readonly panel: Locator,
	) {}

	/** Unfolds the fields of one node; those of all others fold. */
	async unfold(node: string): Promise<void> {
		const title = this.page.getByText(node, { exact: true });
		const header = marked(this.panel, 'run-data-schema-header').filter({ has: title });
		await header.waitFor();
		// A click on what is unfolded folds it.
		if (await header.locator('.collapsed').isVisible()) await header.click();
	}

	/** Waits until n8n says that what is unfolded is not data of a run. */
	async showsPreview(): Promise<void> {
		await marked(this.panel, 'schema-preview-warning').waitFor();
	}

	/** @returns the expression of each field of a node that is unfolded, from top to bottom */
	async expressions(node: string): Promise<string[]> {
		const fields = this.fields(node);
		await fields.first().waitFor();
		// The list reuses its elements: their order on the page is not the one in the document.
		const shown = await fields.evaluateAll((elements) =>
			elements.map((element) => ({
				expression: element.getAttribute('data-value') ?? '',
				top: element.getBoundingClientRect().top,
			})),
		);
		return shown.sort((one, other) => one.top - other.top).map(({ expression }) => expression);
	}

	/** Drags a field of a node onto something, slowly enough for n8n to see it come. */
	async drag(node: string, field: string, target: Locator): Promise<void> {
		const source = this.fields(node).and(this.page.locator(`[data-name="${field}"]`));
		await source.dragTo(target, { steps: 10 });
	}

	private fields(node: string): Locator {
		return marked(this.panel, 'run-data-schema-node-name').and(
			this.page.locator(`[data-node-name="${node}"]`),
		);
	}
}
