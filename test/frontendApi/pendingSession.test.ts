import { type CredentialFields, readCredentialFields } from '../../frontendApi/client/credential';
import { sessionPending } from '../../frontendApi/client/pendingSession';

// What a pending session has to do first, in words. The tasks that Clerk has today are met in test/signIn/pending.

const fields: CredentialFields = readCredentialFields({ connectUsing: 'clientToken' });

test.each([
	['a task that Clerk adds', ['accept-terms'], 'the task accept-terms has to be done first'],
	[
		'beside one that is known',
		['setup-mfa', 'accept-terms'],
		'two-step verification has to be set up, and the task accept-terms has to be done first',
	],
	['what may be anything', ['<b>eyJhbGciOi.secret</b>'], 'a task has to be done first'],
	['a task without end', ['a'.repeat(65)], 'a task has to be done first'],
	['a name that every object has', ['constructor'], 'the task constructor has to be done first'],
	['no task', [], 'something has to be done first'],
])('%s', (_what, tasks, message) => {
	const { failure } = sessionPending(fields, tasks);
	expect(failure).toMatchObject({ message: `The session is pending: ${message}` });
	expect(failure.description).toContain('in the application');
});
