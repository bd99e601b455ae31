import { checkTemplateName } from '../../../frontendApi/protocol/identifiers';
import type { RequestParameter } from './requestParameter';

/** The JWT template whose claims a token gets. */
export const templateName: RequestParameter = {
	field: {
		displayName: 'Template Name',
		name: 'templateName',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. hasura',
		description: 'The name of a JWT template, as the Clerk Dashboard lists it',
	},
	check: checkTemplateName,
};
