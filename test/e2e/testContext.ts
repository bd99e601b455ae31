import type { Page } from 'playwright-core';
import type { Sandbox } from '../../sandbox';
import type { Canvas } from './editor/canvas';
import type { N8n } from './n8n';
import type { Pictures } from './pictures';
import type { ReportPart } from './report';
import type { N8nApi } from './n8nApi';

/** What every check has at hand. */
export interface TestContext {
	n8n: N8n;
	rest: N8nApi;
	sandbox: Sandbox;
	page: Page;
	canvas: Canvas;
	pictures: Pick<Pictures, 'take'>;
	report: ReportPart;
}
