import type { Resource } from '../../operation';
import { create } from './create.operation';
import { createFromTemplate } from './createFromTemplate.operation';
import { verify } from './verify.operation';

export const sessionToken: Resource = {
	name: 'Session Token',
	value: 'sessionToken',
	description: 'A short-lived JWT that stands for a session',
	operations: [create, createFromTemplate, verify],
	defaultOperation: 'create',
};
