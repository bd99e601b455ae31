/** A way to write a text down inside another one. */
type Encoder = (text: string) => string;

/** Characters that an encoder of URLs leaves alone; it percent-encodes all others, by their UTF-8 bytes. */
const UNRESERVED = {
	/** JavaScript's `encodeURIComponent`. */
	component: /[\w\-.!~*'()]/,
	/** JavaScript's `encodeURI`. */
	uri: /[\w\-.!~*'();/?:@&=+$,#]/,
	/** RFC 3986, section 2.3. */
	strict: /[\w\-.~]/,
	/** `application/x-www-form-urlencoded` (WHATWG URL, section 5.2). */
	form: /[\w\-.* ]/,
};

/** Characters that an encoder of JSON escapes besides those that it has to. */
const ESCAPED = {
	nothingElse: /(?!)/g,
	/** Go's encoding/json, so that JSON can stand in HTML. */
	html: /[<>&\u2028\u2029]/g,
	/** Python's json, so that JSON is ASCII. */
	nonAscii: /[^ -~]/g,
};

const ENCODERS: readonly Encoder[] = [
	(text) => percentEncode(text, UNRESERVED.component),
	(text) => percentEncode(text, UNRESERVED.uri),
	(text) => percentEncode(text, UNRESERVED.strict),
	(text) => percentEncode(text, UNRESERVED.form).replaceAll(' ', '+'),
	(text) => escapeJson(text, ESCAPED.nothingElse),
	(text) => escapeJson(text, ESCAPED.html),
	(text) => escapeJson(text, ESCAPED.nonAscii),
	// PHP's json_encode.
	(text) => escapeJson(text, ESCAPED.nonAscii).replaceAll('/', '\\/'),
];

/** Above this many characters a text is looked for as it is: each of the forms is as long again. */
const MAX_ENCODED_LENGTH = 8192;

/**
 * The forms in which a text can turn up in another one: as it is, URL-encoded and JSON-escaped as
 * the usual encoders do it, and one of these inside another (a form with JSON in it), with
 * hexadecimal digits in either case.
 */
export function escapedForms(text: string): string[] {
	if (text.length > MAX_ENCODED_LENGTH) return [text];
	const once = encodeAll([text]);
	const forms = unique([text, ...once, ...encodeAll(once)]);
	return unique([...forms, ...forms.map(withOtherHexCase)]);
}

/**
 * What base64 surely holds if a text is part of what was encoded, wherever in it: for each of the
 * three alignments the characters that the text alone decides. A character at either end may depend
 * on what stands next to it. In the alphabets of base64 and of base64url; with `+` and `/` also
 * URL-encoded.
 */
export function base64Forms(text: string): string[] {
	if (text.length > MAX_ENCODED_LENGTH) return [];
	const texts = unique([text, ...encodeAll([text])]);
	const forms = texts.flatMap((encoded) => [0, 1, 2].map((offset) => base64At(encoded, offset)));
	const inUrls = forms.map((form) => form.replaceAll('+', '-').replaceAll('/', '_'));
	const percentEncoded = forms.map((form) => percentEncode(form, UNRESERVED.strict));
	return unique([...forms, ...inUrls, ...percentEncoded, ...percentEncoded.map(withOtherHexCase)]);
}

/** @param offset number of bytes before the text, modulo 3 */
function base64At(text: string, offset: number): string {
	const bytes = Buffer.concat([Buffer.alloc(offset), Buffer.from(text)]);
	return bytes
		.toString('base64')
		.slice(Math.ceil((offset * 8) / 6), Math.floor((bytes.length * 8) / 6));
}

function encodeAll(texts: readonly string[]): string[] {
	return unique(texts.flatMap((text) => ENCODERS.map((encode) => encode(text))));
}

function percentEncode(text: string, unreserved: RegExp): string {
	const bytes = Array.from(Buffer.from(text), (byte) => {
		const character = String.fromCharCode(byte);
		return byte < 0x80 && unreserved.test(character) ? character : `%${hex(byte, 2)}`;
	});
	return bytes.join('');
}

function escapeJson(text: string, others: RegExp): string {
	return JSON.stringify(text)
		.slice(1, -1)
		.replace(others, (character) => `\\u${hex(character.charCodeAt(0), 4).toLowerCase()}`);
}

function hex(number: number, digits: number): string {
	return number.toString(16).toUpperCase().padStart(digits, '0');
}

/** The usual case is upper in URLs and lower in JSON. */
function withOtherHexCase(text: string): string {
	return text
		.replace(/%[\dA-F]{2}/g, (escape) => escape.toLowerCase())
		.replace(/\\u[\da-f]{4}/g, (escape) => `\\u${escape.slice(2).toUpperCase()}`);
}

function unique(texts: readonly string[]): string[] {
	return [...new Set(texts)];
}
