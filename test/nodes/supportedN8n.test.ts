afterEach(() => jest.dontMock('n8n-workflow'));

test('on an n8n that is too old, the package says so when it is loaded', () => {
	jest.isolateModules(() => {
		// As n8n-workflow was before 1.83.
		const newest = jest.requireActual<typeof import('n8n-workflow')>('n8n-workflow');
		jest.doMock('n8n-workflow', () => ({ ...newest, NodeConnectionTypes: undefined }));
		const { ClerkSessions } = jest.requireActual<
			typeof import('../../nodes/ClerkSessions/ClerkSessions.node')
		>('../../nodes/ClerkSessions/ClerkSessions.node');
		expect(() => new ClerkSessions()).toThrow(
			/^Clerk Sessions needs n8n 1\.123 or newer: update n8n$/,
		);
	});
});
