import { Secret } from 'otpauth';
import { minutes, seconds } from '../clock';
import type { Instance } from '../instance';
import type { Membership, Organization, Person, RoleKey } from './people';

/** What sets a person apart from one who has an email address and a password. */
interface SeedUser {
	firstName: string;
	lastName: string;
	password?: string;
	phoneNumber?: string;
	phoneIsSecondFactor?: boolean;
	totp?: boolean;
	backupCodes?: number;
	passkey?: boolean;
	enterpriseSso?: boolean;
	passwordMustChange?: boolean;
	emailIsUnverified?: boolean;
	tasks?: string[];
	/** Slugs of organizations. */
	memberships?: Record<string, RoleKey>;
}

const organizations = [
	{ name: 'Analytical Engines', slug: 'analytical-engines' },
	{ name: 'Difference & Co', slug: 'difference-co' },
];

/** Whoever comes first has every factor; the others each lack or need something. */
const people: SeedUser[] = [
	{
		firstName: 'Ada',
		lastName: 'Lovelace',
		password: 'calculating-bernoulli-numbers',
		phoneNumber: '+15555550100',
		phoneIsSecondFactor: true,
		totp: true,
		backupCodes: 10,
		passkey: true,
		memberships: { 'analytical-engines': 'org:admin', 'difference-co': 'org:member' },
	},
	// No second factor.
	{
		firstName: 'Grace',
		lastName: 'Hopper',
		password: 'a-moth-in-relay-seventy',
		memberships: { 'difference-co': 'org:admin' },
	},
	// No password: only codes.
	{ firstName: 'Katherine', lastName: 'Johnson', phoneNumber: '+15555550101' },
	// Comes in through an identity provider too.
	{
		firstName: 'Edith',
		lastName: 'Clarke',
		password: 'the-graphical-calculator',
		enterpriseSso: true,
	},
	// Has to set a new password.
	{
		firstName: 'Margaret',
		lastName: 'Hamilton',
		password: 'priority-displays-forever',
		passwordMustChange: true,
	},
	// Is in no organization by choice yet: the session stays pending.
	{
		firstName: 'Joan',
		lastName: 'Clarke',
		password: 'banburismus-in-hut-eight',
		tasks: ['choose-organization'],
		memberships: { 'analytical-engines': 'org:member' },
	},
	// Never verified the address: Device Trust has nowhere to send a code.
	{
		firstName: 'Dorothy',
		lastName: 'Vaughan',
		password: 'fortran-at-langley-field',
		emailIsUnverified: true,
	},
];

/** Fills an empty store. Everything comes from the instance's random, so a seed says it all. */
export function seedInstance(instance: Instance): void {
	const { clock, random, store } = instance;
	const createdAt = clock.now();
	for (const { name, slug } of organizations) {
		const organization: Organization = { id: random.id('org'), name, slug, createdAt };
		store.organizations.set(organization.id, organization);
	}
	store.people.push(...people.map((traits) => personWith(instance, traits)));
	for (const template of templates) store.templates.set(template.name, template);
}

const templates = [
	{
		name: 'supabase',
		lifetimeMs: seconds(60),
		claims: {
			aud: 'authenticated',
			role: 'authenticated',
			email: '{{user.primary_email_address}}',
			app_metadata: { organization: '{{org.id}}' },
		},
	},
	{
		name: 'hasura',
		lifetimeMs: minutes(5),
		claims: {
			'https://hasura.io/jwt/claims': {
				'x-hasura-allowed-roles': ['user'],
				'x-hasura-default-role': 'user',
				'x-hasura-user-id': '{{user.id}}',
				'x-hasura-org-id': '{{org.id}}',
			},
		},
	},
];

function personWith({ clock, random, store }: Instance, traits: SeedUser): Person {
	const { firstName, lastName, phoneNumber, memberships = {} } = traits;
	const email = `${firstName.toLowerCase()}+clerk_test@example.com`;
	return {
		id: random.id('user'),
		firstName,
		lastName,
		emailAddresses: [
			{ id: random.id('idn'), value: email, verified: traits.emailIsUnverified !== true },
		],
		phoneNumbers: phoneNumber
			? [
					{
						id: random.id('idn'),
						value: phoneNumber,
						secondFactor: traits.phoneIsSecondFactor,
					},
				]
			: [],
		passkeys: traits.passkey
			? [
					{
						id: random.id('idn'),
						name: `${firstName}’s laptop`,
						credentialId: Buffer.from(random.text(20)).toString('base64url'),
					},
				]
			: [],
		enterpriseConnection: traits.enterpriseSso
			? {
					id: random.id('ent'),
					name: 'Example Identity',
					provider: 'saml_custom',
					signOnUrl: 'https://identity.example.com/saml/sign-on',
				}
			: undefined,
		memberships: Object.entries(memberships).map(([slug, role]): Membership => ({
			id: random.id('orgmem'),
			organizationId: store.findOrganization(slug)?.id ?? slug,
			role,
		})),
		totpSecret: traits.totp ? Secret.fromUTF8(random.text(20)).base32 : undefined,
		backupCodes: Array.from({ length: traits.backupCodes ?? 0 }, () => random.hex(8)),
		tasks: traits.tasks ?? [],
		password: traits.password,
		passwordMustChange: traits.passwordMustChange ?? false,
		createdAt: clock.now(),
		failedAttempts: 0,
	};
}
