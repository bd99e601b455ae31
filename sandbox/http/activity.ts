import type { Instance } from '../instance';
import type { SessionActivity } from '../state/entities';
import { requestClient, type SandboxContext } from './context';

/** The first that matches counts: Edge calls itself Chrome as well, and Chrome Safari. */
const BROWSERS: ReadonlyArray<[name: string, version: RegExp]> = [
	['Edge', /\bEdg\w*\/([\d.]+)/],
	['Firefox', /\bFirefox\/([\d.]+)/],
	['Chrome', /\bChrome\/([\d.]+)/],
	['Safari', /\bVersion\/([\d.]+).*\bSafari\//],
];
const DEVICES: ReadonlyArray<[type: string, name: RegExp]> = [
	['iPhone', /\biPhone\b/],
	['iPad', /\biPad\b/],
	['Android', /\bAndroid\b/],
	['Macintosh', /\bMacintosh\b/],
	['Windows', /\bWindows\b/],
	['Linux', /\bLinux\b/],
];

/** Notes from where a session is used; without an ID, none is. */
export function noteActivity(
	{ random, store }: Instance,
	c: SandboxContext,
	sessionId: string | undefined,
): void {
	const session = sessionId === undefined ? undefined : store.sessions.get(sessionId);
	if (!session) return;
	const id = session.activity?.id ?? random.id('sess_activity');
	session.activity = { id, ...activityOf(c) };
}

/** What a request tells of the device that sends it. Where that is, this machine cannot know. */
function activityOf(c: SandboxContext): Omit<SessionActivity, 'id'> {
	const userAgent = c.req.header('user-agent') ?? '';
	const browser = BROWSERS.find(([, version]) => version.test(userAgent));
	return {
		isMobile: /\bMobi/.test(userAgent),
		deviceType: DEVICES.find(([, name]) => name.test(userAgent))?.[0],
		browserName: browser?.[0],
		browserVersion: browser?.[1].exec(userAgent)?.[1],
		ipAddress: requestClient(c).address || undefined,
	};
}
