import fc from 'fast-check';
import { encodeForm } from '../../frontendApi/protocol/form';

test.each([
	[{}, ''],
	[{ a: '', b: null }, 'a=&b='],
	[{ a: 1, b: -0.5, c: true, d: false }, 'a=1&b=-0.5&c=true&d=false'],
	[{ a: { b: [1, { c: null }] } }, 'a=%7B%22b%22%3A%5B1%2C%7B%22c%22%3Anull%7D%5D%7D'],
	[{ a: [1, 'two'] }, 'a=%5B1%2C%22two%22%5D'],
	[{ 'a b': 'c d+e&f=g%h\n' }, 'a+b=c+d%2Be%26f%3Dg%25h%0A'],
])('%j', (body, encoded) => expect(encodeForm(body)).toBe(encoded));

test('what is sent is read again as it was', () => {
	const text = fc.string({ unit: 'grapheme' });
	fc.assert(
		fc.property(fc.dictionary(text, text), (body) => {
			expect([...new URLSearchParams(encodeForm(body))]).toEqual(Object.entries(body));
		}),
	);
});
