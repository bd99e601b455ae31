import { Hono } from 'hono';
import { answerWithClient } from '../http/answer';
import { requestClient, type SandboxContext, type SandboxEnv } from '../http/context';
import { readForm } from '../http/form';
import { requireActiveSession } from '../http/ownSession';
import type { Instance } from '../instance';
import { serializeReverification } from '../serializers/reverification';
import type { Reverification, ReverificationLevel, Session } from '../state/entities';
import {
	attemptReverification,
	prepareReverification,
	startReverification,
} from '../state/reverifications';
import { preparationOf, strategyOf } from './signIns';

const PATH = '/v1/client/sessions/:sessionId/verify';

export function reverificationRoutes(instance: Instance): Hono<SandboxEnv> {
	const { limiter, store, settings } = instance;
	const routes = new Hono<SandboxEnv>();

	const answer = async (c: SandboxContext, session: Session, reverification: Reverification) => {
		const { origin } = requestClient(c);
		const response = await serializeReverification(instance, session, reverification, origin);
		return await answerWithClient(c, instance, response);
	};

	routes.post(PATH, async (c) => {
		const { level } = readForm(c, 'startSessionReverification');
		const session = requireActiveSession(c, instance);
		const person = store.person(session.personId);
		// Which levels there are was checked with the form.
		const started = startReverification(session, person, level as ReverificationLevel);
		return await answer(c, session, started);
	});

	for (const stage of ['first', 'second'] as const) {
		const number = stage === 'first' ? 'First' : 'Second';

		routes.post(`${PATH}/prepare_${stage}_factor`, async (c) => {
			const form = readForm(c, `prepareSessionReverification${number}Factor`);
			const session = requireActiveSession(c, instance);
			const person = store.person(session.personId);
			const prepared = prepareReverification(
				instance,
				session,
				person,
				stage,
				strategyOf(form) ?? 'phone_code',
				preparationOf(form),
			);
			return await answer(c, session, prepared);
		});

		routes.post(`${PATH}/attempt_${stage}_factor`, async (c) => {
			const form = readForm(c, `attemptSessionReverification${number}Factor`);
			const session = requireActiveSession(c, instance);
			const person = store.person(session.personId);
			limiter.count(`attempt ${person.id} ${requestClient(c).address}`, settings.attemptRateLimit);
			const attempted = attemptReverification(
				instance,
				session,
				person,
				stage,
				strategyOf(form) ?? 'phone_code',
				{
					code: form.code,
					password: form.password,
					publicKeyCredential: form.public_key_credential,
				},
			);
			return await answer(c, session, attempted);
		});
	}
	return routes;
}
