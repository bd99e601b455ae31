import { FACTOR_STRATEGIES } from '../../../frontendApi/factorStrategies';
import { FieldError } from '../../../frontendApi/fieldError';
import type { FormValue } from '../../../frontendApi/form';
import { isObject, type JsonObject } from '../../../frontendApi/objects';
import type { Call } from './call';
import { readOrganization } from './readOrganization';

type Form = Record<string, FormValue>;

/**
 * The form that an operation sends: what the fields gathered, or the JSON body as it stands.
 *
 * @param gathered the body as n8n put it together from the fields' routing
 * @throws {FieldError} when the JSON body is none, or a field that is needed is empty
 */
export function readForm(call: Call, gathered: unknown): Form {
	const { context, operation } = call;
	return context.getNodeParameter('specifyBody', 'fields') === 'json'
		? parseJsonBody(context.getNodeParameter('jsonBody', ''))
		: {
				...readOrganization(call),
				...cleanFields(String(operation.value), isObject(gathered) ? gathered : {}),
			};
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

/** What a person answers a factor with, by the form parameter: without it an attempt is in vain. */
const ANSWERS: Readonly<Record<string, string>> = {
	code: 'Code',
	password: 'Password',
	public_key_credential: 'Public Key Credential',
};

/** Leaves out what was left empty, and what belongs to another strategy than the chosen one. */
function cleanFields(step: string, gathered: JsonObject): Form {
	const strategies = strategiesOf(step);
	const own = strategies[String(gathered.strategy)];
	for (const parameter of own ?? []) {
		const label = ANSWERS[parameter];
		if (label !== undefined && isEmpty(gathered[parameter])) {
			throw new FieldError(`'${label}' is empty`, "Fill it in, or choose another 'Strategy'.");
		}
	}
	// Under an expression for the strategy, n8n shows (and gathers) the fields of all strategies.
	const unused = Object.values(strategies)
		.flat()
		.filter((parameter) => own !== undefined && !own.includes(parameter));
	const filled = Object.entries(gathered).filter(
		([name, value]) => value !== '' && !unused.includes(name),
	);
	return definedValues(Object.fromEntries(filled));
}

function strategiesOf(step: string): Record<string, readonly string[]> {
	const steps: Record<string, Record<string, readonly string[]>> = FACTOR_STRATEGIES;
	return steps[step] ?? {};
}

function isEmpty(value: unknown): boolean {
	return value === undefined || value === null || value === '';
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
