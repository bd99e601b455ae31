import type { TestContext } from '../testContext';
import { checkAgent } from './agent';
import { checkCommandLine } from './commandLine';
import { checkCredentials } from './credentials';
import { checkExamples } from './examples';
import { checkHttpRequest } from './httpRequest';
import { checkLog } from './log';
import { checkMcp } from './mcp';
import { checkNewUser } from './newUser';
import { checkOperations } from './operations';
import { checkSchemaPreview } from './schemaPreview';
import { checkSettings } from './settings';

/** Checks that run one after the other in one n8n. Each stands on its own. */
export type Lane = Readonly<Record<string, (context: TestContext) => Promise<void>>>;

/** All checks, in lanes that run side by side and take about equally long. */
export const LANES: readonly Lane[] = [
	{
		newUser: checkNewUser,
		settings: checkSettings,
		credentials: checkCredentials,
		operations: checkOperations,
		httpRequest: checkHttpRequest,
		commandLine: checkCommandLine,
		// Last: what all the others left there.
		log: checkLog,
	},
	{
		schemaPreview: checkSchemaPreview,
		agent: checkAgent,
		mcp: checkMcp,
		examples: checkExamples,
		log: checkLog,
	},
];
