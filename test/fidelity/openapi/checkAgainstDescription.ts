import { check } from './command';

check(process.argv.slice(2), (lines) => console.log(lines)).then(
	(fits) => process.exit(fits ? 0 : 1),
	(error: unknown) => {
		console.error(error instanceof Error ? error.message : error);
		process.exit(1);
	},
);
