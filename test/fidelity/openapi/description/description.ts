import {
	OpenAPIBackend,
	type Document,
	type Operation,
	type OpenAPIValidator,
} from 'openapi-backend';
import type { AnsweredExchange, Exchange, Request } from '../exchanges/exchange';
import { normalizeDescription } from './normalizeDescription';
import { isObject } from './json';

/** What does not fit a description. */
export interface Difference {
	operationId: string;
	/** The exchange it was seen in. */
	exchange: string;
	side: 'request' | 'answer';
	/** In words, without values: an answer may hold tokens. */
	what: string;
}

/** An OpenAPI description, ready to judge by. The validator is openapi-backend's, which is Ajv's. */
export class Description {
	private constructor(private readonly api: OpenAPIBackend) {}

	/** @param document as `readDescription` reads it */
	static async of(document: object): Promise<Description> {
		const api = new OpenAPIBackend({
			// The only place where a document is taken on trust: what it lacks shows when it is used.
			definition: normalizeDescription(document) as Document,
			quick: true,
			// Each schema judges a few values: making its code fast costs more than it saves.
			ajvOpts: { strict: false, allErrors: true, code: { optimize: false } },
		});
		await api.init();
		return new Description(api);
	}

	/** @returns how an exchange's request differs from the description */
	judgeRequest(exchange: Exchange): Difference[] {
		return this.judge(exchange, 'request', (operation) => {
			const { request } = exchange;
			const { errors } = this.api.validator.validateRequest(asSeen(request), operation);
			return [...inWords(errors), ...missingForm(operation, request)];
		});
	}

	/** @returns how an exchange's answer differs from the description */
	judgeAnswer(exchange: AnsweredExchange): Difference[] {
		const { status, body } = exchange.answer;
		return this.judge(exchange, 'answer', (operation) => {
			const described: unknown = operation.responses?.[status];
			if (described === undefined) return [`status ${status} is not described`];
			if (!isObject(described) || described.content === undefined) return [];
			return inWords(this.api.validator.validateResponse(body, operation, status).errors);
		});
	}

	private judge(
		{ operationId: expected, name, request }: Exchange,
		side: Difference['side'],
		look: (operation: Operation) => string[],
	): Difference[] {
		const operation = this.api.router.matchOperation(asSeen(request));
		const operationId = operation?.operationId ?? 'no operation';
		const whats =
			operation && (expected ?? operationId) === operationId
				? look(operation)
				: [`${request.method} ${request.path} is not described as ${expected ?? 'any operation'}`];
		return [...new Set(whats)].map((what) => ({ operationId, exchange: name, side, what }));
	}
}

const asSeen = ({ method, path, query, headers, form }: Request) => ({
	method,
	path,
	query,
	headers,
	body: form,
});

/** A form where the description has none: nothing of it could be validated. */
function missingForm(operation: Operation, { form }: Request): string[] {
	return form && !operation.requestBody ? ['a form where none is described'] : [];
}

type ValidationErrors = ReturnType<OpenAPIValidator['validateResponse']>['errors'];

function inWords(errors: ValidationErrors): string[] {
	return (errors ?? []).map(({ instancePath, message, params }) => {
		const name: unknown = isObject(params) ? params.additionalProperty : undefined;
		const place = instancePath.replace(/\/\d+(?=\/|$)/g, '/*') || '/';
		return `${place} ${message ?? ''}${typeof name === 'string' ? `: ${name}` : ''}`;
	});
}
