import type { IDataObject, INodeProperties } from 'n8n-workflow';

/** A field of the collection _Filters_: which entries of a list stay. */
export interface ListFilter {
	field: INodeProperties;
	/** Whether a choice has to know which sessions are the client's own. It costs a request. @throws as `keeps` */
	needsOwnSessions?: (value: unknown) => boolean;
	/**
	 * @param value what was chosen
	 * @param ownSessionIds of the client, where it needs them
	 * @throws {FieldError} when the choice cannot be used
	 */
	keeps: (value: unknown, ownSessionIds: readonly string[]) => (entry: IDataObject) => boolean;
}
