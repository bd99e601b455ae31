import type { INodeProperties } from 'n8n-workflow';

/** What somebody sends to prove who they are. */
export const sessionTokenToVerify: INodeProperties = {
	displayName: 'Token',
	name: 'token',
	type: 'string',
	typeOptions: { password: true },
	default: '={{ $json.headers?.authorization }}',
	description:
		"The session token, with or without 'Bearer ' before it. By default the Authorization header of a Webhook node.",
};
