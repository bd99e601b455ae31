import type { Locator, Page, Request } from 'playwright-core';
import type { Release } from '../installation';
import { dismissMessages, marked } from './selectors';

/** What is done differently in the editors of the releases; all else is the same in both. */
export interface EditorRelease {
	/** The ID, for tests, of what leads from a node's details back to the canvas. */
	closeDetails: string;
	/** Asks for a new credential, in a node's details. */
	newCredential(page: Page, details: Locator): Promise<void>;
	/** Leaves the window of a new credential, once its test has succeeded. */
	leaveNewCredential(window: Locator): Promise<void>;
	/** Publishes the workflow that is open: from now on it runs by itself. */
	publish(page: Page): Promise<void>;
}

export const EDITORS: Readonly<Record<Release, EditorRelease>> = {
	newest: {
		closeDetails: 'ndv-close-button',
		newCredential: async (_page, details) => {
			await marked(details, 'node-credentials-empty-state').locator('button').click();
		},
		// It closes by itself.
		leaveNewCredential: async (window) => await window.waitFor({ state: 'hidden' }),
		publish: async (page) => {
			await dismissMessages(page);
			await marked(page, 'workflow-open-publish-modal-button').click();
			await published(page, marked(page, 'workflow-publish-button'), (request) =>
				request.url().endsWith('/activate'),
			);
		},
	},
	oldest: {
		closeDetails: 'back-to-canvas',
		newCredential: async (page, details) => {
			await marked(details, 'node-credentials-select').click();
			await marked(page, 'node-credentials-select-item-new').click();
		},
		leaveNewCredential: async (window) => await closeWindow(window),
		// A switch instead of a window; and nothing is saved by itself.
		publish: async (page) => {
			await dismissMessages(page);
			await marked(page, 'workflow-save-button').click();
			await marked(page, 'workflow-save-button').getByText('Saved', { exact: true }).waitFor();
			await published(page, marked(page, 'workflow-activate-switch'), isActivation);
		},
	},
};

/** Closes a window by the cross in its corner. */
export async function closeWindow(window: Locator): Promise<void> {
	await window.locator('.el-dialog__headerbtn').click();
	await window.waitFor({ state: 'hidden' });
}

/** What saves a workflow goes to the same address, and says that it is not active. */
function isActivation(request: Request): boolean {
	if (request.method() !== 'PATCH' || !/\/rest\/workflows\/\w+$/.test(request.url())) return false;
	const { active }: { active?: boolean } = request.postDataJSON();
	return active === true;
}

/** @param publishes whether a request is the one that the button sends to publish the workflow */
async function published(
	page: Page,
	button: Locator,
	publishes: (request: Request) => boolean,
): Promise<void> {
	const answer = page.waitForResponse((response) => publishes(response.request()));
	await button.click();
	if (!(await answer).ok()) throw new Error('n8n did not publish the workflow');
}
