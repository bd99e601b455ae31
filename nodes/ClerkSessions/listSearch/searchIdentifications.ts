import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';
import {
	type Identification,
	lastActiveSession,
	type User,
} from '../../../frontendApi/protocol/objects';
import { LAST_ACTIVE } from '../fields/session';
import { clientForList } from './clientForList';

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

async function chosenUser(context: ILoadOptionsFunctions): Promise<User | undefined> {
	const client = await clientForList(context);
	const chosen = context.getCurrentNodeParameter('sessionId', { extractValue: true });
	const session = client.sessions.find(({ id }) => id === chosen);
	// An expression has no value yet in the editor: the last active session's person is the best guess.
	const isKnown = session !== undefined || chosen === LAST_ACTIVE;
	return (isKnown && session ? session : lastActiveSession(client))?.user;
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
