import type { PersonDetails, Sandbox } from '../../../sandbox';
import { person } from '../../sandbox/support';

export { had } from '../../sandbox/support';

/** A person of the sandbox's seed, by the first name. */
export function personCalled(sandbox: Sandbox, firstName: string): PersonDetails {
	return person(sandbox, firstName.toLowerCase());
}
