import { days } from '../../sandbox/clock';
import { sized } from '../support/size';
import { HOUR, testMonth } from './month';

// Sessions end after two days of inactivity, and a new client token comes with every answer.
testMonth({
	way: 'signInTicket',
	settings: { sessionInactivityMs: days(2), rotateTokenOnEveryResponse: true },
	span: sized({ full: 30, short: 5 }),
	every: 6 * HOUR,
	ended: sized({ full: 14, short: 2 }),
});
