import { jwtVerify, SignJWT, type JWTPayload } from 'jose';
import { inSeconds, seconds } from '../clock';
import type { Instance } from '../instance';
import type { Session } from '../state/entities';
import { ORGANIZATION_FEATURE, roles, type Person, type Template } from '../state/people';
import { factorVerificationAge } from '../state/sessions';
import { fillTemplate } from './templates';

/** How far `nbf` lies before `iat`, for clocks that go wrong. */
const CLOCK_SKEW_MS = seconds(10);

/**
 * A session token of Clerk's version 2: claims by Clerk's guide to session tokens, the organization's
 * permissions packed as `@clerk/shared` unpacks them (`jwtPayloadParser`).
 *
 * @param organizationId the organization it speaks for; missing: the personal account
 * @param origin the request's `Origin`, which becomes `azp`
 */
export async function createSessionToken(
	instance: Instance,
	session: Session,
	organizationId: string | undefined,
	origin: string | undefined,
): Promise<string> {
	const person = instance.store.person(session.personId);
	const organization = organizationClaim(instance, person, organizationId);
	const { clock, settings } = instance;
	return signed(
		instance,
		settings.sessionTokenLifetimeMs,
		{ oiat: inSeconds(clock.now()) },
		{
			v: 2,
			sid: session.id,
			sub: person.id,
			sts: session.status,
			fva: factorVerificationAge(instance, session),
			pla: organization ? 'o:free_org' : 'u:free_user',
			fea: organization ? `o:${ORGANIZATION_FEATURE}` : '',
			...(organization && { o: organization }),
			...(session.actor && { act: session.actor }),
			...(origin && { azp: origin }),
		},
	);
}

/** A token by a template: its claims and those Clerk always adds, none of a session's own. */
export async function createTemplateToken(
	instance: Instance,
	session: Session,
	template: Template,
	origin: string | undefined,
): Promise<string> {
	const person = instance.store.person(session.personId);
	return signed(
		instance,
		template.lifetimeMs,
		{},
		{
			...fillTemplate(template.claims, instance, person, session),
			sub: person.id,
			...(origin && { azp: origin }),
		},
	);
}

/**
 * The token that goes along with a session: made anew when half its life is over.
 *
 * @param origin as for `createSessionToken`
 */
export async function lastActiveToken(
	instance: Instance,
	session: Session,
	origin: string | undefined,
): Promise<string> {
	const { clock, settings } = instance;
	const age = clock.now() - (session.lastActiveToken?.issuedAt ?? -Infinity);
	if (session.lastActiveToken && age >= 0 && age < settings.sessionTokenLifetimeMs / 2) {
		return session.lastActiveToken.jwt;
	}
	const jwt = await createSessionToken(instance, session, session.lastActiveOrganizationId, origin);
	session.lastActiveToken = { jwt, issuedAt: clock.now() };
	return jwt;
}

/** @returns whether a token was made here for that session, however long ago */
export async function isTokenOf(
	{ key, clock }: Instance,
	session: Session,
	token: string,
): Promise<boolean> {
	try {
		const { payload } = await jwtVerify(token, key.publicKey, {
			currentDate: new Date(clock.now()),
			clockTolerance: Number.MAX_SAFE_INTEGER,
		});
		return payload.sid === session.id;
	} catch {
		return false;
	}
}

async function signed(
	{ key, clock, random, host }: Instance,
	lifetimeMs: number,
	header: { oiat?: number },
	claims: JWTPayload,
): Promise<string> {
	const now = clock.now();
	const jwt = new SignJWT({
		...claims,
		iss: `https://${host}`,
		iat: inSeconds(now),
		nbf: inSeconds(now - CLOCK_SKEW_MS),
		exp: inSeconds(now + lifetimeMs),
		jti: random.hex(20),
	});
	return await jwt.setProtectedHeader({ ...key.header, ...header }).sign(key.privateKey);
}

function organizationClaim({ store }: Instance, person: Person, id: string | undefined) {
	const organization = store.organizations.get(id ?? '');
	const membership = person.memberships.find((one) => one.organizationId === organization?.id);
	if (!organization || !membership) return undefined;
	const { actions } = roles[membership.role];
	return {
		id: organization.id,
		slg: organization.slug,
		rol: membership.role.replace('org:', ''),
		per: actions.join(','),
		// One number a feature, one bit an action: every action this role has on the one feature.
		fpm: String(2 ** actions.length - 1),
	};
}
