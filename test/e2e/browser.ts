import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { CHROMIUM } from './paths';

/** In pixels: the pictures of the README have this size, unless they show a part. */
export const WINDOW = { width: 1280, height: 800 };

/** What a check waits for at most. Long, as two slow cores run n8n and the browser. */
const PATIENCE_MS = 20_000;

/** What Chromium must not do on a machine without the internet: nothing but 127.0.0.1 is there. */
const OFFLINE = [
	'--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
	'--disable-quic',
	'--no-first-run',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync',
];

/** @returns a headless Chromium, with a profile of its own that goes with it */
export async function startBrowser(): Promise<Browser> {
	return await chromium.launch({
		executablePath: CHROMIUM,
		headless: true,
		args: ['--no-sandbox', '--disable-gpu', ...OFFLINE],
	});
}

/** @returns a page of a size and a language that do not depend on the machine */
export async function openPage(browser: Browser): Promise<Page> {
	const context = await browser.newContext({
		viewport: WINDOW,
		timezoneId: 'UTC',
		locale: 'en-GB',
	});
	await context.grantPermissions(['clipboard-read', 'clipboard-write']);
	const page = await context.newPage();
	page.setDefaultTimeout(PATIENCE_MS);
	return page;
}

/** Keeps what the page shows, for somebody who wants to know why a check failed. */
export async function keepFailure(page: Page, folder: string, name: string): Promise<void> {
	mkdirSync(folder, { recursive: true });
	const file = `${name.replace(/[^a-z0-9]+/gi, '-').slice(0, 80)}.png`;
	await page.screenshot({ path: join(folder, file) });
}
