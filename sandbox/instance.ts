import type { Clock } from './clock';
import type { Faults } from './faults';
import type { Journal } from './journal';
import type { Random } from './random';
import type { RateLimiter } from './rateLimiter';
import type { Store } from './state/store';
import type { Switches } from './switches';
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
	readonly switches: Switches;
	readonly faults: Faults;
	readonly journal: Journal;
	readonly limiter: RateLimiter;
	/** `http://127.0.0.1:PORT` */
	readonly url: string;
	readonly random: Random;
	readonly store: Store;
}
