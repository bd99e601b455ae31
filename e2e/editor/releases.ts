import type { Locator, Page } from 'playwright-core';
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
			await published(page, marked(page, 'workflow-publish-button'), /\/activate$/);
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
			await page.waitForURL(/\/workflow\/(?!new)/);
			await published(page, marked(page, 'workflow-activate-switch'), /\/rest\/workflows\/\w+$/);
		},
	},
};

/** Closes a window by the cross in its corner. */
export async function closeWindow(window: Locator): Promise<void> {
	await window.locator('.el-dialog__headerbtn').click();
	await window.waitFor({ state: 'hidden' });
}

/** @param address where the button's request goes */
async function published(page: Page, button: Locator, address: RegExp): Promise<void> {
	const answer = page.waitForResponse(
		(response) => response.request().method() !== 'GET' && address.test(response.url()),
	);
	await button.click();
	if (!(await answer).ok()) throw new Error('n8n did not publish the workflow');
}
