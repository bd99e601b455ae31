import { retryAfter } from '../../frontendApi/protocol/retryAfter';

const NOW = Date.UTC(2026, 7, 1, 12);
const inSeconds = NOW / 1000;

beforeEach(() => jest.useFakeTimers({ now: NOW }));
afterEach(() => jest.useRealTimers());

test.each([
	[{ 'retry-after': '7' }, 7],
	[{ 'retry-after': '0' }, undefined],
	[{ 'retry-after': '0', 'x-ratelimit-reset': '90' }, 90],
	[{ 'retry-after': '0.5' }, 0.5],
	[{ 'retry-after': '-3' }, undefined],
	[{ 'retry-after': 'Sat, 01 Aug 2026 12:00:09 GMT' }, 9],
	[{ 'retry-after': 'Sat, 01 Aug 2026 11:00:00 GMT' }, undefined],
	[{ 'retry-after': '7', 'x-ratelimit-reset': '90' }, 7],
	[{ 'retry-after': 'soon', 'x-ratelimit-reset': '90' }, 90],
	[{ 'x-ratelimit-reset': '5' }, 5],
	[{ 'x-ratelimit-reset': String(inSeconds + 11) }, 11],
	[{ 'x-ratelimit-reset': String(inSeconds - 11) }, undefined],
	[{ 'x-ratelimit-reset': '0' }, undefined],
	// By the other side's clock, where it says what time it is there.
	[{ 'retry-after': 'Sat, 01 Aug 2026 11:00:07 GMT', date: 'Sat, 01 Aug 2026 11:00:00 GMT' }, 7],
	[
		{ 'retry-after': 'Sat, 01 Aug 2026 13:00:00 GMT', date: 'Sat, 01 Aug 2026 13:00:00 GMT' },
		undefined,
	],
	[
		{ 'x-ratelimit-reset': String(inSeconds - 3_600 + 5), date: 'Sat, 01 Aug 2026 11:00:00 GMT' },
		5,
	],
	[{ 'retry-after': 'Sat, 01 Aug 2026 12:00:09 GMT', date: 'today' }, 9],
	[{ 'retry-after': '' }, undefined],
	[{ 'retry-after': 'soon' }, undefined],
	[{ 'retry-after': 'Infinity' }, undefined],
	[{ 'retry-after': ['1'] }, undefined],
	[{}, undefined],
])('%j', (headers, seconds) => expect(retryAfter(headers)).toBe(seconds));
