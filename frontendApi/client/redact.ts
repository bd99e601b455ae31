import type { CredentialFields } from './credential';
import { base64Forms, escapedForms } from './encodedForms';
import { isKnownCode } from '../protocol/errorAdvice';
import type { Failure } from '../protocol/failure';

/** Clears a text from outside of secrets, and cuts it. */
export type Redact = (text: string) => string;

/** What stands for a secret. Shorter than any secret that is looked for, so never one itself. */
const MASK = '***';

/**
 * The shortest secret that is looked for, in characters without white space around them: one-time
 * codes have 4 and more. Three characters are part of almost every sentence; masking them would
 * leave nothing to read, and would show what they are by what is missing.
 */
export const MIN_SECRET_LENGTH = 4;

/** Characters of a text from outside that are shown: Clerk's longest message has about 250. */
export const MAX_TEXT_LENGTH = 500;

/** How codes, parameter names and trace IDs are written. */
const NAME = /^[\w.:[\]-]{1,100}$/;

/** From `start` up to, not including, `end`. */
type Range = [start: number, end: number];

/**
 * Makes a function that clears texts of secrets: as they are, URL-encoded, JSON-escaped, and in
 * base64 (see `escapedForms` and `base64Forms`). It takes time in proportion to the text's length.
 * Only whole secrets are recognised, not parts of one.
 *
 * @param secrets all that must not come out; what is shorter than `SHORTEST_SECRET` is passed over
 * @returns a function whose result holds no secret in any of these forms, and `LONGEST_TEXT`
 * characters at most; a shorter text without secrets comes back as it is
 */
export function redactor(secrets: readonly string[]): Redact {
	const trimmed = [...new Set(secrets.map((secret) => secret.trim()))];
	const known = trimmed.filter((secret) => secret.length >= MIN_SECRET_LENGTH);
	const escaped = known.flatMap(escapedForms);
	const base64 = known.flatMap(base64Forms);
	const longest = Math.max(0, ...[...escaped, ...base64].map((form) => form.length));

	const redact = (text: string) => {
		// No more is read than can be shown; what begins in the last part of it may go on behind it.
		const read = text.slice(0, MAX_TEXT_LENGTH + 2 * longest);
		const unread: Range[] = text.length > read.length ? [[read.length - longest, read.length]] : [];
		const found = [
			...escaped.flatMap((form) => rangesOf(form, read)),
			...base64.flatMap((form) => rangesOf(form, read, base64Around)),
		];
		return truncate(mask(read, found.length > 0 ? [...found, ...unread] : []));
	};
	const isClean = (text: string) => ![...escaped, ...base64].some((form) => text.includes(form));
	return (text) => {
		const redacted = redact(text);
		// What is left on both sides of a mask may be a secret together.
		return isClean(redacted) ? redacted : MASK;
	};
}

/**
 * Clears what a failure holds from outside. The description is ours and stays, as do codes that
 * Clerk's catalogue lists: they are no echo, and workflows branch on them. Of other codes, parameter
 * names and trace IDs, one that holds a secret or is not written like one is left out.
 */
export function redactFailure(failure: Failure, redact: Redact): Failure {
	const name = (text: string | undefined) =>
		text !== undefined && NAME.test(text) && redact(text) === text ? text : undefined;
	const { code = '' } = failure;
	return {
		...failure,
		message: redact(failure.message),
		code: isKnownCode(code) ? code : name(failure.code),
		traceId: name(failure.traceId),
		param: name(failure.param),
	};
}

/** The secrets that a credential holds; where `Bearer ` was pasted along, without it. */
export function secretsOf(fields: CredentialFields): string[] {
	const { clientToken, devBrowserToken, password, secretKey } = fields;
	const { sessionClientToken, sessionClientTokenFor } = fields;
	const pasted = [clientToken, devBrowserToken, secretKey, sessionClientToken];
	const bare = pasted.map((token) => token.trim().replace(/^Bearer\s+/i, ''));
	return [...bare, password, sessionClientTokenFor].filter((secret) => secret !== '');
}

/** Where a form stands in a text, each place widened as told. */
function rangesOf(
	form: string,
	text: string,
	widen: (text: string, range: Range) => Range = (_, range) => range,
): Range[] {
	const ranges: Range[] = [];
	let start = text.indexOf(form);
	while (start !== -1) {
		const range = widen(text, [start, start + form.length]);
		ranges.push(range);
		start = text.indexOf(form, range[1]);
	}
	return ranges;
}

/** The whole run of base64: its characters next to a secret hold some of its bits. */
function base64Around(text: string, [start, end]: Range): Range {
	let from = start;
	let to = end;
	while (from > 0 && /[\w+/-]/.test(text.charAt(from - 1))) from--;
	while (to < text.length && /[\w+/=-]/.test(text.charAt(to))) to++;
	return [from, to];
}

/** Puts one mask in the place of ranges that touch each other. */
function mask(text: string, ranges: readonly Range[]): string {
	let masked = '';
	let done = 0;
	for (const [start, end] of [...ranges].sort(([a], [b]) => a - b)) {
		if (start > done || done === 0) masked += text.slice(done, start) + MASK;
		done = Math.max(done, end);
	}
	return masked + text.slice(done);
}

/** Between characters, not between the two halves of one. */
function truncate(text: string): string {
	if (text.length <= MAX_TEXT_LENGTH) return text;
	return `${text.slice(0, MAX_TEXT_LENGTH - 1).replace(/[\ud800-\udbff]$/, '')}…`;
}
