import {
	type AskedOrganization,
	isForOrganization,
	KEPT_ORGANIZATION,
	PERSONAL_ACCOUNTS_NOT_ALLOWED,
} from '../../../../frontendApi/protocol/askedOrganization';
import { adviceFor } from '../../../../frontendApi/protocol/errorAdvice';
import {
	ClerkRequestError,
	type Failure,
	type HttpResponse,
} from '../../../../frontendApi/protocol/failure';
import { isObject } from '../../../../frontendApi/protocol/objects';
import { decodeToken, organizationIdIn } from '../../../../frontendApi/protocol/sessionToken';
import { createsToken } from '../../operation';
import { contentOf } from '../answerContent';
import type { Call } from '../context';
import { otherAnswer, withDoubt } from '../otherAnswer';
import type { Step } from './step';

/**
 * Lets an answer through that is for the organization that was asked for: another one gives rights
 * that nobody chose.
 *
 * @throws {ClerkRequestError} for any other, saying what Clerk has done, as far as it is known
 */
export const checkOrganization: Step = async function checkOrganization(call, next) {
	const answer = await next(call);
	const asked = askedIn(call);
	const isRefusal = answer.status >= 300;
	// Not asked for: then no token is taken apart for it.
	if (asked === undefined || isRefusal) return answer;
	if (isForOrganization(asked, organizationIn(call, answer))) return answer;
	throw new ClerkRequestError(
		asked === '' ? keptOrganization(call, answer) : otherOrganization(call, answer),
	);
};

/** As the form says it that is sent, whether by fields or by JSON. */
function askedIn({ operation, request }: Call): AskedOrganization {
	const { organizationParameter: parameter } = operation;
	if (parameter === undefined || typeof request.body !== 'string') return undefined;
	return new URLSearchParams(request.body).get(parameter) ?? undefined;
}

function organizationIn({ operation }: Call, { body }: HttpResponse): string | undefined {
	const content = contentOf(operation.answer, body);
	if (!isObject(content)) return undefined;
	if (createsToken(operation)) {
		return organizationIdIn(decodeToken(String(content.jwt))?.claims ?? {});
	}
	const { last_active_organization_id: id } = content;
	return typeof id === 'string' ? id : undefined;
}

function keptOrganization({ operation }: Call, { status }: HttpResponse): Failure {
	const advice = adviceFor(PERSONAL_ACCOUNTS_NOT_ALLOWED, status, 'step');
	return {
		message: KEPT_ORGANIZATION,
		description: createsToken(operation)
			? advice
			: `Otherwise the request was carried out. ${advice}`,
		code: PERSONAL_ACCOUNTS_NOT_ALLOWED,
		status,
		param: operation.organizationParameter,
	};
}

function otherOrganization(call: Call, { status }: HttpResponse): Failure {
	const what = createsToken(call.operation) ? 'a session token' : 'a session';
	const other = `${what} that is not for the organization asked for`;
	return withDoubt(call, otherAnswer(call.run.host, other, status));
}
