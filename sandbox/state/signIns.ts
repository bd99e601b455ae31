import { days } from '../clock';
import { ClerkError } from '../errors/clerkError';
import {
	attemptStrategy,
	prepareStrategy,
	assertNotLocked,
	type FactorPreparation,
} from '../factors/strategies';
import {
	clientTrustFactors,
	firstFactors,
	requireFactor,
	passwordResetFactors,
	secondFactors,
	withDefault,
	type SupportedFactor,
} from '../factors/supportedFactors';
import { expireVerificationIfDue } from '../factors/verification';
import type { Instance } from '../instance';
import type { Client, FactorAttempt, SignIn, SignInToken, StrategyName } from './entities';
import { hasSecondFactor, type Person } from './people';
import { endSession, createSession, isActive, sessionsOf } from './sessions';
import { redeemSignInToken } from './signInTokens';

/** What a new sign-in may say at once. */
export interface SignInRequest {
	strategy?: StrategyName;
	identifier?: string;
	password?: string;
	ticket?: string;
	redirectUrl?: string;
}

const PASSWORD_LENGTH = 8;

/**
 * Starts a sign-in, replaces the client's older one, and goes as far as the request takes it.
 *
 * @throws ClerkError when somebody is signed in already, nobody is known by the identifier, or what
 * was shown is no good; the client's older sign-in then stays
 */
export function createSignIn(instance: Instance, client: Client, request: SignInRequest): SignIn {
	const signedIn = sessionsOf(instance, client).filter(isActive);
	if (instance.settings.singleSession && signedIn.length > 0) {
		throw new ClerkError('SingleModeSessionExists');
	}
	const signIn: SignIn = {
		id: instance.random.id('sia'),
		clientId: client.id,
		abandonAt: instance.clock.now() + days(1),
		status: 'needs_identifier',
	};
	const refuseTwice = (person: Person) => {
		if (signedIn.some(({ personId }) => personId === person.id)) {
			throw new ClerkError('AlreadySignedIn');
		}
	};
	if (request.ticket !== undefined)
		admitByTicket(instance, client, signIn, request.ticket, refuseTwice);
	else if (request.identifier !== undefined) {
		const person = instance.store.findPerson(request.identifier);
		if (!person || person.id === request.identifier) {
			throw new ClerkError('FormIdentifierNotFound', { parameter: 'identifier' });
		}
		refuseTwice(person);
		assertNotLocked(instance, person);
		Object.assign(signIn, {
			identifier: request.identifier,
			personId: person.id,
			status: 'needs_first_factor',
		});
		showWhatIsGiven(instance, client, signIn, person, request);
	}
	instance.store.signIns.set(signIn.id, signIn);
	client.signInId = signIn.id;
	return signIn;
}

/** @throws ClerkError when it is not this stage's turn, or the strategy cannot be prepared */
export function prepareSignIn(
	instance: Instance,
	signIn: SignIn,
	stage: 'first' | 'second',
	strategy: StrategyName,
	request: FactorPreparation,
): void {
	const person = personInTurn(instance, signIn, stage, 'prepare');
	const factor = supportedFactor(signIn, person, stage, strategy);
	signIn[stage] = prepareStrategy(
		instance,
		person,
		strategy,
		stage === 'second' ? withDefault(request, factor) : request,
	);
}

/** @throws ClerkError when it is not this stage's turn, or the proof is no good */
export function attemptSignIn(
	instance: Instance,
	client: Client,
	signIn: SignIn,
	stage: 'first' | 'second',
	strategy: StrategyName,
	proof: FactorAttempt & { ticket?: string },
): void {
	if (stage === 'first' && strategy === 'ticket') {
		if (signIn.status === 'complete') refuseState('attempt the first factor');
		admitByTicket(instance, client, signIn, proof.ticket ?? '');
		return;
	}
	if (signIn[stage]?.status === 'verified') throw new ClerkError('VerificationAlreadyVerified');
	const person = personInTurn(instance, signIn, stage, 'attempt');
	supportedFactor(signIn, person, stage, strategy);
	signIn[stage] = attemptStrategy(instance, person, strategy, proof, signIn[stage]);
	if (stage === 'first') afterFirstFactor(instance, client, signIn, person, strategy);
	else complete(instance, client, signIn, person);
}

/**
 * Sets the new password a sign-in asks for.
 *
 * @param signOutElsewhere whether the person's other sessions end
 * @throws ClerkError when it asks for none, or the password will not do
 */
export function resetPassword(
	instance: Instance,
	client: Client,
	signIn: SignIn,
	password: string,
	signOutElsewhere: boolean,
): void {
	const person = signIn.personId ? instance.store.person(signIn.personId) : undefined;
	if (signIn.status !== 'needs_new_password' || !person) return refuseState('reset the password');
	if (password.length < PASSWORD_LENGTH) {
		throw new ClerkError('FormInvalidPasswordLengthTooShort', {
			parameter: 'password',
			fill: { length: String(PASSWORD_LENGTH) },
		});
	}
	if (password === person.password) {
		throw new ClerkError('FormNewPasswordMatchesCurrent', { parameter: 'password' });
	}
	person.password = password;
	person.passwordMustChange = false;
	if (signOutElsewhere) {
		for (const session of instance.store.sessions.values()) {
			if (session.personId === person.id && isActive(session)) {
				endSession(instance, session, 'revoked');
			}
		}
	}
	if (hasSecondFactor(person)) signIn.status = 'needs_second_factor';
	else complete(instance, client, signIn, person);
}

