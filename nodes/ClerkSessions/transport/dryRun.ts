import type { IHttpRequestOptions } from 'n8n-workflow';
import {
	type DryRun,
	type Handover,
	HANDOVER,
	PreAuthenticationRequired,
} from '../../../frontendApi/client/handover';
import type { NodeContext } from './context';

/**
 * Sends a request on its way that ends before it is sent: n8n calls the credential for it as for any
 * other, and stores what its `preAuthentication` returns.
 *
 * @throws what the credential threw, or n8n
 */
export async function runDry(context: NodeContext, dryRun: DryRun): Promise<void> {
	const handover: Handover = { dryRun };
	const request: IHttpRequestOptions & { [HANDOVER]: Handover } = {
		method: 'GET',
		url: '/v1/client',
		// Harmless, should it ever be sent.
		ignoreHttpStatusErrors: true,
		[HANDOVER]: handover,
	};
	try {
		await context.helpers.httpRequestWithAuthentication.call(context, 'clerkFrontendApi', request);
	} catch (error) {
		if (dryRun.isDone) return;
		throw handover.error instanceof PreAuthenticationRequired ? error : (handover.error ?? error);
	}
}
