const {
	ConcurrencyLimiter,
} = require('../../../../dist/frontendApi/concurrency/concurrencyLimiter.js');
const { DEFAULT_CONCURRENCY } = require('../../../../dist/nodes/ClerkSessions/fields/options.js');
const { ClerkSessionsFloor } = require('./ClerkSessionsFloor.node.js');
const { answerWithRequest } = require('./ClerkSessionsRequestFloor.node.js');

/** The same as with the request, but the credential is known, and no more are in flight than the node has. */
class ClerkSessionsBoundedFloor extends ClerkSessionsFloor {
	constructor() {
		super('clerkSessionsBoundedFloor', answerInTurn);
	}
}

const limiter = new ConcurrencyLimiter();

async function answerInTurn(requestData) {
	await this.getCredentials('clerkFrontendApi');
	return await limiter.run(
		DEFAULT_CONCURRENCY,
		async () => await answerWithRequest.call(this, requestData),
	);
}

module.exports = { ClerkSessionsBoundedFloor };
