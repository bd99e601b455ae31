/** A request with a form, as it goes over the wire. */
export interface Request {
	method: string;
	/** Without the query. */
	path: string;
	query: Record<string, string>;
	headers: Record<string, string>;
	/** Missing where there is no body. */
	form?: Record<string, string>;
}

export interface Answer {
	status: number;
	headers: Headers;
	/** Parsed JSON; undefined where it is none. */
	body: unknown;
}

/** One request, and what it is about. */
export interface Exchange {
	/** Clerk's name for the operation; missing where the path has to tell. */
	operationId?: string;
	/** In a few words. */
	name: string;
	request: Request;
}

export interface AnsweredExchange extends Exchange {
	answer: Answer;
}

const FORM = 'application/x-www-form-urlencoded';

/**
 * Makes a request.
 *
 * @param baseUrl without a slash at its end
 * @param rawBody sent in place of the form, under the content type that the headers name
 * @throws what `fetch` throws when there is no answer
 */
export async function ask(
	baseUrl: string,
	{ method, path, query, headers, form }: Request,
	rawBody?: string,
): Promise<Answer> {
	const url = new URL(baseUrl + path);
	for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
	const response = await fetch(url, {
		method,
		headers: { ...(form && { 'content-type': FORM }), ...headers },
		body: rawBody ?? (form && new URLSearchParams(form).toString()),
		redirect: 'manual',
	});
	const { status, headers: answered } = response;
	return { status, headers: answered, body: parsed(await response.text()) };
}

function parsed(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}
