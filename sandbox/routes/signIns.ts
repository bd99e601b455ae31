import { Hono } from 'hono';
import { ClerkError } from '../errors/clerkError';
import type { FactorPreparation } from '../factors/strategies';
import { answerWithClient } from '../http/answer';
import { noteActivity } from '../http/activity';
import {
	createClientForRequest,
	rollbackClient,
	rotateToken,
	requireClient,
} from '../http/requestClient';
import { requestClient, type SandboxContext, type SandboxEnv } from '../http/context';
import { readForm, type Form } from '../http/form';
import type { Instance } from '../instance';
import { serializeSignIn } from '../serializers/signIn';
import type { SignIn, StrategyName } from '../state/entities';
import {
	expireSignInIfDue,
	attemptSignIn,
	createSignIn,
	prepareSignIn,
	resetPassword,
	type SignInRequest,
} from '../state/signIns';

const PATH = '/v1/client/sign_ins';

export function signInRoutes(instance: Instance): Hono<SandboxEnv> {
	const { limiter, settings } = instance;
	const routes = new Hono<SandboxEnv>();

	/** Answers with a sign-in; one that is complete changes the client's token. */
	const answer = async (c: SandboxContext, signIn: SignIn) => {
		if (signIn.status === 'complete') {
			rotateToken(instance, requestClient(c));
			noteActivity(instance, c, signIn.createdSessionId);
		}
		return await answerWithClient(c, instance, serializeSignIn(instance, signIn));
	};

	routes.post(PATH, async (c) => {
		const form = readForm(c, 'createSignIn');
		const caller = requestClient(c);
		limiter.count(`sign-in ${form.identifier ?? ''} ${caller.address}`, settings.signInRateLimit);
		if (caller.client) return await answer(c, createSignIn(instance, caller.client, asked(form)));
		const client = createClientForRequest(instance, caller);
		let signIn: SignIn | undefined;
		try {
			signIn = createSignIn(instance, client, asked(form));
		} finally {
			// Nobody gets a client for a sign-in that was refused.
			if (!signIn) rollbackClient(instance, caller);
		}
		return await answer(c, signIn);
	});

	routes.get(`${PATH}/:signInId`, async (c) => {
		return await answerWithClient(c, instance, serializeSignIn(instance, ownSignIn(c, instance)));
	});

	for (const stage of ['first', 'second'] as const) {
		const number = stage === 'first' ? 'One' : 'Two';

		routes.post(`${PATH}/:signInId/prepare_${stage}_factor`, async (c) => {
			const form = readForm(c, `prepareSignInFactor${number}`);
			const signIn = latestSignIn(c, instance);
			const strategy = strategyOf(form) ?? 'phone_code';
			prepareSignIn(instance, signIn, stage, strategy, preparationOf(form));
			return await answer(c, signIn);
		});

		routes.post(`${PATH}/:signInId/attempt_${stage}_factor`, async (c) => {
			const form = readForm(c, `attemptSignInFactor${number}`);
			const caller = requestClient(c);
			const client = requireClient(caller);
			const signIn = latestSignIn(c, instance);
			limiter.count(
				`attempt ${signIn.personId ?? ''} ${caller.address}`,
				settings.attemptRateLimit,
			);
			const strategy = strategyOf(form) ?? 'phone_code';
			attemptSignIn(instance, client, signIn, stage, strategy, {
				code: form.code,
				password: form.password,
				ticket: form.ticket,
				publicKeyCredential: form.public_key_credential,
			});
			return await answer(c, signIn);
		});
	}

	routes.post(`${PATH}/:signInId/reset_password`, async (c) => {
		const form = readForm(c, 'resetPassword');
		const client = requireClient(requestClient(c));
		const signIn = latestSignIn(c, instance);
		const signOutElsewhere = form.sign_out_of_other_sessions === 'true';
		resetPassword(instance, client, signIn, form.password ?? '', signOutElsewhere);
		return await answer(c, signIn);
	});
	return routes;
}

/** The strategy a form names; which ones may be named was checked with the form. */
export function strategyOf(form: Form): StrategyName | undefined {
	return form.strategy ? (form.strategy as StrategyName) : undefined;
}

/** What a form says about a preparation. */
export function preparationOf(form: Form): FactorPreparation {
	return {
		emailAddressId: form.email_address_id || undefined,
		phoneNumberId: form.phone_number_id || undefined,
		redirectUrl: form.redirect_url || undefined,
	};
}

function asked(form: Form): SignInRequest {
	return {
		strategy: strategyOf(form),
		identifier: form.identifier || undefined,
		password: form.password,
		ticket: form.ticket,
		redirectUrl: form.redirect_url || undefined,
	};
}

function ownSignIn(c: SandboxContext, instance: Instance): SignIn {
	const id = c.req.param('signInId') ?? '';
	const client = requireClient(requestClient(c));
	const signIn = instance.store.signIns.get(id);
	if (signIn?.clientId !== client.id) {
		throw new ClerkError('SignInNotFound', { fill: { signInID: id } });
	}
	return expireSignInIfDue(instance, signIn);
}

/** @throws ClerkError 403 for one that a newer sign-in has replaced */
function latestSignIn(c: SandboxContext, instance: Instance): SignIn {
	const signIn = ownSignIn(c, instance);
	if (requireClient(requestClient(c)).signInId !== signIn.id) {
		throw new ClerkError('MutationOnOlderSignInNotAllowed');
	}
	return signIn;
}
