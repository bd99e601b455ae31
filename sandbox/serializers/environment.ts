import type { Instance } from '../instance';
import { roles } from '../state/people';

/**
 * How the instance is set up (Clerk's OpenAPI file, `Client.Environment`): email addresses, phone
 * numbers and passwords, every second factor, organizations; no social sign-in, no billing.
 */
export function serializeEnvironment(instance: Instance) {
	return {
		auth_config: authConfig(instance),
		display_config: displayConfig(instance),
		user_settings: userSettings(instance),
		organization_settings: {
			enabled: true,
			force_organization_selection: instance.settings.forceOrganizationSelection,
			max_allowed_memberships: 5,
			actions: { admin_delete: true },
			domains: { enabled: false, enrollment_modes: [], default_role: 'org:member' },
			slug: { disabled: false },
			creator_role: Object.keys(roles)[0],
		},
		fraud_settings: {
			object: 'fraud_settings',
			native: { device_attestation_mode: 'disabled' },
		},
		commerce_settings: {
			billing: {
				stripe_publishable_key: null,
				free_trial_requires_payment_method: false,
				user: { enabled: false, has_paid_plans: false },
				organization: { enabled: false, has_paid_plans: false },
			},
		},
		api_keys_settings: {
			enabled: false,
			user_api_keys_enabled: false,
			orgs_api_keys_enabled: false,
		},
		client_debug_mode: false,
		partitioned_cookies: false,
		maintenance_mode: false,
	};
}

function authConfig({ id, kind, settings }: Instance) {
	return {
		object: 'auth_config',
		id: id.replace('ins_', 'aconf_'),
		first_name: 'on',
		last_name: 'on',
		email_address: 'required',
		phone_number: 'on',
		username: 'off',
		password: 'on',
		identification_requirements: [['email_address'], ['phone_number']],
		identification_strategies: ['email_address', 'phone_number'],
		first_factors: [
			'email_code',
			'enterprise_sso',
			'passkey',
			'password',
			'phone_code',
			'reset_password_email_code',
			'reset_password_phone_code',
			'ticket',
		],
		second_factors: ['backup_code', 'phone_code', 'totp'],
		email_address_verification_strategies: ['email_code'],
		single_session_mode: settings.singleSession,
		enhanced_email_deliverability: false,
		test_mode: kind === 'test',
		cookieless_dev: kind === 'test',
		url_based_session_syncing: kind === 'test',
		claimed_at: null,
		reverification: true,
		native_settings: {
			object: 'native_settings',
			api_enabled: settings.nativeApi,
			trusted_device_sign_in_enabled: false,
			trusted_device_enrollment_prompt_after_sign_in_enabled: false,
			trusted_device_enrollment_prompt_after_sign_up_enabled: false,
		},
	};
}

function displayConfig({ id, kind, host }: Instance) {
	const accounts = `https://${host.replace(/^clerk\./, 'accounts.')}`;
	return {
		object: 'display_config',
		id: id.replace('ins_', 'display_config_'),
		instance_environment_type: kind === 'test' ? 'development' : 'production',
		application_name: 'Clerk sandbox',
		theme: { buttons: {}, general: {}, accounts: {} },
		preferred_sign_in_strategy: 'password',
		logo_image_url: null,
		favicon_image_url: null,
		home_url: 'http://localhost:3000',
		sign_in_url: `${accounts}/sign-in`,
		sign_up_url: `${accounts}/sign-up`,
		user_profile_url: `${accounts}/user`,
		waitlist_url: `${accounts}/waitlist`,
		oauth_consent_url: `${accounts}/oauth-consent`,
		after_sign_in_url: accounts,
		after_sign_up_url: accounts,
		after_sign_out_one_url: `${accounts}/sign-in/choose`,
		after_sign_out_all_url: `${accounts}/sign-in`,
		after_switch_session_url: accounts,
		after_join_waitlist_url: accounts,
		organization_profile_url: `${accounts}/organization`,
		create_organization_url: `${accounts}/create-organization`,
		after_leave_organization_url: accounts,
		after_create_organization_url: accounts,
		logo_link_url: accounts,
		support_email: null,
		branded: false,
		experimental_force_oauth_first: false,
		clerk_js_version: '6',
		show_devmode_warning: kind === 'test',
		google_one_tap_client_id: null,
		help_url: null,
		privacy_policy_url: null,
		terms_url: null,
		logo_url: null,
		favicon_url: null,
		logo_image: null,
		favicon_image: null,
		captcha_public_key: null,
		captcha_widget_type: null,
		captcha_public_key_invisible: null,
		captcha_provider: null,
		captcha_oauth_bypass: [],
		captcha_heartbeat: false,
	};
}

function userSettings({ settings }: Instance) {
	const off = { enabled: false };
	return {
		attributes: {
			email_address: attribute({ first: ['email_code'], required: true }),
			phone_number: attribute({ first: ['phone_code'], second: ['phone_code'] }),
			username: attribute({ enabled: false }),
			web3_wallet: attribute({ enabled: false }),
			first_name: attribute({}),
			last_name: attribute({}),
			password: attribute({ first: ['password'] }),
			authenticator_app: attribute({ second: ['totp'] }),
			ticket: attribute({ first: ['ticket'] }),
			backup_code: attribute({ second: ['backup_code'] }),
			passkey: attribute({ first: ['passkey'] }),
		},
		social: {},
		saml: off,
		enterprise_sso: { enabled: true, self_serve_sso: false },
		sign_in: { second_factor: { required: false } },
		sign_up: {
			captcha_enabled: false,
			captcha_widget_type: 'smart',
			custom_action_required: false,
			progressive: true,
			mode: 'public',
			legal_consent_enabled: false,
		},
		restrictions: {
			allowlist: off,
			blocklist: off,
			allowlist_blocklist_disabled_on_sign_in: off,
			block_email_subaddresses: off,
			block_disposable_email_domains: off,
		},
		password_settings: {
			disable_hibp: true,
			disable_password_reverification: false,
			min_length: 8,
			max_length: 72,
			require_special_char: false,
			require_numbers: false,
			require_uppercase: false,
			require_lowercase: false,
			show_zxcvbn: false,
			min_zxcvbn_strength: 0,
			enforce_hibp_on_sign_in: false,
			allowed_special_characters: '',
		},
		username_settings: {
			min_length: 4,
			max_length: 64,
			allow_extended_special_characters: false,
			allow_numeric_usernames: false,
		},
		actions: { delete_self: true, create_organization: true, create_organizations_limit: null },
		attack_protection: {
			user_lockout: {
				enabled: true,
				max_attempts: settings.lockout.attempts,
				duration_in_minutes: settings.lockout.minutes,
			},
			pii: off,
			email_link: { require_same_client: false },
			enumeration_protection: off,
		},
		passkey_settings: {
			allow_autofill: true,
			show_sign_in_button: true,
			satisfies_second_factor: true,
		},
	};
}

function attribute({
	enabled = true,
	required = false,
	first = [],
	second = [],
}: {
	enabled?: boolean;
	required?: boolean;
	first?: string[];
	second?: string[];
}) {
	const codes = [...new Set([...first, ...second])].filter((one) => one.endsWith('_code'));
	return {
		enabled,
		required,
		used_for_first_factor: first.length > 0,
		first_factors: first,
		used_for_second_factor: second.length > 0,
		second_factors: second,
		verifications: codes,
		verify_at_sign_up: codes.length > 0,
		immutable: false,
	};
}
