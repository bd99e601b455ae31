import { ClerkError } from '../errors/clerkError';
import { attemptStrategy, prepareStrategy, type FactorPreparation } from '../factors/strategies';
import {
	firstFactors,
	requireFactor,
	secondFactors,
	withDefault,
	type SupportedFactor,
} from '../factors/supportedFactors';
import { expireVerificationIfDue } from '../factors/verification';
import type { Instance } from '../instance';
import type {
	FactorAttempt,
	Reverification,
	ReverificationLevel,
	Session,
	StrategyName,
} from './entities';
import type { Person } from './people';

type Stage = 'first' | 'second';

/** Where each level starts, and what comes after the first factor. */
const stagesOf: Readonly<Record<ReverificationLevel, readonly Stage[]>> = {
	first_factor: ['first'],
	second_factor: ['second'],
	multi_factor: ['first', 'second'],
};

const statusOf = { first: 'needs_first_factor', second: 'needs_second_factor' } as const;

/** Starts over. Without a second factor every level falls back to the first (Clerk's OpenAPI file). */
export function startReverification(
	session: Session,
	person: Person,
	asked: ReverificationLevel,
): Reverification {
	const level = secondFactors(person).length > 0 ? asked : 'first_factor';
	const reverification: Reverification = {
		level,
		status: stagesOf[level].includes('first') ? statusOf.first : statusOf.second,
	};
	session.reverification = reverification;
	return reverification;
}

/** @throws ClerkError when it is not this stage's turn, or the strategy cannot be prepared */
export function prepareReverification(
	instance: Instance,
	session: Session,
	person: Person,
	stage: Stage,
	strategy: StrategyName,
	request: FactorPreparation,
): Reverification {
	const reverification = reverificationOf(instance, session);
	assertStage(reverification, stage, 'prepare');
	const factor = supportedFactor(person, stage, strategy);
	reverification[stage] = prepareStrategy(
		instance,
		person,
		strategy,
		stage === 'second' ? withDefault(request, factor) : request,
	);
	return reverification;
}

/** @throws ClerkError when it is not this stage's turn, or the proof is no good */
export function attemptReverification(
	instance: Instance,
	session: Session,
	person: Person,
	stage: Stage,
	strategy: StrategyName,
	proof: FactorAttempt,
): Reverification {
	const reverification = reverificationOf(instance, session);
	if (reverification[stage]?.status === 'verified') {
		throw new ClerkError('VerificationAlreadyVerified');
	}
	assertStage(reverification, stage, 'attempt');
	supportedFactor(person, stage, strategy);
	reverification[stage] = attemptStrategy(instance, person, strategy, proof, reverification[stage]);
	pass(instance, session, reverification, stage);
	return reverification;
}

/** The factors that can be used at a level; null where the level does not ask for them. */
export function reverificationFactors(
	{ level }: Reverification,
	person: Person,
	stage: Stage,
): SupportedFactor[] | null {
	if (!stagesOf[level].includes(stage)) return null;
	return stage === 'first' ? firstFactors(person) : secondFactors(person);
}

function reverificationOf(instance: Instance, session: Session): Reverification {
	const { reverification } = session;
	if (!reverification) throw new ClerkError('SessionReverificationMissing');
	expireVerificationIfDue(instance, reverification.first);
	expireVerificationIfDue(instance, reverification.second);
	return reverification;
}

function assertStage(
	{ status }: Reverification,
	stage: Stage,
	action: 'prepare' | 'attempt',
): void {
	if (status === statusOf[stage]) return;
	throw new ClerkError('InvalidActionForSessionReverification', {
		fill: {
			action: `${action} the ${stage} factor`,
			resolution: `${stage} factor verification`,
		},
	});
}

function supportedFactor(
	person: Person,
	stage: Stage,
	strategy: StrategyName,
): SupportedFactor | undefined {
	const factors = stage === 'first' ? firstFactors(person) : secondFactors(person);
	return requireFactor(factors, stage, strategy);
}

function pass(
	{ clock }: Instance,
	session: Session,
	reverification: Reverification,
	stage: Stage,
): void {
	if (stage === 'first') session.firstFactorVerifiedAt = clock.now();
	else session.secondFactorVerifiedAt = clock.now();
	const more = stage === 'first' && stagesOf[reverification.level].includes('second');
	reverification.status = more ? statusOf.second : 'complete';
	// The token made before holds the older ages.
	session.lastActiveToken = undefined;
}
