/** Far more than any answer of Clerk's takes: a client with thousands of sessions has some megabytes. */
export const MAX_BODY_BYTES = 64 * 1024 * 1024;

/** An answer that is longer than any of Clerk's. Its code stands beside those of the network. */
class BodyTooLarge extends Error {
	override readonly name = 'BodyTooLarge';
	readonly code = 'ERR_ANSWER_TOO_LONG';

	constructor() {
		super(`The answer has more than ${MAX_BODY_BYTES} bytes`);
	}
}

/**
 * Reads the body of an answer, but no more of it than `MAX_BODY_BYTES`.
 *
 * @param body a stream of bytes, as n8n's request helper gives it for `encoding: 'stream'`; anything
 * else is taken as it is
 * @returns the value, where the text is JSON, else the text
 * @throws {BodyTooLarge}, or what the stream says went wrong
 */
export async function readResponseBody(body: unknown): Promise<unknown> {
	if (!isStream(body)) return body;
	const chunks: Buffer[] = [];
	let length = 0;
	for await (const chunk of body) {
		length += chunk.length;
		// Leaving the loop ends the stream, and with it the connection.
		if (length > MAX_BODY_BYTES) throw new BodyTooLarge();
		chunks.push(chunk);
	}
	return parse(
		Buffer.concat(chunks)
			.toString('utf8')
			.replace(/^\ufeff/, ''),
	);
}

function isStream(body: unknown): body is AsyncIterable<Buffer> {
	return typeof body === 'object' && body !== null && Symbol.asyncIterator in body;
}

function parse(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return text;
	}
}
