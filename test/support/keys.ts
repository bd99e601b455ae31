/** A publishable key as the Clerk Dashboard shows it. */
export function publishableKeyOf(host: string, instance: 'test' | 'live' = 'test'): string {
	return `pk_${instance}_${Buffer.from(`${host}$`).toString('base64')}`;
}

/** A JWT with these claims; its signature signs nothing. */
export function jwtOf(claims: unknown, header: unknown = { alg: 'RS256' }): string {
	const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
	return `${part(header)}.${part(claims)}.c2ln`;
}
