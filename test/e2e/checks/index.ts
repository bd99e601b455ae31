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

/** All checks, in the order in which they run. Each stands on its own. */
export const checks: Readonly<Record<string, (context: TestContext) => Promise<void>>> = {
	newUser: checkNewUser,
	settings: checkSettings,
	credentials: checkCredentials,
	operations: checkOperations,
	schemaPreview: checkSchemaPreview,
	httpRequest: checkHttpRequest,
	agent: checkAgent,
	mcp: checkMcp,
	examples: checkExamples,
	commandLine: checkCommandLine,
	// Last: what all the others left there.
	log: checkLog,
};
