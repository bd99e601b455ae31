import { existsSync } from 'node:fs';
import { chromium, type Browser } from 'playwright-core';

/** Where systems put it; CHROMIUM names any other place. */
const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** What keeps it small, quiet, and on this machine. */
const FLAGS = [
	'--no-sandbox',
	'--disable-gpu',
	'--disable-quic',
	'--no-first-run',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync',
	'--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
];

/** @throws Error saying what to do where there is no Chromium */
export async function startChromium(): Promise<Browser> {
	const place = [process.env.CHROMIUM, ...PLACES].find((path) => path && existsSync(path));
	if (!place) {
		throw new Error(
			'No Chromium was found. Install it (Debian: apt-get install chromium) or name it in CHROMIUM.',
		);
	}
	return await chromium.launch({ executablePath: place, headless: true, args: FLAGS });
}
