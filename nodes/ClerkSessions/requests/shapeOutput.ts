import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import type { Answer } from '../../../frontendApi/failure';
import { isObject } from '../../../frontendApi/objects';
import type { Call } from './call';
import { selectFields } from './selectFields';

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
	switch (context.getNodeParameter('output', 'simplified')) {
		case 'raw':
			return body;
		case 'selectedFields':
			return selectFields(body, String(context.getNodeParameter('outputFields', '')));
		default:
			return operation.simplify(body);
	}
}
