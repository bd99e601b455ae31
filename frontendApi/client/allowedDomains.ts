import { FieldError } from '../protocol/fieldError';
import type { JsonObject } from '../protocol/objects';

/**
 * Why n8n may have refused a request before it was sent: "Allowed Domains", which n8n adds to every
 * credential, is a list that leaves the host out. Newer versions of n8n hold signing in to it, too
 * (n8n-workflow `getCredentialOwnRequestAllowedDomains`).
 *
 * @param credentials as n8n hands them over
 * @param address where the request was to go
 * @returns undefined where the list is not the reason
 */
export function missingAllowedDomain(
	credentials: JsonObject,
	address: string,
): FieldError | undefined {
	const { allowedHttpRequestDomains: mode, allowedDomains } = credentials;
	const hostname = withoutRootDot(new URL(address).hostname);
	if (mode !== 'domains' || typeof allowedDomains !== 'string') return undefined;
	const entries = allowedDomains.split(',').map((entry) => entry.trim().toLowerCase());
	if (entries.some((entry) => covers(withoutRootDot(entry), hostname))) return undefined;
	return new FieldError(
		`'Allowed Domains' in the credential lacks ${hostname}`,
		`n8n lets this credential send requests to the listed domains only. Add ${hostname} to 'Allowed Domains', or set 'Allowed HTTP Request Domains' to 'All'.`,
	);
}

/** As n8n compares (n8n-workflow `isDomainAllowed`): `*.example.com` stands for subdomains only. */
function covers(entry: string, hostname: string): boolean {
	return entry.startsWith('*.') ? hostname.endsWith(entry.slice(1)) : hostname === entry;
}

/** `example.com.` is `example.com`. */
function withoutRootDot(hostname: string): string {
	return hostname.replace(/\.$/, '');
}
