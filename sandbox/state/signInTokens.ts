import { inSeconds } from '../clock';
import { ClerkError } from '../errors/clerkError';
import type { Instance } from '../instance';
import type { SignInToken } from './entities';
import type { Person } from './people';

/** @param lifetimeMs how long it can be used, by the sandbox's clock */
export function createSignInToken(
	instance: Instance,
	person: Person,
	lifetimeMs: number,
	more: Pick<SignInToken, 'actor' | 'organizationId' | 'sessionLifetimeMs'> = {},
): SignInToken {
	const { clock, random, key, store } = instance;
	const now = clock.now();
	const id = random.id(more.actor ? 'act' : 'sit');
	const expireAt = now + lifetimeMs;
	const token = key.signNow({
		eid: instance.id,
		sid: id,
		st: more.actor ? 'actor_token' : 'sign_in_token',
		exp: inSeconds(expireAt),
	});
	const ticket: SignInToken = {
		id,
		token,
		personId: person.id,
		...more,
		createdAt: now,
		updatedAt: now,
		expireAt,
		status: 'pending',
	};
	store.tickets.set(token, ticket);
	return ticket;
}

/**
 * Uses a ticket up.
 *
 * @throws ClerkError when it is none of ours, used, revoked or expired
 */
export function redeemSignInToken({ clock, store }: Instance, token: string): SignInToken {
	const ticket = store.tickets.get(token);
	if (!ticket) throw new ClerkError('TicketInvalid');
	if (ticket.status === 'accepted') throw new ClerkError('SignInTokenAlreadyUsed');
	if (ticket.status === 'revoked') throw new ClerkError('SignInTokenRevoked');
	if (clock.now() >= ticket.expireAt) throw new ClerkError('TicketExpired');
	ticket.status = 'accepted';
	ticket.updatedAt = clock.now();
	return ticket;
}
