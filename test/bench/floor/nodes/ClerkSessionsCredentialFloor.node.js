const { ClerkSessionsFloor, answerAtOnce } = require('./ClerkSessionsFloor.node.js');

/** The same, with the credential read once for every item, as n8n does for every request. */
class ClerkSessionsCredentialFloor extends ClerkSessionsFloor {
	constructor() {
		super('clerkSessionsCredentialFloor', answerWithCredential);
	}
}

async function answerWithCredential() {
	await this.getCredentials('clerkFrontendApi');
	return await answerAtOnce.call(this);
}

module.exports = { ClerkSessionsCredentialFloor };
