import { type Engine, startEngine } from '../support/engine';
import { type Sandbox, startSandbox, type Settings } from '../../sandbox';
import { days, minutes } from '../../sandbox/clock';
import { type OwnApi, startOwnApi } from '../support/ownApi';
import { importExample } from '../examples/example';
import { sharedKeyPair } from '../support/keyPair';
import { PACKAGE } from '../support/setup';
import { sized } from '../support/size';
import { CREDENTIAL_TYPE } from '../support/workflows';
import { isSignIn, PEOPLE, type Way } from './account';
import { restartedEngine } from './restart';
import { withDate } from './withDate';

const START = Date.UTC(2026, 0, 1);
export const HOUR = minutes(60);
/** In short, what is left to chance of the waits for other workers is a tenth. */
const CHANCE = sized({ full: 1, short: 0.1 });
const CREDENTIAL = 'month';

/** A month of runs. Each has a test file of its own, so that they run side by side. */
interface Month {
	way: Way;
	settings?: Partial<Settings>;
	/** Days: longer than a session lasts. */
	span: number;
	/** Milliseconds from one run to the next. */
	every: number;
	/** Sessions that end within the span. */
	ended: number;
}

let sandbox: Sandbox;
let api: OwnApi;
let engine: Engine;

/**
 * Tests that a workflow on a schedule goes through a month, with a restart of n8n in the middle: each run
 * succeeds, and nobody signs in before a session has ended.
 */
export function testMonth({ way, settings, span, every, ended }: Month): void {
	afterEach(async () => {
		jest.restoreAllMocks();
		await engine.stop();
		await api.stop();
		await sandbox.stop();
	});

	test(
		`${span} days of runs, using ${way}, with ${ended} sessions that end`,
		async () => {
			const runs = days(span) / every;
			const random = Math.random.bind(Math);
			jest.spyOn(Math, 'random').mockImplementation(() => random() * CHANCE);
			await withDate(START, async () => {
				sandbox = await startSandbox({
					now: () => Date.now(),
					settings,
					keyPair: await sharedKeyPair(),
				});
				api = await startOwnApi(sandbox.url);
				engine = await startEngine({
					packages: [PACKAGE],
					credentials: {
						[CREDENTIAL]: { name: CREDENTIAL, type: CREDENTIAL_TYPE, data: fields(way) },
					},
				});
				const workflow = importExample('hand-on-a-session-token.json', CREDENTIAL, {
					apiUrl: `${api.url}/orders`,
				});
				const failures: string[] = [];
				for (let run = 0; run < runs; run++) {
					jest.setSystemTime(START + run * every);
					if (run === runs / 2) await restart();
					const result = await engine.run(workflow, { mode: 'trigger' });
					if (result.status !== 'success') failures.push(`${run}: ${result.error?.message}`);
				}
				expect(failures).toEqual([]);
			});
			expect(api.calls).toHaveLength(runs);
			expect(api.refusals).toBe(0);
			const person = sandbox.details.people[PEOPLE.grace]?.id;
			expect(api.calls.filter(({ claims }) => claims?.sub !== person)).toEqual([]);
			// Sessions that served, and the one that lives: nobody else was signed in.
			const sessions = new Set(api.calls.map(({ claims }) => claims?.sid));
			expect(sessions.size).toBe(ended + 1);
			expect(sandbox.requestLog.filter(isSignIn)).toHaveLength(ended + 1);
		},
		// 720 runs at full size: a minute on an idle machine.
		300_000,
	);
}

/** Nothing but the stored credential survives. */
async function restart(): Promise<void> {
	const before = engine;
	engine = await restartedEngine(before, CREDENTIAL);
	await before.stop();
}

function fields(way: Way) {
	const { backendApiUrl, people, proxyUrl, publishableKey, secretKey } = sandbox.details;
	const { id = '', identifier = '', password = '' } = people[PEOPLE.grace] ?? {};
	return {
		publishableKey,
		proxyUrl,
		connectUsing: way,
		...(way === 'password'
			? { identifier, password: password ?? '' }
			: { userId: id, secretKey, backendApiUrl }),
	};
}
