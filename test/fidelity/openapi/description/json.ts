/** @returns whether it is an object of JSON: neither null nor a list */
export function isObject(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Makes a copy of JSON in which every object has been through `change`, the inner ones first. */
export function mapObjects(
	value: unknown,
	change: (object: Record<string, unknown>) => unknown,
): unknown {
	if (Array.isArray(value)) return value.map((entry) => mapObjects(entry, change));
	if (!isObject(value)) return value;
	return change(
		Object.fromEntries(
			Object.entries(value).map(([name, inner]) => [name, mapObjects(inner, change)]),
		),
	);
}

/** @returns a copy of an object without one of its fields */
export function without(object: Record<string, unknown>, name: string): Record<string, unknown> {
	return Object.fromEntries(Object.entries(object).filter(([one]) => one !== name));
}
