import type { Instance } from '../instance';
import type { Session } from './entities';
import { hasSecondFactor, type Person } from './people';

/**
 * What a new session has to do before it is active, in the order in which clerk-js offers it
 * (`Session.currentTask` is the first).
 *
 * @param organizationId the organization that the session begins in
 */
export function tasksOf(
	{ settings }: Instance,
	person: Person,
	organizationId: string | undefined,
): string[] {
	const { forceOrganizationSelection, passwordResetIsTask, requireSecondFactor } = settings;
	const isDue: Record<string, boolean> = {
		'choose-organization': forceOrganizationSelection && organizationId === undefined,
		'reset-password': passwordResetIsTask && person.passwordMustChange,
		'setup-mfa': requireSecondFactor && !hasSecondFactor(person),
	};
	const own = person.tasks.filter(
		(task) => task !== 'choose-organization' || organizationId === undefined,
	);
	const due = Object.keys(isDue).filter((task) => isDue[task] === true);
	return [...new Set([...due, ...own])];
}

/** Takes a task off a session; with the last one gone, a pending session is active. */
export function completeTask(session: Session, done: string): void {
	session.tasks = session.tasks.filter((task) => task !== done);
	if (session.tasks.length > 0 || session.status !== 'pending') return;
	session.status = 'active';
	// It says that the session is pending.
	session.lastActiveToken = undefined;
}
