import { sized } from '../support/size';
import { HOUR, testMonth } from './month';

// Sessions last seven days, as Clerk's do unless somebody changes it.
testMonth({
	way: 'password',
	span: sized({ full: 30, short: 8 }),
	every: sized({ full: HOUR, short: 8 * HOUR }),
	ended: sized({ full: 4, short: 1 }),
});
