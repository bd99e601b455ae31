import { STEPS } from '../../nodes/ClerkSessions/transport/steps';

test('a request passes through these steps, in this order', () => {
	expect(STEPS.map(({ name }) => name)).toEqual([
		'throwFailure',
		'reauthenticate',
		'refreshLookUp',
		'buildRequest',
		'selectEntries',
		'cacheSessionToken',
		'checkOrganization',
		'refusePending',
		'checkAnswer',
		'sendExpiredToken',
		'limitConcurrency',
		'retryTransient',
		'send',
	]);
});
