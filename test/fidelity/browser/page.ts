import type { Clerk } from '@clerk/clerk-js';
import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import type { Sandbox } from '../../../sandbox';
import { publishableKeyOf } from '../../support/setup';

/** What a page has once clerk-js is loaded; functions that run in the page see it. */
export interface ClerkWindow {
	Clerk: Clerk;
}

/**
 * clerk-js asks for a dev browser only where a test instance can be: under accounts.dev. Everything
 * goes to the proxy URL; the browser would not find this host.
 */
const TEST_INSTANCE = 'sandbox.clerk.accounts.dev';

const CLERK_JS = path.dirname(require.resolve('@clerk/clerk-js'));

/** An application's page on an origin of its own, which serves clerk-js's browser build too. */
export class Application {
	private constructor(
		private readonly server: Server,
		readonly origin: string,
	) {}

	static async start(): Promise<Application> {
		const server = createServer((request, response) => {
			const name = path.basename(new URL(request.url ?? '/', 'http://127.0.0.1').pathname);
			if (!name.endsWith('.js')) {
				response.setHeader('content-type', 'text/html; charset=utf-8');
				return response.end('<!doctype html><title>An application</title>');
			}
			response.setHeader('content-type', 'text/javascript; charset=utf-8');
			readFile(path.join(CLERK_JS, name)).then(
				(script) => response.end(script),
				() => response.writeHead(404).end(),
			);
			return undefined;
		});
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		const address = server.address();
		if (typeof address !== 'object' || !address) throw new Error('The page has no address');
		return new Application(server, `http://127.0.0.1:${address.port}`);
	}

	async stop(): Promise<void> {
		this.server.closeAllConnections();
		await new Promise((resolve) => this.server.close(resolve));
	}

	/**
	 * Opens the page in a browser that knows nothing yet, and loads clerk-js as a script tag does.
	 *
	 * @param foreign takes the addresses off this machine that the page asks for; none is let through
	 */
	async open(browser: Browser, sandbox: Sandbox, foreign: string[]): Promise<Page> {
		const context = await browser.newContext();
		await context.route(
			(url) => url.hostname !== '127.0.0.1',
			async (route) => {
				foreign.push(route.request().url());
				await route.abort();
			},
		);
		const page = await context.newPage();
		await this.load(page, sandbox);
		return page;
	}

	/** Loads the page anew, as the reload button does. */
	async load(page: Page, sandbox: Sandbox): Promise<void> {
		const { proxyUrl } = sandbox.details;
		await page.goto(this.origin);
		await page.evaluate(
			async (attributes) => {
				const { document } = globalThis as unknown as { document: PageDocument };
				const script = document.createElement('script');
				for (const [name, value] of Object.entries(attributes)) script.setAttribute(name, value);
				const loaded = new Promise((resolve, reject) => {
					script.onload = resolve;
					script.onerror = reject;
				});
				document.head.append(script);
				await loaded;
				const { Clerk } = globalThis as unknown as ClerkWindow;
				await Clerk.load({
					telemetry: false,
					unsafe_disableDevelopmentModeConsoleWarning: true,
				});
			},
			{
				src: `${this.origin}/clerk.browser.js`,
				'data-clerk-publishable-key': publishableKeyOf(TEST_INSTANCE),
				'data-clerk-proxy-url': proxyUrl,
			},
		);
	}
}

/** The little of a browser's document that is used; Node's types have none. */
interface PageDocument {
	createElement(name: 'script'): {
		setAttribute(name: string, value: string): void;
		onload?: (value: unknown) => void;
		onerror?: (reason: unknown) => void;
	};
	head: { append(element: object): void };
}
