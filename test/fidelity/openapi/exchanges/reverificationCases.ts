import { required, type Case, type Form, type CaseContext } from './cases';

const VERIFY = '/v1/client/sessions/{session_id}/verify';

const start = {
	operationId: 'startSessionReverification',
	method: 'POST',
	path: VERIFY,
} as const;
const prepareFirst = {
	operationId: 'prepareSessionReverificationFirstFactor',
	method: 'POST',
	path: `${VERIFY}/prepare_first_factor`,
} as const;
const attemptFirst = {
	operationId: 'attemptSessionReverificationFirstFactor',
	method: 'POST',
	path: `${VERIFY}/attempt_first_factor`,
} as const;
const prepareSecond = {
	operationId: 'prepareSessionReverificationSecondFactor',
	method: 'POST',
	path: `${VERIFY}/prepare_second_factor`,
} as const;
const attemptSecond = {
	operationId: 'attemptSessionReverificationSecondFactor',
	method: 'POST',
	path: `${VERIFY}/attempt_second_factor`,
} as const;

const emailOf = ({ person }: CaseContext): Form => ({
	strategy: 'email_code',
	email_address_id: required(person.emailAddressId),
});
const phoneOf = ({ person }: CaseContext): Form => ({
	strategy: 'phone_code',
	phone_number_id: required(person.phoneNumberId),
});

const startedAt =
	(level: 'first_factor' | 'second_factor' | 'multi_factor') =>
	async ({ ask, sessionId }: CaseContext): Promise<void> => {
		await ask('POST', pathOf(sessionId), { level });
	};

/** Started, and prepared with that form. */
const prepared =
	(stage: 'first' | 'second', form: (context: CaseContext) => Form) =>
	async (context: CaseContext): Promise<Record<string, string>> => {
		await startedAt(`${stage}_factor`)(context);
		const path = `${pathOf(context.sessionId)}/prepare_${stage}_factor`;
		const answer = await context.ask('POST', path, form(context));
		return { nonce: nonceOf(answer) };
	};

const pathOf = (sessionId: string) => VERIFY.replace('{session_id}', sessionId);

function nonceOf(answer: unknown): string {
	const { response }: { response?: { first_factor_verification?: { nonce?: string } | null } } =
		Object(answer);
	return response?.first_factor_verification?.nonce ?? '';
}

const prepareCases: Case[] = [
	{
		...prepareFirst,
		name: 'email_code',
		before: startedAt('first_factor'),
		form: emailOf,
		status: 200,
	},
	{
		...prepareFirst,
		name: 'phone_code',
		before: startedAt('first_factor'),
		form: phoneOf,
		status: 200,
	},
	{
		...prepareFirst,
		name: 'passkey',
		before: startedAt('first_factor'),
		form: { strategy: 'passkey' },
		status: 200,
	},
	{
		...prepareFirst,
		name: 'enterprise_sso',
		person: 'Edith',
		before: startedAt('first_factor'),
		form: { strategy: 'enterprise_sso', redirect_url: 'https://app.example/callback' },
		status: 200,
	},
	{
		...prepareFirst,
		name: 'not started',
		form: emailOf,
		status: 400,
		code: 'session_reverification_missing',
	},
	{
		...prepareFirst,
		name: 'somebody else’s address',
		before: startedAt('first_factor'),
		form: ({ sandbox }) => ({
			strategy: 'email_code',
			email_address_id: required(sandbox.details.people[1]?.emailAddressId),
		}),
		status: 403,
		code: 'resource_forbidden',
	},
	{
		...prepareFirst,
		name: 'no address',
		before: startedAt('first_factor'),
		form: { strategy: 'email_code' },
		status: 422,
		code: 'form_param_missing',
	},
	{
		...prepareFirst,
		name: 'codes in quick succession',
		before: async (context) => {
			context.sandbox.settings.enforceCodeLimits = true;
			await prepared('first', emailOf)(context);
		},
		form: emailOf,
		status: 429,
		code: 'verification_code_too_many_requests',
	},
	{
		...prepareSecond,
		name: 'phone_code',
		before: startedAt('second_factor'),
		form: phoneOf,
		status: 200,
	},
	{
		...prepareSecond,
		name: 'before the first factor',
		before: startedAt('multi_factor'),
		form: phoneOf,
		status: 400,
		code: 'invalid_action_for_session_reverification',
	},
];

