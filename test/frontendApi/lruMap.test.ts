import fc from 'fast-check';
import { LruMap } from '../../frontendApi/client/lruMap';

const SIZE = 3;

test('the entries that were set last stay, whatever is set, read and deleted', () => {
	const key = fc.integer({ min: 0, max: 5 });
	const step = fc.oneof(
		fc.record({ set: key, value: fc.nat() }),
		fc.record({ delete: key }),
		fc.record({ get: key }),
	);
	fc.assert(
		fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
			const map = new LruMap<number, number>(SIZE);
			let expected: Array<[number, number]> = [];
			for (const one of steps) {
				if ('set' in one) {
					map.set(one.set, one.value);
					const others = expected.filter(([name]) => name !== one.set);
					expected = [...others, [one.set, one.value] as [number, number]].slice(-SIZE);
				} else if ('delete' in one) {
					map.delete(one.delete);
					expected = expected.filter(([name]) => name !== one.delete);
				} else {
					expect(map.get(one.get)).toBe(new Map(expected).get(one.get));
				}
				expect([...map]).toEqual(expected);
			}
		}),
	);
});
