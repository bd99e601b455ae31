export type { Clock } from './clock';
export type { Fault } from './faults';
export type { RecordedRequest } from './journal';
export { multiSessionClient } from './multiSession';
export { startSandbox } from './sandbox';
export type { PersonDetails, Sandbox, SandboxDetails, SandboxOptions, SignedIn } from './sandbox';
export { defaultSwitches, presets } from './switches';
export type { Preset, RateLimit, Switches } from './switches';
