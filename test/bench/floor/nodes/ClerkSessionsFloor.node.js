const { ClerkSessions } = require('../../../../dist/nodes/ClerkSessions/ClerkSessions.node.js');

/** What n8n's engine itself costs: the same description, answering without a request. */
class ClerkSessionsFloor extends ClerkSessions {
	constructor(name = 'clerkSessionsFloor', answer = answerAtOnce) {
		super();
		const properties = this.description.properties.map((property) =>
			property.name === 'operation'
				? { ...property, options: property.options.map((option) => answeredBy(option, answer)) }
				: property,
		);
		this.description = { ...this.description, name, icon: 'fa:stopwatch', properties };
	}
}

async function answerAtOnce() {
	return [{ json: {}, pairedItem: { item: this.getItemIndex() } }];
}

function answeredBy(operation, answer) {
	const operations = { pagination: answer };
	return { ...operation, routing: { ...operation.routing, operations } };
}

module.exports = { ClerkSessionsFloor, answerAtOnce };
