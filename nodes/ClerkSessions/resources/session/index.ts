import type { Resource } from '../../operation';
import { end } from './end.operation';
import { get } from './get.operation';
import { getAll } from './getAll.operation';
import { remove } from './remove.operation';
import { removeAll } from './removeAll.operation';
import { revoke } from './revoke.operation';
import { touch } from './touch.operation';

export const session: Resource = {
	name: 'Session',
	value: 'session',
	description: 'A person who is signed in on the client',
	operations: [end, get, getAll, remove, removeAll, revoke, touch],
	defaultOperation: 'get',
};
