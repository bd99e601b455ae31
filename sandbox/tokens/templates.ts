import type { Instance } from '../instance';
import type { Session } from '../state/entities';
import { identifierOf, type Person } from '../state/people';

/**
 * Fills a template's claims in. Only a shortcode that is a whole value keeps its kind; one that has
 * nothing to stand for becomes null (Clerk's guide to JWT templates).
 */
export function fillTemplate(
	claims: Readonly<Record<string, unknown>>,
	instance: Instance,
	person: Person,
	session: Session,
): Record<string, unknown> {
	const values = shortcodes(instance, person, session);
	const fill = (value: unknown): unknown => {
		if (Array.isArray(value)) return value.map(fill);
		if (typeof value === 'object' && value !== null) {
			return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, fill(one)]));
		}
		if (typeof value !== 'string') return value;
		const whole = /^\{\{\s*([\w.]+)\s*\}\}$/.exec(value)?.[1];
		if (whole !== undefined) return values[whole] ?? null;
		return value.replace(/\{\{\s*([\w.]+)\s*\}\}/g, (_all, name: string) => values[name] ?? '');
	};
	return Object.fromEntries(Object.entries(claims).map(([name, value]) => [name, fill(value)]));
}

function shortcodes(
	{ store }: Instance,
	person: Person,
	session: Session,
): Readonly<Record<string, string | undefined>> {
	const organization = store.organizations.get(session.lastActiveOrganizationId ?? '');
	const membership = person.memberships.find((one) => one.organizationId === organization?.id);
	return {
		'user.id': person.id,
		'user.first_name': person.firstName,
		'user.last_name': person.lastName,
		'user.full_name': `${person.firstName} ${person.lastName}`,
		'user.primary_email_address': identifierOf(person),
		'user.primary_phone_number': person.phoneNumbers[0]?.value,
		'org.id': organization?.id,
		'org.slug': organization?.slug,
		'org.name': organization?.name,
		'org.role': membership?.role,
	};
}
