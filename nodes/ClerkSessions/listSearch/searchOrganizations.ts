import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';
import type { Membership } from '../../../frontendApi/protocol/objects';
import { chosenUser } from './chosenUser';

/**
 * The organizations of the person whose session is chosen, each with slug and role; the filter looks
 * at the ID, too. They stand in the answer of `GET /v1/client`: another call is not needed.
 */
export async function searchOrganizations(
	this: ILoadOptionsFunctions,
	filter = '',
): Promise<INodeListSearchResult> {
	const user = await chosenUser(this);
	const wanted = filter.toLowerCase();
	return {
		results: (user?.organization_memberships ?? [])
			.map((membership) => ({ name: describe(membership), value: membership.id }))
			.filter(({ name, value }) => `${name} ${value}`.toLowerCase().includes(wanted))
			.sort((a, b) => a.name.localeCompare(b.name)),
	};
}

function describe({ id, name = id, slug, role }: Membership): string {
	return [name, slug, role].filter(Boolean).join(', ');
}
