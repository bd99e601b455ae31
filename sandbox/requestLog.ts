/** One request as it came in, and the status it was answered with. */
export interface RecordedRequest {
	method: string;
	/** Without the query. */
	path: string;
	query: Record<string, string>;
	/** Names in lower case. */
	headers: Record<string, string>;
	body: string;
	/** The body's parameters in order, where it is a form. */
	form?: Array<[string, string]>;
	/** Missing while the request is being answered, and when its connection was cut. */
	status?: number;
	/** By the sandbox's clock, milliseconds since 1970. */
	at: number;
}

const MAX_ENTRIES = 20_000;

/** What was asked, in order. Past 20,000 entries the older half goes. */
export class RequestLog {
	readonly entries: RecordedRequest[] = [];

	add(request: RecordedRequest): RecordedRequest {
		if (this.entries.length >= MAX_ENTRIES) this.entries.splice(0, MAX_ENTRIES / 2);
		this.entries.push(request);
		return request;
	}

	clear(): void {
		this.entries.length = 0;
	}
}
