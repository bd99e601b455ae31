import { FieldError } from '../../../frontendApi/protocol/fieldError';

/** A half of a character that takes two: it cannot travel, and would arrive as another one. */
const HALF_CHARACTER = /\p{Cs}/u;

/**
 * The text that a field stands for, whatever an expression made of it: numbers as their digits,
 * nothing as an empty text.
 *
 * @param label the field's name as shown, for the message
 * @throws {FieldError} for everything that is not certain to arrive as it was meant, such as an
 * object, a date, `true`, NaN, or a number whose last digits are lost
 */
export function readText(value: unknown, label: string): string {
	switch (typeof value) {
		case 'undefined':
			return '';
		case 'bigint':
			return String(value);
		case 'number':
			if (isExact(value)) return String(value);
			break;
		case 'string':
			return checkCharacters(value, label);
		case 'object':
			if (value === null) return '';
	}
	throw new FieldError(
		`'${label}' is not text`,
		'Its expression must result in text, or in a number of at most 15 digits: not in an object, a list, a date, or true or false.',
	);
}

/**
 * A choice among several, which can be an expression.
 *
 * @throws {FieldError} when the expression results in something else
 */
export function readChoice<T extends string>(
	value: unknown,
	choices: readonly T[],
	label: string,
): T {
	const choice = choices.find((one) => one === value);
	if (choice !== undefined) return choice;
	throw new FieldError(
		`'${label}' has no valid choice`,
		`An expression must result in ${choices.slice(0, -1).join(', ')} or ${choices.at(-1)}.`,
	);
}

/** @throws {FieldError} when a character is cut in two */
export function checkCharacters(text: string, label: string): string {
	if (!HALF_CHARACTER.test(text)) return text;
	throw new FieldError(
		`'${label}' holds half a character`,
		'A character such as an emoji may have been cut in two. Enter the whole text.',
	);
}

function isExact(number: number): boolean {
	return Number.isInteger(number) ? Number.isSafeInteger(number) : Number.isFinite(number);
}
