import type { INodeProperties } from 'n8n-workflow';
import { FACTOR_STRATEGIES } from '../../../frontendApi/protocol/factorStrategies';
import { FieldError } from '../../../frontendApi/protocol/fieldError';
import type { FormValue } from '../../../frontendApi/protocol/form';
import { isObject, type JsonObject } from '../../../frontendApi/protocol/objects';
import type { Operation } from '../operation';
import type { Call } from './context';
import { readJsonObject } from '../fields/readJson';
import { readLocator, readParameter } from '../fields/readParameter';
import { checkCharacters, readChoice, readText } from '../fields/readText';

type Form = Record<string, FormValue>;

const JSON_BODY = 'JSON Body';
const ORGANIZATION_CHOICES = ['byId', 'personal', 'unchanged'] as const;

/** What a person answers a factor with: without it an attempt is in vain. */
const REQUIRED_PROOFS = ['code', 'password', 'public_key_credential'];

/**
 * The form that an operation sends: what the fields gathered, or the JSON body as it stands.
 *
 * @param gathered the body as n8n put it together from the fields' routing
 * @throws {FieldError} when a field or the JSON body cannot be used, or a field that is needed is empty
 */
export function buildForm(call: Call, gathered: unknown): Form {
	const { context, operation } = call;
	const specified = readParameter(context, 'specifyBody', 'fields');
	return readChoice(specified, ['fields', 'json'], 'Specify Body') === 'json'
		? readJsonBody(readParameter(context, 'jsonBody', ''))
		: {
				...readOrganization(call),
				...readFields(operation, isObject(gathered) ? gathered : {}),
			};
}

function readJsonBody(value: unknown): Form {
	const body = readJsonObject(value, JSON_BODY, '{"intent": "focus"}');
	for (const [name, field] of Object.entries(body)) {
		checkCharacters(typeof field === 'string' ? name + field : name, JSON_BODY);
	}
	return body;
}

/** Leaves out what was left empty, and what belongs to another strategy than the chosen one. */
function readFields(operation: Operation, gathered: JsonObject): Form {
	const fields = fieldsByParameter(operation.form ?? []);
	const strategies = strategiesOf(String(operation.value));
	const strategy = readText(gathered.strategy, 'Strategy');
	const own = Object.hasOwn(strategies, strategy) ? strategies[strategy] : undefined;
	// Under an expression for the strategy, n8n shows (and gathers) the fields of all strategies.
	const unused = Object.values(strategies)
		.flat()
		.filter((parameter) => own !== undefined && !own.includes(parameter));
	const form: Form = {};
	for (const [parameter, { displayName, type }] of fields) {
		if (unused.includes(parameter)) continue;
		const value = gathered[parameter];
		const text =
			type === 'json'
				? readJsonText(value, displayName)
				: readFormText(parameter, value, displayName);
		if (text !== '') form[parameter] = text;
		else if (parameter === 'strategy') throw emptyField(displayName, 'Choose a strategy.');
		else if (own?.includes(parameter) && REQUIRED_PROOFS.includes(parameter)) {
			throw emptyField(displayName, "Fill it in, or choose another 'Strategy'.");
		}
	}
	return form;
}

/** What is pasted often has white space around it; only a password may begin or end with any. */
function readFormText(parameter: string, value: unknown, label: string): string {
	const text = readText(value, label);
	return parameter === 'password' ? text : text.trim();
}

function emptyField(label: string, advice: string): FieldError {
	return new FieldError(`'${label}' is empty`, advice);
}

/** Fields, those in collections too, by the form parameter that each is sent as. */
function fieldsByParameter(fields: INodeProperties[]): Map<string, INodeProperties> {
	const inCollections = fields.flatMap(({ options = [] }) =>
		options.filter((option) => 'type' in option),
	);
	return new Map(
		[...fields, ...inCollections].flatMap((field) => {
			const parameter = field.routing?.send?.property;
			return parameter === undefined ? [] : [[parameter, field]];
		}),
	);
}

/** JSON text goes out as it stands, once it is known to be some. */
function readJsonText(value: unknown, label: string): string {
	if (value === undefined || value === null || value === '') return '';
	const object = readJsonObject(value, label, '{"type": "public-key"}');
	return typeof value === 'string' ? checkCharacters(value, label) : JSON.stringify(object);
}

function strategiesOf(step: string): Record<string, readonly string[]> {
	const steps: Record<string, Record<string, readonly string[]>> = FACTOR_STRATEGIES;
	return steps[step] ?? {};
}

/**
 * What the choice of an organization sends: nothing, an empty value (the personal account), or the
 * organization's ID.
 *
 * @throws {FieldError} when an organization was chosen and is missing: it must not turn into another choice
 */
function readOrganization({ context, operation }: Call): Record<string, FormValue> {
	const parameter = operation.organizationParameter;
	if (parameter === undefined) return {};
	const choice = readParameter(context, 'organization', 'unchanged');
	switch (readChoice(choice, ORGANIZATION_CHOICES, 'Organization')) {
		case 'unchanged':
			return {};
		case 'personal':
			return { [parameter]: null };
		case 'byId':
			return {
				[parameter]: requireOrganizationId(readLocator(context, 'organizationId')),
			};
	}
}

function requireOrganizationId(value: unknown): string {
	const id = readText(value, 'Organization ID').trim();
	if (id !== '') return id;
	throw new FieldError(
		"'Organization ID' is empty",
		"Choose an organization or enter its ID, or choose another option under 'Organization'.",
	);
}
