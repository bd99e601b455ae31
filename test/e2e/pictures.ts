import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { dismissMessages } from './editor/selectors';
import { PICTURES } from './paths';

/** CodeMirror, in which n8n shows expressions, leaves an empty box in the window's corner. */
const HIDE_LEFTOVERS = '[class^="ͼ"]:empty { visibility: hidden }';

/** For an n8n whose pictures nobody needs. */
export const NO_PICTURES: Pick<Pictures, 'take'> = { take: async () => {} };

/** Takes the README's pictures, each in the light and the dark theme. */
export class Pictures {
	constructor(private readonly page: Page) {
		mkdirSync(PICTURES, { recursive: true });
	}

	/**
	 * Takes a picture of what is on the page, with no message over it: `NAME.png` and `NAME-dark.png`.
	 * n8n follows the system's theme unless somebody chose another.
	 *
	 * @param part what to show of it; the whole window when missing
	 */
	async take(name: string, part: Locator | Page = this.page): Promise<void> {
		await dismissMessages(this.page);
		// Whatever the mouse is over shows its buttons.
		await this.page.mouse.move(0, 0);
		await this.shoot(name, part);
		await this.page.emulateMedia({ colorScheme: 'dark' });
		await this.shoot(`${name}-dark`, part);
		await this.page.emulateMedia({ colorScheme: 'light' });
	}

	private async shoot(name: string, part: Locator | Page): Promise<void> {
		await this.page.waitForTimeout(500);
		await part.screenshot({
			path: join(PICTURES, `${name}.png`),
			animations: 'disabled',
			style: HIDE_LEFTOVERS,
		});
	}
}