/** @returns the sign-in with what time has done to it */
export function expireSignInIfDue(instance: Instance, signIn: SignIn): SignIn {
	expireVerificationIfDue(instance, signIn.first);
	expireVerificationIfDue(instance, signIn.second);
	if (signIn.status !== 'complete' && instance.clock.now() >= signIn.abandonAt) {
		signIn.status = 'abandoned';
	}
	return signIn;
}

/** The factors a sign-in can go on with. */
export function signInFactors(
	{ status }: SignIn,
	person: Person,
	stage: 'first' | 'second',
): SupportedFactor[] {
	if (stage === 'first') {
		const resets = person.password === undefined ? [] : passwordResetFactors(person);
		return [...firstFactors(person), ...resets];
	}
	return status === 'needs_client_trust' ? clientTrustFactors(person) : secondFactors(person);
}

function showWhatIsGiven(
	instance: Instance,
	client: Client,
	signIn: SignIn,
	person: Person,
	{ strategy, identifier, password, redirectUrl }: SignInRequest,
): void {
	if (password !== undefined) {
		attemptSignIn(instance, client, signIn, 'first', 'password', { password });
	} else if (strategy !== undefined) {
		const named = [...person.emailAddresses, ...person.phoneNumbers].find(
			({ value }) => value.toLowerCase() === identifier?.trim().toLowerCase(),
		);
		const emailAddressId = person.emailAddresses.find(({ id }) => id === named?.id)?.id;
		const phoneNumberId = person.phoneNumbers.find(({ id }) => id === named?.id)?.id;
		prepareSignIn(instance, signIn, 'first', strategy, {
			emailAddressId,
			phoneNumberId,
			redirectUrl,
		});
	}
}

function admitByTicket(
	instance: Instance,
	client: Client,
	signIn: SignIn,
	token: string,
	refuse: (person: Person) => void = () => undefined,
): void {
	const waiting = instance.store.tickets.get(token);
	if (waiting) refuse(instance.store.person(waiting.personId));
	const { personId, ...ticket } = redeemSignInToken(instance, token);
	signIn.personId = personId;
	signIn.first = { strategy: 'ticket', status: 'verified', attempts: 1 };
	complete(instance, client, signIn, instance.store.person(personId), ticket);
}

function afterFirstFactor(
	instance: Instance,
	client: Client,
	signIn: SignIn,
	person: Person,
	strategy: StrategyName,
): void {
	signIn.clientTrust = client.knownPeople.has(person.id) ? 'known' : 'new';
	const resets = strategy.startsWith('reset_password');
	const mustChange = person.passwordMustChange && !instance.settings.passwordResetIsTask;
	if (resets || (strategy === 'password' && mustChange)) {
		signIn.status = 'needs_new_password';
	} else if (hasSecondFactor(person) && strategy !== 'passkey') {
		signIn.status = 'needs_second_factor';
	} else if (
		instance.settings.deviceTrust &&
		strategy === 'password' &&
		signIn.clientTrust === 'new' &&
		// Nobody is asked for a code that cannot reach them (clerk-docs `device-trust`).
		clientTrustFactors(person).length > 0
	) {
		signIn.status = 'needs_client_trust';
	} else {
		complete(instance, client, signIn, person);
	}
}

function complete(
	instance: Instance,
	client: Client,
	signIn: SignIn,
	person: Person,
	{ actor, organizationId, sessionLifetimeMs }: Partial<SignInToken> = {},
): void {
	const session = createSession(instance, client, person, {
		strategy: signIn.first?.strategy ?? 'ticket',
		actor,
		lifetimeMs: sessionLifetimeMs,
		organizationId,
		secondFactor: signIn.second !== undefined && signIn.status === 'needs_second_factor',
	});
	signIn.status = 'complete';
	signIn.createdSessionId = session.id;
}

function personInTurn(
	{ store }: Instance,
	{ status, personId }: SignIn,
	stage: 'first' | 'second',
	action: 'prepare' | 'attempt',
): Person {
	const inTurn =
		stage === 'first'
			? status === 'needs_first_factor'
			: status === 'needs_second_factor' || status === 'needs_client_trust';
	if (!inTurn || !personId) return refuseState(`${action} the ${stage} factor`);
	return store.person(personId);
}

function supportedFactor(
	signIn: SignIn,
	person: Person,
	stage: 'first' | 'second',
	strategy: StrategyName,
): SupportedFactor | undefined {
	return requireFactor(signInFactors(signIn, person, stage), stage, strategy);
}

function refuseState(action: string): never {
	throw new ClerkError('InvalidClientStateForAction', {
		fill: { action, resolution: 'Start a new sign in, or take the step its status asks for.' },
	});
}
