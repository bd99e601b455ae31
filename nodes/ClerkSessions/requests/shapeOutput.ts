import type { IDataObject, IExecutePaginationFunctions } from 'n8n-workflow';
import type { Operation } from '../operation';
import { readChoice, readText } from './readText';
import { parsePaths, selectFields } from './selectFields';

/** Turns the body of an answer into the data of the item that comes out. */
export type Shape = (body: IDataObject) => IDataObject;

/**
 * The output that was chosen. It is read before a request is sent that cannot be taken back.
 *
 * @throws {FieldError} when there is no such output, or fields are to be selected and none is named
 */
export function shapeOutput(context: IExecutePaginationFunctions, operation: Operation): Shape {
	const choice = context.getNodeParameter('output', 'simplified');
	switch (readChoice(choice, ['raw', 'selectedFields', 'simplified'], 'Output')) {
		case 'raw':
			return (body) => body;
		case 'selectedFields': {
			const text = readText(context.getNodeParameter('outputFields', ''), 'Output Fields');
			const paths = parsePaths(text);
			return (body) => selectFields(body, paths);
		}
		case 'simplified':
			return operation.simplify;
	}
}