const attemptCases: Case[] = [
	{
		...attemptFirst,
		name: 'password',
		before: startedAt('first_factor'),
		form: ({ person }) => ({ strategy: 'password', password: required(person.password) }),
		status: 200,
	},
	{
		...attemptFirst,
		name: 'password, with a second factor to follow',
		before: startedAt('multi_factor'),
		form: ({ person }) => ({ strategy: 'password', password: required(person.password) }),
		status: 200,
	},
	{
		...attemptFirst,
		name: 'email_code',
		before: prepared('first', emailOf),
		form: { strategy: 'email_code', code: '424242' },
		status: 200,
	},
	{
		...attemptFirst,
		name: 'phone_code',
		before: prepared('first', phoneOf),
		form: { strategy: 'phone_code', code: '424242' },
		status: 200,
	},
	{
		...attemptFirst,
		name: 'passkey',
		before: async (context) => {
			const { nonce } = await prepared('first', () => ({ strategy: 'passkey' }))(context);
			return { credential: context.sandbox.passkeyFor(required(nonce)) };
		},
		form: { strategy: 'passkey', public_key_credential: '{credential}' },
		status: 200,
	},
	{
		...attemptFirst,
		name: 'a passkey that is none',
		before: async (context) => {
			await prepared('first', () => ({ strategy: 'passkey' }))(context);
		},
		form: { strategy: 'passkey', public_key_credential: '{}' },
		status: 422,
		code: 'passkey_invalid_public_key_credential',
	},
	{
		...attemptFirst,
		name: 'a wrong password',
		before: startedAt('first_factor'),
		form: { strategy: 'password', password: 'wrong' },
		status: 422,
		code: 'form_password_incorrect',
	},
	{
		...attemptFirst,
		name: 'a wrong code',
		before: prepared('first', emailOf),
		form: { strategy: 'email_code', code: '000000' },
		status: 422,
		code: 'form_code_incorrect',
	},
	{
		...attemptFirst,
		name: 'a code that was never sent',
		before: startedAt('first_factor'),
		form: { strategy: 'email_code', code: '424242' },
		status: 400,
		code: 'verification_missing',
	},
	{
		...attemptFirst,
		name: 'a locked account',
		before: async (context) => {
			context.sandbox.settings.lockout = { attempts: 1, minutes: 60 };
			await startedAt('first_factor')(context);
			const path = `${pathOf(context.sessionId)}/attempt_first_factor`;
			await context.ask('POST', path, { strategy: 'password', password: 'wrong' });
		},
		form: { strategy: 'password', password: 'wrong' },
		status: 403,
		code: 'user_locked',
	},
	{
		...attemptFirst,
		name: 'attempts in quick succession',
		before: async ({ sandbox }) => {
			sandbox.settings.attemptRateLimit = { requests: 0, perSeconds: 10 };
		},
		form: { strategy: 'password', password: 'wrong' },
		status: 429,
		code: 'too_many_requests',
	},
	{
		...attemptSecond,
		name: 'phone_code',
		before: prepared('second', phoneOf),
		form: { strategy: 'phone_code', code: '424242' },
		status: 200,
	},
	{
		...attemptSecond,
		name: 'totp',
		before: startedAt('second_factor'),
		form: ({ sandbox, person }) => ({
			strategy: 'totp',
			code: required(sandbox.totpCodeOf(person.id)),
		}),
		status: 200,
	},
	{
		...attemptSecond,
		name: 'backup_code',
		before: startedAt('second_factor'),
		form: ({ person }) => ({ strategy: 'backup_code', code: required(person.backupCodes[0]) }),
		status: 200,
	},
	{
		...attemptSecond,
		name: 'a wrong code',
		before: startedAt('second_factor'),
		form: { strategy: 'totp', code: '000000' },
		status: 422,
		code: 'form_code_incorrect',
	},
];

/** Everything about reverification that is not common to all operations. */
export const reverificationCases: Case[] = [
	...(['first_factor', 'second_factor', 'multi_factor'] as const).flatMap((level): Case[] => [
		{ ...start, name: level, form: { level }, status: 200 },
		{ ...start, name: `${level}, no second factor`, person: 'Grace', form: { level }, status: 200 },
	]),
	{
		...start,
		name: 'an identity provider',
		person: 'Edith',
		form: { level: 'first_factor' },
		status: 200,
	},
	{
		...start,
		name: 'a level there is not',
		form: { level: 'unknown' },
		status: 422,
		code: 'form_param_value_invalid',
	},
	...prepareCases,
	...attemptCases,
];
