import { SECRET } from '../support/secrets';
import type { Cluster } from './cluster';
import type { Report } from './report';

/** What Node.js prints when listeners pile up, or something is used that will go. */
const WARNING = /\(node:\d+\) (\w*Warning: .*)/g;
/** n8n's own, in a worker that has never run this node. */
const WARNINGS_OF_N8N = /client\.query\(\) when the client is already executing a query/;

/** Workers must not have been warned because of this node, and no n8n may have printed a secret. */
export function checkLogs({ logs, sandbox }: Cluster, report: Report): void {
	const warnings = logs
		.filter(({ name }) => name.startsWith('worker'))
		.flatMap(({ name, log }) =>
			[...log.matchAll(WARNING)].map(([, warning = '']) => `${name}: ${warning}`),
		)
		.filter((warning) => !WARNINGS_OF_N8N.test(warning));
	report.check(`warnings of Node.js in the logs of the workers: ${warnings.length}`, [
		...new Set(warnings),
	]);
	const passwords = sandbox.details.people.flatMap(({ password }) => password ?? []);
	const leaks = logs.flatMap(({ name, log }) => {
		const count =
			(log.match(SECRET)?.length ?? 0) +
			passwords.filter((password) => log.includes(password)).length;
		return count > 0 ? [`${name}: ${count}`] : [];
	});
	report.check(`secrets in the logs of n8n: ${leaks.length}`, leaks);
}
