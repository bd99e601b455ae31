/** The organization that a request asks for, as it is sent: empty for the personal account, missing for the active one. */
export type AskedOrganization = string | undefined;

/** Clerk's code where it says that there is no personal account (its error catalogue). */
export const PERSONAL_ACCOUNTS_NOT_ALLOWED = 'personal_accounts_not_allowed';

/**
 * What Clerk does with 200 where an application forces organization selection and the personal account
 * is asked for (its OpenAPI file, `touchSession` and `createSessionToken`).
 */
export const KEPT_ORGANIZATION =
	'Clerk kept the active organization and did not switch to the personal account';

/**
 * Whether an answer is for the organization that was asked for. Of a slug, which an answer does not
 * repeat, only that it is for one.
 *
 * @param answered its ID; undefined for the personal account
 */
export function isForOrganization(asked: AskedOrganization, answered: string | undefined): boolean {
	if (asked === undefined) return true;
	if (asked === '') return answered === undefined;
	return isOrganizationId(asked) ? answered === asked : answered !== undefined;
}

/** clerk-js takes whatever else for a slug (`Clerk.setActive`). */
function isOrganizationId(text: string): boolean {
	return text.startsWith('org_');
}
