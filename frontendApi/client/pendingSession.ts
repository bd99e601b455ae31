import { ClerkRequestError } from '../protocol/failure';
import type { CredentialFields } from './credential';

/** The code of the refusal for a session that has something to do first. Clerk has none for it. */
export const SESSION_PENDING = 'session_pending';

const CHOOSE_ORGANIZATION = 'choose-organization';

/** Clerk's session tasks (clerk-docs `_partials/session-tasks-table`), in words. */
const TASKS: Readonly<Record<string, string>> = {
	[CHOOSE_ORGANIZATION]: 'an organization has to be chosen',
	'reset-password': 'the password has to be changed',
	'setup-mfa': 'two-step verification has to be set up',
};

/**
 * Why a pending session is of no use: Clerk's backends take its tokens for those of somebody who is
 * signed out (clerk-docs `guides/configure/session-tasks`).
 *
 * @param tasks the keys of what has to be done first, as far as they are known
 */
export function sessionPending(
	fields: CredentialFields,
	tasks: readonly string[],
): ClerkRequestError {
	const missing = tasks.length > 0 ? tasks.map(inWords).join(', and ') : 'something has to be done';
	return new ClerkRequestError({
		message: `The session is pending: ${missing} first`,
		description: adviceFor(fields, tasks),
		code: SESSION_PENDING,
	});
}

function inWords(task: string): string {
	if (Object.hasOwn(TASKS, task)) return TASKS[task] ?? task;
	return /^[a-z-]{1,64}$/.test(task) ? `the task ${task} has to be done` : 'a task has to be done';
}

function adviceFor(fields: CredentialFields, tasks: readonly string[]): string {
	const others = tasks.filter((task) => task !== CHOOSE_ORGANIZATION);
	return [
		...(tasks.includes(CHOOSE_ORGANIZATION) ? [organizationAdvice(fields)] : []),
		...(others.length > 0 || tasks.length === 0
			? ['The person has to do that in the application: signing in again does not help.']
			: []),
	].join(' ');
}

/** Touching a session with an organization does the task (clerk-js `setActive`). */
function organizationAdvice({ connectUsing, organizationId }: CredentialFields): string {
	const touch = "'Session: Touch' with an organization";
	if (connectUsing === 'signInTicket' && organizationId.trim() === '') {
		return `Enter an 'Organization ID' in the credential, so that each sign-in begins in that organization, or run ${touch} before this step.`;
	}
	if (connectUsing === 'password') {
		return `Signing in again does not help: run ${touch} before this step, or connect using a sign-in ticket with an 'Organization ID'.`;
	}
	return `Signing in again does not help: run ${touch} once.`;
}
