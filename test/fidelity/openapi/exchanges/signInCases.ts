import { required, type Case, type Form, type CaseContext } from './cases';

const PATH = '/v1/client/sign_ins';
const ONE = `${PATH}/{sign_in_id}`;

/** Starts a sign-in as somebody who is on nobody's client. */
async function started(context: CaseContext, form: Form): Promise<Form> {
	return { sign_in_id: idOf(await context.ask('POST', PATH, form)) };
}

const identified = (context: CaseContext) =>
	started(context, { identifier: context.person.identifier });
const withPassword = (context: CaseContext) => started(context, passwordOf(context));

const passwordOf = ({ person }: CaseContext): Form => ({
	strategy: 'password',
	identifier: person.identifier,
	password: required(person.password),
});

const emailOf = ({ person }: CaseContext): Form => ({
	strategy: 'email_code',
	email_address_id: required(person.emailAddressId),
});

async function emailSent(context: CaseContext): Promise<Form> {
	const ids = await identified(context);
	await context.ask('POST', `${PATH}/${ids.sign_in_id}/prepare_first_factor`, emailOf(context));
	return ids;
}

function idOf(answer: unknown): string {
	const { response }: { response?: { id?: string } } = Object(answer);
	return required(response?.id);
}

const create = { operationId: 'createSignIn', method: 'POST', path: PATH, person: null } as const;
const prepare = {
	operationId: 'prepareSignInFactorOne',
	method: 'POST',
	path: `${ONE}/prepare_first_factor`,
	person: null,
} as const;
const attempt = {
	operationId: 'attemptSignInFactorOne',
	method: 'POST',
	path: `${ONE}/attempt_first_factor`,
	person: null,
} as const;
const attemptSecond = {
	operationId: 'attemptSignInFactorTwo',
	method: 'POST',
	path: `${ONE}/attempt_second_factor`,
	person: null,
} as const;
const reset = {
	operationId: 'resetPassword',
	method: 'POST',
	path: `${ONE}/reset_password`,
	person: null,
} as const;

