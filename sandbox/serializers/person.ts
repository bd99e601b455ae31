import { identifierOf, type Person } from '../state/people';

/** Clerk's OpenAPI file, `Client.PublicUserData`. */
export function serializePublicUserData(person: Person) {
	return {
		first_name: person.firstName,
		last_name: person.lastName,
		image_url: '',
		has_image: false,
		identifier: identifierOf(person),
		user_id: person.id,
		username: null,
		banned: false,
	};
}
