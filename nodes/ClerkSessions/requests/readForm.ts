import { FACTOR_STRATEGIES } from '../../../frontendApi/factorStrategies';
import { FieldError } from '../../../frontendApi/fieldError';
import type { FormValue } from '../../../frontendApi/form';
import { isObject, type JsonObject } from '../../../frontendApi/objects';
import type { Call } from './call';

type Form = Record<string, FormValue>;

/**
 * The form that an operation sends: what the fields gathered, or the JSON body as it stands.
 *
 * @param gathered the body as n8n put it together from the fields' routing
 * @throws {FieldError} when the JSON body is none, or a field that was chosen is empty
 */
export function readForm({ context, operation }: Call, gathered: unknown): Form {
	return context.getNodeParameter('specifyBody', 'fields') === 'json'
		? parseJsonBody(context.getNodeParameter('jsonBody', ''))
		: cleanFields(String(operation.value), isObject(gathered) ? gathered : {});
}

function parseJsonBody(body: unknown): Form {
	const parsed = typeof body === 'string' ? parseJson(body) : body;
	if (!isObject(parsed)) {
		throw new FieldError(
			"'JSON Body' is not an object",
			'Enter one object with the parameters and their values, for example {"intent": "focus"}.',
		);
	}
	return definedValues(parsed);
}

function parseJson(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		throw notJson();
	}
}

function notJson(): FieldError {
	return new FieldError(
		"'JSON Body' is not valid JSON",
		'Check quotes, commas and brackets: names and text stand in double quotes, and nothing follows the closing bracket.',
	);
}

/** Leaves out what was left empty, and what belongs to another strategy than the chosen one. */
function cleanFields(step: string, gathered: JsonObject): Form {
	for (const parameter of ['organization_id', 'active_organization_id']) {
		if (typeof gathered[parameter] === 'string' && gathered[parameter].trim() === '') {
			throw new FieldError(
				"'Organization ID' is empty",
				"Enter the ID of an organization, or choose another option under 'Organization'.",
			);
		}
	}
	const unused = parametersOfOtherStrategies(step, gathered.strategy);
	const filled = Object.entries(gathered).filter(
		([name, value]) => value !== '' && !unused.has(name),
	);
	return definedValues(Object.fromEntries(filled));
}

/** Under an expression for the strategy, n8n shows (and gathers) the fields of all strategies. */
function parametersOfOtherStrategies(step: string, strategy: unknown): Set<string> {
	const steps: Record<string, Record<string, readonly string[]>> = FACTOR_STRATEGIES;
	const strategies = steps[step] ?? {};
	const own = strategies[String(strategy)];
	if (own === undefined) return new Set();
	return new Set(
		Object.values(strategies)
			.flat()
			.filter((parameter) => !own.includes(parameter)),
	);
}

function definedValues(values: JsonObject): Form {
	const form: Form = Object.create(null);
	for (const [name, value] of Object.entries(values)) {
		if (isFormValue(value)) form[name] = value;
	}
	return form;
}

function isFormValue(value: unknown): value is FormValue {
	return ['string', 'number', 'boolean', 'object'].includes(typeof value);
}
