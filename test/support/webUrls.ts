import fc from 'fast-check';
import { sized } from './size';

/** Made-up web addresses. fast-check prepares seconds for all paths there can be: in short, they are simpler. */
export function webUrls(constraints?: fc.WebUrlConstraints): fc.Arbitrary<string> {
	return sized({
		full: () => fc.webUrl(constraints),
		short: () => {
			const query = constraints?.withQueryParameters ? ['?', '=', '&'] : [];
			const unit = fc.constantFrom(...'/abcXYZ019._~-:@', '%20', '%2f', ...query);
			return fc
				.tuple(fc.constantFrom('http', 'https'), fc.webAuthority(), fc.string({ unit }))
				.map(([scheme, host, path]) => `${scheme}://${host}/${path}`);
		},
	})();
}
