import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import type { Answer } from '../../../frontendApi/failure';
import { isObject } from '../../../frontendApi/objects';
import type { Call } from './call';
import { parsePaths, selectFields } from './selectFields';

/**
 * Checks the choice of an output before a request is sent that cannot be taken back.
 *
 * @throws {FieldError} when fields are to be selected and none is named
 */
export function checkOutput({ context }: Call): void {
	if (outputOf(context) === 'selectedFields') parsePaths(outputFieldsOf(context));
}

/**
 * The item that comes out for an answer: one per item that went in, paired with it.
 *
 * @throws {FieldError} when fields are to be selected and none is named
 */
export function shapeOutput(call: Call, answer: Answer): INodeExecutionData[] {
	const body = isObject(answer.body) ? (answer.body as IDataObject) : {};
	return [{ json: shape(call, body), pairedItem: { item: call.context.getItemIndex() } }];
}

function shape({ context, operation }: Call, body: IDataObject): IDataObject {
	switch (outputOf(context)) {
		case 'raw':
			return body;
		case 'selectedFields':
			return selectFields(body, outputFieldsOf(context));
		default:
			return operation.simplify(body);
	}
}

const outputOf = (context: Call['context']) => context.getNodeParameter('output', 'simplified');

const outputFieldsOf = (context: Call['context']) =>
	String(context.getNodeParameter('outputFields', '') ?? '');
