import { reverificationScenarios } from './reverification';
import type { Scenario } from './scenario';
import { sessionScenarios } from './session';
import { sessionTokenScenarios } from './sessionToken';

export type { Scenario, SdkContext, StepValues } from './scenario';

/** Everything that both clerk-js and the node can be asked for. */
export const scenarios: Record<string, Scenario> = {
	...sessionScenarios,
	...sessionTokenScenarios,
	...reverificationScenarios,
};
