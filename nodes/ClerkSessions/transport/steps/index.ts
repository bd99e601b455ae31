import { buildRequest } from './buildRequest';
import { cacheSessionToken } from './cacheSessionToken';
import { checkAnswer } from './checkAnswer';
import { checkOrganization } from './checkOrganization';
import { refreshLookUp } from './lastActiveSession';
import { reauthenticate } from './reauthenticate';
import { refusePending } from './refusePending';
import { selectEntries } from './selectEntries';
import { sendExpiredToken } from './sendExpiredToken';
import { SENDING_STEPS } from './sendingSteps';
import { joinSteps, type Step } from './step';
import { throwFailure } from './throwFailure';
import { verifySessionToken } from './verifySessionToken';

/** The way of every item's request, in this order: each step calls the next one and sees its answer. */
export const STEPS: readonly Step[] = [
	// Around all others, so that no reason comes out with a secret in it.
	throwFailure,
	// Somebody is signed in before anything else, and the whole rest is made again after a 401.
	reauthenticate,
	// A look-up that went stale is made again, and with it the request that was built with it.
	refreshLookUp,
	// Fields are checked before anything is sent.
	buildRequest,
	// Of a list, what the filters keep.
	selectEntries,
	// A token that is kept needs no request; a new one is checked before it is kept.
	cacheSessionToken,
	// An answer for another organization is no success, and no token of it is kept.
	checkOrganization,
	// A token that the API would refuse is no success, and is not kept.
	refusePending,
	// What is not the answer that was asked for goes no further.
	checkAnswer,
	// Some instances want the last token along with a request for a new one.
	sendExpiredToken,
	...SENDING_STEPS,
];

/** The way of an item that needs no client: nobody is signed in for it. */
export const PUBLIC_STEPS: readonly Step[] = [
	throwFailure,
	// The keys that are known need no request.
	verifySessionToken,
	...SENDING_STEPS,
];

/** Sees to the call of an item. */
export const answerCall = joinSteps(STEPS);

/** Sees to the call of an item that needs no client. */
export const answerPublicCall = joinSteps(PUBLIC_STEPS);
