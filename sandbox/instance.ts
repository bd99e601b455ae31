import type { Clock } from './clock';
import type { Faults } from './faults';
import type { RequestLog } from './requestLog';
import type { Random } from './random';
import type { RateLimiter } from './rateLimiter';
import type { Store } from './state/store';
import type { Settings } from './settings';
import type { SigningKey } from './tokens/signingKey';

/** One application at Clerk, and all that belongs to it: what every part of the sandbox works on. */
export interface Instance {
	/** `ins_…` */
	readonly id: string;
	/** A test instance has dev browsers and test addresses; a live one has cookies and neither. */
	readonly kind: 'test' | 'live';
	/** The Frontend API's host, as the publishable key holds it. */
	readonly host: string;
	readonly publishableKey: string;
	readonly secretKey: string;
	readonly key: SigningKey;
	readonly clock: Clock;
	readonly settings: Settings;
	readonly faults: Faults;
	readonly requestLog: RequestLog;
	readonly limiter: RateLimiter;
	/** `http://127.0.0.1:PORT` */
	readonly url: string;
	readonly random: Random;
	readonly store: Store;
}