/** Everything about signing in. Nobody is signed in beforehand; the form's person is Ada. */
export const signInCases: Case[] = [
	{
		...create,
		name: 'an identifier',
		form: ({ person }) => ({ identifier: person.identifier }),
		status: 200,
	},
	{ ...create, name: 'a password, with a second factor to follow', form: passwordOf, status: 200 },
	{
		...create,
		name: 'a password, complete',
		form: ({ sandbox }) => {
			const grace = sandbox.details.people[1];
			return {
				strategy: 'password',
				identifier: required(grace?.identifier),
				password: required(grace?.password),
			};
		},
		status: 200,
	},
	{
		...create,
		name: 'a device that is not trusted',
		before: async ({ sandbox }) => {
			sandbox.settings.deviceTrust = true;
		},
		form: ({ sandbox }) => {
			const grace = sandbox.details.people[1];
			return {
				strategy: 'password',
				identifier: required(grace?.identifier),
				password: required(grace?.password),
			};
		},
		status: 200,
	},
	{
		...create,
		name: 'a code by email at once',
		form: ({ person }) => ({ strategy: 'email_code', identifier: person.identifier }),
		status: 200,
	},
	{
		...create,
		name: 'nobody known',
		form: { identifier: 'nobody@example.com' },
		status: 422,
		code: 'form_identifier_not_found',
	},
	{
		...create,
		name: 'a wrong password',
		form: (context) => ({ ...passwordOf(context), password: 'wrong' }),
		status: 422,
		code: 'form_password_incorrect',
	},
	{
		...create,
		name: 'a ticket that is none',
		form: { strategy: 'ticket', ticket: 'none' },
		status: 400,
		code: 'ticket_invalid_code',
	},
	{
		...create,
		name: 'signed in already',
		person: 'Ada',
		form: passwordOf,
		status: 400,
		code: 'session_exists',
	},
	{
		...create,
		name: 'a locked account',
		before: async ({ sandbox, ask, ...context }) => {
			sandbox.settings.lockout = { attempts: 1, minutes: 60 };
			await ask('POST', PATH, { ...passwordOf({ sandbox, ask, ...context }), password: 'wrong' });
		},
		form: passwordOf,
		status: 403,
		code: 'user_locked',
	},
	{
		...create,
		name: 'too many',
		before: async ({ sandbox }) => {
			sandbox.settings.signInRateLimit = { requests: 0, perSeconds: 10 };
		},
		form: passwordOf,
		status: 429,
		code: 'too_many_requests',
	},
	{
		operationId: 'getSignIn',
		name: 'a sign-in under way',
		method: 'GET',
		path: ONE,
		person: null,
		before: identified,
		status: 200,
	},
	{
		operationId: 'getSignIn',
		name: 'one that is not there',
		method: 'GET',
		path: `${PATH}/sia_unknown`,
		person: null,
		before: identified,
		status: 404,
		code: 'resource_not_found',
	},
	{ ...prepare, name: 'email_code', before: identified, form: emailOf, status: 200 },
	{
		...prepare,
		name: 'phone_code',
		before: identified,
		form: ({ person }) => ({
			strategy: 'phone_code',
			phone_number_id: required(person.phoneNumberId),
		}),
		status: 200,
	},
	{
		...prepare,
		name: 'passkey',
		before: identified,
		form: { strategy: 'passkey' },
		status: 200,
	},
	{
		...prepare,
		name: 'an address that is not there',
		before: identified,
		form: { strategy: 'email_code', email_address_id: 'idn_unknown' },
		status: 422,
		code: 'form_resource_not_found',
	},
	{
		...attempt,
		name: 'email_code',
		before: emailSent,
		form: { strategy: 'email_code', code: '424242' },
		status: 200,
	},
	{
		...attempt,
		name: 'a wrong code',
		before: emailSent,
		form: { strategy: 'email_code', code: '000000' },
		status: 422,
		code: 'form_code_incorrect',
	},
	{
		...attempt,
		name: 'a code that was never sent',
		before: identified,
		form: { strategy: 'email_code', code: '424242' },
		status: 400,
		code: 'verification_missing',
	},
	{
		operationId: 'prepareSignInFactorTwo',
		name: 'phone_code',
		method: 'POST',
		path: `${ONE}/prepare_second_factor`,
		person: null,
		before: withPassword,
		form: { strategy: 'phone_code' },
		status: 200,
	},
	{
		...attemptSecond,
		name: 'totp',
		before: withPassword,
		form: ({ sandbox, person }) => ({
			strategy: 'totp',
			code: required(sandbox.totpCodeOf(person.id)),
		}),
		status: 200,
	},
	{
		...attemptSecond,
		name: 'backup_code',
		before: withPassword,
		form: ({ person }) => ({ strategy: 'backup_code', code: required(person.backupCodes[0]) }),
		status: 200,
	},
	{
		...attemptSecond,
		name: 'before the first factor',
		before: identified,
		form: { strategy: 'totp', code: '000000' },
		status: 400,
		code: 'client_state_invalid',
	},
	{
		...reset,
		name: 'a new password',
		before: (context) => {
			const margaret = context.sandbox.details.people[4];
			return started(context, {
				strategy: 'password',
				identifier: required(margaret?.identifier),
				password: required(margaret?.password),
			});
		},
		form: { password: 'a-password-never-used-before' },
		status: 200,
	},
	{
		...reset,
		name: 'a password that is too short',
		before: (context) => {
			const margaret = context.sandbox.details.people[4];
			return started(context, {
				strategy: 'password',
				identifier: required(margaret?.identifier),
				password: required(margaret?.password),
			});
		},
		form: { password: 'short' },
		status: 422,
		code: 'form_password_length_too_short',
	},
];
