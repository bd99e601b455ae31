const { ClerkSessions } = require('../../../dist/nodes/ClerkSessions/ClerkSessions.node.js');

/** What n8n's engine itself costs: the same description, answering without a request. */
async function answerAtOnce() {
	return [{ json: {}, pairedItem: { item: this.getItemIndex() } }];
}

class ClerkSessionsFloor extends ClerkSessions {
	constructor() {
		super();
		const properties = this.description.properties.map((property) =>
			property.name === 'operation'
				? { ...property, options: property.options.map(withoutRequest) }
				: property,
		);
		this.description = {
			...this.description,
			name: 'clerkSessionsFloor',
			icon: 'fa:stopwatch',
			properties,
		};
	}
}

function withoutRequest(operation) {
	const operations = { pagination: answerAtOnce };
	return { ...operation, routing: { ...operation.routing, operations } };
}

module.exports = { ClerkSessionsFloor };
