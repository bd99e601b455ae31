import type { Instance } from '../instance';
import { roles, type Membership, type Organization, type Person } from '../state/people';
import { serializePublicUserData } from './person';

/** Clerk's OpenAPI file, `Client.Organization`. */
export function serializeOrganization({ store }: Instance, organization: Organization) {
	return {
		object: 'organization',
		id: organization.id,
		name: organization.name,
		slug: organization.slug,
		image_url: '',
		has_image: false,
		members_count: store.people.filter((person) =>
			person.memberships.some(({ organizationId }) => organizationId === organization.id),
		).length,
		pending_invitations_count: 0,
		max_allowed_memberships: 5,
		admin_delete_enabled: true,
		self_serve_sso_enabled: false,
		public_metadata: {},
		created_at: organization.createdAt,
		updated_at: organization.createdAt,
	};
}

/** Clerk's OpenAPI file, `Client.OrganizationMembership`. */
export function serializeMembership(instance: Instance, person: Person, membership: Membership) {
	const { store } = instance;
	const organization = store.organizations.get(membership.organizationId);
	if (!organization) throw new Error(`No organization ${membership.organizationId}`);
	const role = roles[membership.role];
	return {
		object: 'organization_membership',
		id: membership.id,
		role: membership.role,
		role_name: role.name,
		permissions: [...role.permissions],
		public_metadata: {},
		created_at: organization.createdAt,
		updated_at: organization.createdAt,
		organization: serializeOrganization(instance, organization),
		public_user_data: serializePublicUserData(person),
	};
}
