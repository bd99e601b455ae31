import { jwtVerify } from 'jose';
import { createSigningKey } from '../../sandbox/tokens/signingKey';
import { sharedKeyPair } from '../support/keyPair';

test('every token has a signature of its own, also once more are signed than are kept', async () => {
	const { publicKey, signNow } = await createSigningKey('ins_1', await sharedKeyPair());
	const claimed = Array.from({ length: 1_002 }, (_, index) => ({ sub: `user_${index}` }));
	const [first = [], again = []] = [claimed, claimed].map((all) => all.map(signNow));
	expect(again).toEqual(first);
	for (const index of [0, 1, 999, 1_000, 1_001]) {
		const { payload, protectedHeader } = await jwtVerify(first[index] ?? '', publicKey);
		expect(payload).toEqual(claimed[index]);
		expect(protectedHeader).toEqual({ alg: 'RS256', kid: 'ins_1', typ: 'JWT' });
	}
});
