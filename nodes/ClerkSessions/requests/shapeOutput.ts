import type { IDataObject, IExecutePaginationFunctions } from 'n8n-workflow';
import type { Operation } from '../operation';
import { parsePaths, selectFields } from './selectFields';

/** Turns the body of an answer into the data of the item that comes out. */
export type Shape = (body: IDataObject) => IDataObject;

/**
 * The output that was chosen. It is read before a request is sent that cannot be taken back.
 *
 * @throws {FieldError} when fields are to be selected and none is named
 */
export function shapeOutput(context: IExecutePaginationFunctions, operation: Operation): Shape {
	switch (context.getNodeParameter('output', 'simplified')) {
		case 'raw':
			return (body) => body;
		case 'selectedFields': {
			const paths = parsePaths(String(context.getNodeParameter('outputFields', '') ?? ''));
			return (body) => selectFields(body, paths);
		}
		default:
			return operation.simplify;
	}
}
