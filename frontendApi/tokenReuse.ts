import { type Answer, FailedRequest } from './failure';
import { isObject } from './objects';
import { decodeToken } from './sessionToken';

/** How many tokens are kept at most, for as many sessions, templates and organizations. */
const KEPT = 1000;

interface KeptToken {
	answer: Answer;
	/** Milliseconds since 1970, by this machine's clock. */
	expiresAt: number;
}

/**
 * Session tokens that were made already, by the request that made them. In memory only.
 *
 * Like clerk-js `tokenCache`: whoever asks while a token is being made waits for it, and an answer
 * that arrives after everything was dropped is not kept.
 */
export class TokenReuse {
	private readonly kept = new Map<string, KeptToken>();
	private readonly underWay = new Map<string, Promise<Answer>>();

	/**
	 * The token made by an equal request, if it lives long enough, else a new one.
	 *
	 * @param request what tells tokens apart: session, template, organization, client
	 * @param minimumLifetime seconds that a token must have left
	 */
	async get(
		request: string,
		minimumLifetime: number,
		make: () => Promise<Answer>,
	): Promise<Answer> {
		const kept = this.kept.get(request);
		if (kept && kept.expiresAt - Date.now() > minimumLifetime * 1000) return copy(kept.answer);
		this.kept.delete(request);
		const underWay = this.underWay.get(request);
		if (!underWay) return copy(await this.start(request, make));
		return await underWay.then(copy, async (error: unknown) => {
			// It belonged to an execution that was stopped; this one goes on.
			if (wasCanceled(error)) return await this.get(request, minimumLifetime, make);
			throw error;
		});
	}

	/** Forgets all tokens: a session changed or ended, and with it what its tokens say. */
	drop(): void {
		this.kept.clear();
		this.underWay.clear();
	}

	private start(request: string, make: () => Promise<Answer>): Promise<Answer> {
		const started: Promise<Answer> = make()
			.then((answer) => {
				if (this.underWay.get(request) === started) this.keep(request, answer);
				return answer;
			})
			.finally(() => {
				if (this.underWay.get(request) === started) this.underWay.delete(request);
			});
		this.underWay.set(request, started);
		return started;
	}

	private keep(request: string, answer: Answer): void {
		const lifetime = lifetimeOf(answer);
		if (lifetime === undefined) return;
		this.kept.set(request, { answer, expiresAt: Date.now() + lifetime });
		const [oldest] = this.kept.keys();
		if (this.kept.size > KEPT && oldest !== undefined) this.kept.delete(oldest);
	}
}

/** How long a token lives, in ms. By its own two times, as this machine's clock may be off. */
function lifetimeOf({ body }: Answer): number | undefined {
	const jwt = isObject(body) ? body.jwt : undefined;
	const claims = typeof jwt === 'string' ? decodeToken(jwt)?.claims : undefined;
	const { exp, iat } = claims ?? {};
	return typeof exp === 'number' && typeof iat === 'number' ? (exp - iat) * 1000 : undefined;
}

function wasCanceled(error: unknown): boolean {
	return error instanceof FailedRequest && error.failure.code === 'ERR_CANCELED';
}

/** Items must not share an object: what one step changes would change for all. */
function copy(answer: Answer): Answer {
	return { ...answer, body: isObject(answer.body) ? { ...answer.body } : answer.body };
}
