export type { Clock } from './clock';
export type { Fault } from './faults';
export type { RecordedRequest } from './requestLog';
export { multiSessionClient } from './multiSession';
export { startSandbox } from './sandbox';
export { createKeyPair, type KeyPair } from './tokens/signingKey';
export type { PersonDetails, Sandbox, SandboxDetails, SandboxOptions, SignedIn } from './sandbox';
export { defaultSettings, presets } from './settings';
export type { Preset, RateLimit, Settings } from './settings';
