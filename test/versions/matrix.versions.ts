import { join } from 'node:path';
import { ROWS } from './rows';

describe.each(ROWS)('$title', ({ tests }) => {
	for (const module of tests) {
		// Jest wants tests declared at once: an import would come too late.
		// eslint-disable-next-line @typescript-eslint/no-require-imports
		describe(module, () => void require(join(__dirname, '..', module)));
	}
});
