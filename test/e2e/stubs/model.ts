import { answerJson, startServer, type StubServer } from './server';

/** What the model does in one turn: call a tool, or speak. */
export type Turn = { tool: string; arguments: Record<string, string> } | { says: string };

interface Message {
	role: string;
	content: unknown;
}

interface ChatRequest {
	messages: Message[];
	stream?: boolean;
	tools?: Array<{ function: { name: string; description: string; parameters: object } }>;
}

/** A chat model with OpenAI's API that plays a script, as no real one can be reached. */
export interface StubModel extends StubServer {
	/** The turns to come; each request takes one. */
	script: Turn[];
	requests: ChatRequest[];
}

export async function startModel(): Promise<StubModel> {
	const state = { script: [] as Turn[], requests: [] as ChatRequest[] };
	const server = await startServer(({ url = '' }, body, response) => {
		if (!url.endsWith('/chat/completions')) {
			answerJson(response, { object: 'list', data: [{ id: 'stub', object: 'model' }] });
			return;
		}
		const request: ChatRequest = JSON.parse(body);
		state.requests.push(request);
		const message = messageOf(state.script.shift() ?? { says: 'Done.' }, request);
		const finish_reason = 'tool_calls' in message ? 'tool_calls' : 'stop';
		const completion = { id: 'chatcmpl-1', created: 0, model: 'stub' };
		if (!request.stream) {
			answerJson(response, {
				...completion,
				object: 'chat.completion',
				choices: [{ index: 0, message, finish_reason }],
				usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
			});
			return;
		}
		const chunk = { ...completion, object: 'chat.completion.chunk' };
		response.writeHead(200, { 'Content-Type': 'text/event-stream' });
		for (const choice of [
			{ index: 0, delta: message, finish_reason: null },
			{ index: 0, delta: {}, finish_reason },
		]) {
			response.write(`data: ${JSON.stringify({ ...chunk, choices: [choice] })}\n\n`);
		}
		response.end('data: [DONE]\n\n');
	});
	return Object.assign(state, server);
}

function messageOf(turn: Turn, { tools = [] }: ChatRequest) {
	if ('says' in turn) return { role: 'assistant', content: turn.says };
	const offered = tools.map(({ function: { name } }) => name);
	const name = offered.find((tool) => tool.replace(/_/g, ' ') === turn.tool);
	if (!name) throw new Error(`No tool ${turn.tool} among ${offered.join(', ')}`);
	const call = { name, arguments: JSON.stringify(turn.arguments) };
	return {
		role: 'assistant',
		content: null,
		tool_calls: [{ index: 0, id: `call_${name}`, type: 'function', function: call }],
	};
}
