import { ClerkError } from '../errors/clerkError';
import type { Instance } from '../instance';
import { identificationOf, type Identification, type Person } from '../state/people';

/** What test addresses and test numbers take, on test instances (Clerk's guide to testing). */
export const TEST_CODE = '424242';

/**
 * Sends a code; the last one can be looked up (`Sandbox.codeSentTo`).
 *
 * @returns the code
 * @throws ClerkError 429 when one was sent there too short a while ago
 */
export function sendCode(instance: Instance, to: Identification): string {
	const { clock, random, store, settings } = instance;
	const isTest = instance.kind === 'test' && isTestIdentification(to.value);
	const last = store.sentCodes.get(to.id);
	const waitMs = last ? last.at + settings.codeIntervalMs - clock.now() : 0;
	if (waitMs > 0 && (!isTest || settings.enforceCodeLimits)) {
		throw new ClerkError('VerificationCodeTooManyRequests', {
			retryAfter: Math.ceil(waitMs / 1000),
		});
	}
	const code = isTest ? TEST_CODE : random.digits(6);
	store.sentCodes.set(to.id, { code, at: clock.now() });
	return code;
}

/**
 * @param id an email address's or phone number's ID
 * @param parameter what the ID came in as
 * @throws ClerkError when there is none such, or it is somebody else's
 */
export function ownIdentification(
	{ store }: Instance,
	owner: Person,
	id: string,
	parameter: 'email_address_id' | 'phone_number_id',
): Identification {
	const pick = (person: Person) =>
		(parameter === 'email_address_id' ? person.emailAddresses : person.phoneNumbers).find(
			(known) => known.id === id,
		);
	const own = pick(owner);
	if (own) return own;
	if (store.people.some((person) => identificationOf(person, id) && person !== owner)) {
		throw new ClerkError('IdentificationBelongsToDifferentUser', { parameter });
	}
	throw new ClerkError('FormMissingResource', { parameter, fill: { param: parameter } });
}

function isTestIdentification(value: string): boolean {
	return /\+clerk_test[^@]*@/.test(value) || /^\+1\d{3}55501\d\d$/.test(value);
}
