const { ClerkSessionsFloor } = require('./ClerkSessionsFloor.node.js');

/** The same, with the request sent as n8n's helpers do it, and nothing checked, bounded or repeated. */
class ClerkSessionsRequestFloor extends ClerkSessionsFloor {
	constructor() {
		super('clerkSessionsRequestFloor', answerWithRequest);
	}
}

async function answerWithRequest({ options: { method, url, headers } }) {
	const { value } = this.getNodeParameter('sessionId');
	const request = { method, url: url.replace('{sessionId}', value), headers };
	const json = await this.helpers.httpRequestWithAuthentication.call(
		this,
		'clerkFrontendApi',
		request,
	);
	return [{ json, pairedItem: { item: this.getItemIndex() } }];
}

module.exports = { ClerkSessionsRequestFloor, answerWithRequest };
