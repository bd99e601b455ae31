/**
 * Says, in the cell of the version under test, what this version of n8n does not offer: it appears in
 * the table beside the tests that ran, and counts as none.
 */
export function cannotBeHad(why: string): void {
	test.todo(why);
}
