import type { Resource } from '../../operation';
import { attemptFirstFactor } from './attemptFirstFactor.operation';
import { attemptSecondFactor } from './attemptSecondFactor.operation';
import { prepareFirstFactor } from './prepareFirstFactor.operation';
import { prepareSecondFactor } from './prepareSecondFactor.operation';
import { start } from './start.operation';

export const reverification: Resource = {
	name: 'Reverification',
	value: 'reverification',
	description: 'Proving again who one is before something sensitive',
	operations: [
		attemptFirstFactor,
		attemptSecondFactor,
		prepareFirstFactor,
		prepareSecondFactor,
		start,
	],
	defaultOperation: 'start',
};
