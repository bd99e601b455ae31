import { adviceFor, ERROR_ADVICE } from '../../frontendApi/protocol/errorAdvice';
import { STEP_ADVICE } from '../../frontendApi/protocol/stepAdvice';
import { declarationOf, OPERATIONS, type OperationCase } from '../support/operations';
import { type NodeRunOptions, setup } from '../support/setup';
import { sampled } from '../support/size';
import { answers, clerkAnswers } from './clerkAnswer';
import { CODES_BY_STATUS } from './clerkStatuses';

const env = setup();

const CASES = Object.entries(CODES_BY_STATUS).flatMap(([status, codes]) =>
	codes.map((code) => ({ code, status: Number(status) })),
);
/** Of each status. */
const TRIED = Object.keys(CODES_BY_STATUS).flatMap((status) =>
	sampled(CASES.filter((entry) => entry.status === Number(status))),
);
const TRACE = '7f0e5e8a9f1c4b6d8a2e3c5d7e9f1a2b';

/** Each code comes from another operation: all of them explain alike, but for what they declare. */
const operationOf = (index: number) => OPERATIONS[index % OPERATIONS.length] as OperationCase;

function run(index: number, options?: NodeRunOptions) {
	const { resource, operation, needs } = operationOf(index);
	return env.runNode({ resource, operation, ...needs, options: { maxRetries: 0 } }, options);
}

/** What a step is told: its own word comes first. */
const ALL_ADVICE: Record<string, string> = { ...ERROR_ADVICE, ...STEP_ADVICE };

test('the catalogue and the list of statuses name the same codes', () => {
	expect(CASES.map(({ code }) => code).sort()).toEqual(Object.keys(ALL_ADVICE).sort());
});

const DECLARED = OPERATIONS.flatMap((entry) => Object.entries(declarationOf(entry).advice ?? {}));

test.each([
	...sampled([...Object.entries(ERROR_ADVICE), ...Object.entries(STEP_ADVICE)]),
	...DECLARED,
])('the advice on %s says what to do', (_code, advice) => {
	expect(advice).toMatch(/^[A-Z'].{10,}\.$/);
	// n8n's UX guidelines.
	expect(advice).not.toMatch(/\b(error|problem|failure|mistake)/i);
});

test.each(TRIED.map(({ code, status }, index) => ({ code, status, index })))(
	"$code reaches the user in Clerk's words, with our advice",
	async ({ code, status, index }) => {
		const answer = {
			code,
			status,
			message: `Short on ${code}`,
			longMessage: `All about ${code}.`,
			param: 'strategy',
			traceId: TRACE,
		};
		env.sandbox.faults.add(clerkAnswers(answer));
		const description = declarationOf(operationOf(index)).advice?.[code] ?? ALL_ADVICE[code];
		const details = { code, param_name: 'strategy', status, clerk_trace_id: TRACE };
		const { error } = await run(index);
		expect(error).toMatchObject({
			name: 'NodeApiError',
			message: answer.longMessage,
			description,
			httpCode: String(status),
			context: { itemIndex: 0, data: details },
			messages: [],
		});

		const { error: fatal, items } = await run(index, {
			onError: 'continueRegularOutput',
			items: [{ n: 1 }, { n: 2 }],
		});
		expect(fatal).toBeUndefined();
		const json = {
			error: {
				message: answer.longMessage,
				description,
				code,
				status,
				traceId: TRACE,
				param: 'strategy',
			},
		};
		expect(items).toEqual([
			{ json, pairedItem: { item: 0 } },
			{ json, pairedItem: { item: 1 } },
		]);
	},
);

test.each([
	[402, 'billing_not_enabled'],
	[418, 'from_the_future'],
	[500, 'unheard_of'],
	[400, 'constructor'],
	[400, '__proto__'],
])(
	'a %i with the code %s, which the catalogue lacks, is explained by its status',
	async (status, code) => {
		env.sandbox.faults.add(clerkAnswers({ status, code, message: 'Short', traceId: TRACE }));
		const { error } = await run(0);
		expect(error).toMatchObject({ message: 'Short', description: adviceFor(code, status, 'step') });
		expect(adviceFor(code, status, 'step')).toMatch(
			status < 500 ? /^Check the fields/ : /^Clerk could not/,
		);
	},
);

test('without a long message the short one is shown, and without both the code', async () => {
	env.sandbox.faults.add({ ...answers(400, { errors: [{ code: 'gone' }] }) });
	expect((await run(0)).error).toMatchObject({ message: 'Clerk answered gone' });
});

test('of several errors the first counts, and what is missing is left out', async () => {
	const errors = [
		{ code: 'form_param_nil', message: 'first', meta: null },
		{ code: 'form_param_missing', message: 'second' },
	];
	env.sandbox.faults.add(answers(422, { errors }));
	const { json } = await run(0, { onError: 'continueRegularOutput' });
	const description = STEP_ADVICE.form_param_nil;
	expect(json).toEqual([
		{ error: { message: 'first', description, code: 'form_param_nil', status: 422 } },
	]);
});

test('with the error output, failed items go there beside their own fields, the others on', async () => {
	const other = env.signIn();
	env.sandbox.faults.add({
		...clerkAnswers({ status: 403, code: 'session_reverification_required', traceId: TRACE }),
		path: new RegExp(env.client.sessionId),
	});
	const { error, items, failedItems } = await env.runNode(
		{
			resource: 'session',
			operation: 'get',
			sessionId: { __rl: true, mode: 'id', value: '={{ $json.session }}' },
		},
		{
			as: other,
			onError: 'continueErrorOutput',
			items: [{ session: env.client.sessionId }, { session: other.sessionId }],
		},
	);
	expect(error).toBeUndefined();
	expect(items).toMatchObject([{ json: { id: other.sessionId }, pairedItem: { item: 1 } }]);
	expect(failedItems).toMatchObject([
		{
			json: {
				session: env.client.sessionId,
				error: { code: 'session_reverification_required', status: 403, traceId: TRACE },
			},
			pairedItem: { item: 0 },
		},
	]);
});
