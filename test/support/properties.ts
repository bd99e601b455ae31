import type {
	INodeProperties,
	INodePropertyCollection,
	INodePropertyOptions,
	INodeTypeDescription,
} from 'n8n-workflow';
import type { TestEnvironment } from './setup';
import { CLERK_SESSIONS } from './workflows';

/** The node as n8n's loader hands it to the editor. */
export function describeNode({ engine }: TestEnvironment): INodeTypeDescription {
	return engine.nodeTypes.getByNameAndVersion(CLERK_SESSIONS).description;
}

/** The node's own fields: n8n adds its Request Options to every declarative node. */
export function nodeProperties(env: TestEnvironment): INodeProperties[] {
	return describeNode(env).properties.filter(({ name }) => name !== 'requestOptions');
}

/** The choices of a field; none for a field that has none. */
export function choicesOf({ type, options = [] }: INodeProperties): INodePropertyOptions[] {
	return type === 'options' ? options.filter(isChoice) : [];
}

/** The fields in a collection. */
export function fieldsIn({ options = [] }: INodeProperties): INodeProperties[] {
	return options.filter(isField);
}

/** Fields and all fields in their collections. */
export function allFields(properties: INodeProperties[]): INodeProperties[] {
	return properties.flatMap((property) => [property, ...allFields(fieldsIn(property))]);
}

type Option = INodeProperties | INodePropertyCollection | INodePropertyOptions;

function isField(option: Option): option is INodeProperties {
	return 'type' in option;
}

function isChoice(option: Option): option is INodePropertyOptions {
	return 'value' in option && !('type' in option);
}
