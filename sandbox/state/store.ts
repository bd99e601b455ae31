import { TokenRegistry } from '../tokens/tokenRegistry';
import type { Client, DevBrowser, Session, SignIn, SignInToken } from './entities';
import type { Organization, Person, Template } from './people';

/** Everything the instance knows. */
export class Store {
	readonly people: Person[] = [];

	readonly organizations = new Map<string, Organization>();

	readonly templates = new Map<string, Template>();

	readonly clients = new Map<string, Client>();

	readonly devBrowsers = new Map<string, DevBrowser>();

	readonly sessions = new Map<string, Session>();

	readonly signIns = new Map<string, SignIn>();

	/** By their token. */
	readonly tickets = new Map<string, SignInToken>();

	readonly clientTokens = new TokenRegistry<Client>();

	readonly devBrowserTokens = new TokenRegistry<DevBrowser>();

	/** The last code sent, by the identification it went to. */
	readonly sentCodes = new Map<string, { code: string; at: number }>();

	/** Forgets everything. */
	clear(): void {
		this.people.length = 0;
		for (const kept of [
			this.organizations,
			this.templates,
			this.clients,
			this.devBrowsers,
			this.sessions,
			this.signIns,
			this.tickets,
			this.clientTokens,
			this.devBrowserTokens,
			this.sentCodes,
		]) {
			kept.clear();
		}
	}

	/** @param known a user's ID, an email address in any case, or a phone number */
	findPerson(known: string): Person | undefined {
		const wanted = known.trim().toLowerCase();
		return this.people.find(
			(person) =>
				person.id === known ||
				[...person.emailAddresses, ...person.phoneNumbers].some(
					({ value }) => value.toLowerCase() === wanted,
				),
		);
	}

	/** @throws Error when there is nobody with that ID: the store would contradict itself */
	person(id: string): Person {
		const person = this.people.find((one) => one.id === id);
		if (!person) throw new Error(`The sandbox has no person ${id}`);
		return person;
	}

	/** @param known an organization's ID or slug */
	findOrganization(known: string): Organization | undefined {
		return (
			this.organizations.get(known) ??
			[...this.organizations.values()].find(({ slug }) => slug === known)
		);
	}
}
