import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';
import type { Identification } from '../../../frontendApi/protocol/objects';
import { chosenUser } from './chosenUser';

/** The email addresses of the person whose session is chosen, verified ones first. */
export async function searchEmailAddresses(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	const user = await chosenUser(this);
	return list(user?.email_addresses ?? [], filter);
}

/** The phone numbers of the person whose session is chosen, verified ones first. */
export async function searchPhoneNumbers(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	const user = await chosenUser(this);
	return list(user?.phone_numbers ?? [], filter);
}

function list(identifications: Identification[], filter = ''): INodeListSearchResult {
	const wanted = filter.toLowerCase();
	return {
		results: [...identifications]
			.sort((a, b) => Number(b.isVerified) - Number(a.isVerified))
			.map(({ id, value = id, isVerified }) => ({
				name: isVerified ? value : `${value} (not verified)`,
				value: id,
			}))
			.filter(({ name, value }) => `${name} ${value}`.toLowerCase().includes(wanted)),
	};
}
