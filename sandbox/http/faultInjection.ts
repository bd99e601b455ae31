import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import type { MiddlewareHandler } from 'hono';
import type { ContentfulStatusCode, StatusCode } from 'hono/utils/http-status';
import { setTimeout as wait } from 'node:timers/promises';
import { ClerkError, errorBody } from '../errors/clerkError';
import type { Fault } from '../faults';
import type { Instance } from '../instance';
import type { SandboxContext, SandboxEnv } from './context';

/** Lets happen to a request what was ordered for it, and cuts the share of connections it should. */
export function injectFaults(instance: Instance): MiddlewareHandler<SandboxEnv> {
	return async (c, next) => {
		const { faults, random, settings } = instance;
		if (settings.dropRate > 0 && random.next() < settings.dropRate) return disconnect(c);
		const fault = faults.take(c.env.incoming.method ?? '', c.req.path);
		if (fault?.delayMs) await wait(fault.delayMs);
		await fault?.until;
		if (fault?.cut === 'beforeRequestIsHandled') return disconnect(c);
		if (fault?.status !== undefined || fault?.body !== undefined) {
			c.res = faultResponse(c, fault);
		} else {
			await next();
			for (const [name, value] of Object.entries(fault?.headers ?? {})) c.header(name, value);
		}
		if (fault?.cut === 'afterRequestIsHandled') replaceAnswer(c, disconnect(c));
		else if (fault?.cut === 'midAnswer') replaceAnswer(c, await disconnectMidResponse(c));
		else if (fault?.dripMs) replaceAnswer(c, await drip(c, fault.dripMs));
		return undefined;
	};
}

function faultResponse(c: SandboxContext, fault: Fault): Response {
	const { status = 200, retryAfter, headers = {} } = fault;
	if (retryAfter !== undefined) c.header('Retry-After', String(retryAfter));
	for (const [name, value] of Object.entries(headers)) c.header(name, value);
	c.status(status as StatusCode);
	if (fault.body !== undefined) return c.body(fault.body);
	if (status < 400) return c.body(null);
	const error = new ClerkError(status === 429 ? 'TooManyRequests' : 'Unexpected');
	return c.json(errorBody(error, c.get('traceId'), null), status as ContentfulStatusCode);
}

/** A cut connection has no answer, so Hono is told that there is nothing left to send. */
function disconnect(c: SandboxContext): Response {
	c.env.incoming.socket.destroy();
	return RESPONSE_ALREADY_SENT;
}

async function disconnectMidResponse(c: SandboxContext): Promise<Response> {
	const whole = await sendHead(c);
	const { outgoing, incoming } = c.env;
	outgoing.write(whole.subarray(0, Math.floor(whole.length / 2)), () => incoming.socket.destroy());
	return RESPONSE_ALREADY_SENT;
}

/** The rest of the answer follows in the background, until it is all there or nobody listens. */
async function drip(c: SandboxContext, milliseconds: number): Promise<Response> {
	const whole = await sendHead(c);
	const { outgoing } = c.env;
	let sent = 0;
	const timer = setInterval(() => {
		if (sent < whole.length) outgoing.write(whole.subarray(sent, ++sent));
		else outgoing.end();
	}, milliseconds);
	outgoing.once('close', () => clearInterval(timer));
	outgoing.flushHeaders();
	return RESPONSE_ALREADY_SENT;
}

/** @returns the body that is to follow */
async function sendHead(c: SandboxContext): Promise<Buffer> {
	const whole = Buffer.from(await c.res.arrayBuffer());
	c.env.outgoing.writeHead(c.res.status, {
		...Object.fromEntries(c.res.headers),
		'content-length': String(whole.length),
	});
	return whole;
}

function replaceAnswer(c: SandboxContext, answer: Response): void {
	c.res = undefined;
	c.res = answer;
}
