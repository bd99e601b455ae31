/** A fault to order: which requests it befalls, how often, and what happens to them. */
export interface Fault {
	/** Any method when missing. */
	method?: string;
	/** The whole path without the query, or a pattern for it; any path when missing. */
	path?: string | RegExp;
	/** How many requests; every one until cleared when missing. */
	times?: number;
	/** Answers with this status and does nothing else. Without `body`, with an error as Clerk words it. */
	status?: number;
	/** Seconds, for the `Retry-After` header. */
	retryAfter?: number;
	/** Added to the answer, also to one that is otherwise as ever. */
	headers?: Record<string, string>;
	/** Sent as it is: HTML, nothing (`''`), cut JSON, bytes. Without `status`, with 200. */
	body?: string | Uint8Array<ArrayBuffer>;
	/** Waits so long before anything else. Real time, not the sandbox's clock. */
	delayMs?: number;
	/** Waits for it before anything else. */
	until?: Promise<unknown>;
	/** Sends the answer's body byte by byte, with so much time between two of them. Real time. */
	dripMs?: number;
	/** Cuts the connection: unheard, after it had its effect, or in the middle of the answer. */
	cut?: 'beforeRequestIsHandled' | 'afterRequestIsHandled' | 'midAnswer';
}

/** The faults on order; the one ordered first is used up first. */
export class Faults {
	private ordered: Array<{ fault: Fault; left: number }> = [];

	add(fault: Fault): void {
		this.ordered.push({ fault, left: fault.times ?? Infinity });
	}

	clear(): void {
		this.ordered = [];
	}

	/** @returns the fault that befalls this request, one time less of it left */
	take(method: string, path: string): Fault | undefined {
		const found = this.ordered.find(({ fault, left }) => left > 0 && matches(fault, method, path));
		if (!found) return undefined;
		found.left -= 1;
		if (found.left <= 0) this.ordered = this.ordered.filter((other) => other !== found);
		return found.fault;
	}
}

function matches(fault: Fault, method: string, path: string): boolean {
	if (fault.method && fault.method.toUpperCase() !== method) return false;
	if (fault.path === undefined) return true;
	return typeof fault.path === 'string' ? fault.path === path : path.search(fault.path) >= 0;
}
