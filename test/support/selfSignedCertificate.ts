import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';

/** A key and a certificate for it, both in PEM. */
export interface KeyAndCertificate {
	key: string;
	cert: string;
}

/**
 * Makes a certificate for a host that nobody but itself vouches for, valid for a year either
 * way. Node has nothing that makes one, so its few fields are written in DER here (RFC 5280, 4.1).
 */
export function selfSignedCertificate(host = '127.0.0.1'): KeyAndCertificate {
	const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
	const ecdsaWithSha256 = sequence(objectId('2a8648ce3d040302'));
	const commonName = der(0x0c, Buffer.from(host));
	const name = sequence(der(0x31, sequence(objectId('550403'), commonName)));
	const year = new Date().getUTCFullYear();
	const contents = sequence(
		der(0x02, Buffer.concat([Buffer.from([1]), randomBytes(8)])),
		ecdsaWithSha256,
		name,
		sequence(date(year - 1), date(year + 1)),
		name,
		publicKey.export({ type: 'spki', format: 'der' }),
	);
	const signature = sign('sha256', contents, privateKey);
	const unusedBits = Buffer.from([0]);
	const certificate = sequence(
		contents,
		ecdsaWithSha256,
		der(0x03, Buffer.concat([unusedBits, signature])),
	);
	return {
		key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
		cert: `-----BEGIN CERTIFICATE-----\n${certificate.toString('base64')}\n-----END CERTIFICATE-----\n`,
	};
}

function der(tag: number, content: Buffer): Buffer {
	const { length } = content;
	const header = length < 128 ? [tag, length] : [tag, 0x82, length >> 8, length & 0xff];
	return Buffer.concat([Buffer.from(header), content]);
}

function sequence(...parts: Buffer[]): Buffer {
	return der(0x30, Buffer.concat(parts));
}

function objectId(hex: string): Buffer {
	return der(0x06, Buffer.from(hex, 'hex'));
}

/** The first of January. */
function date(year: number): Buffer {
	return der(0x18, Buffer.from(`${year}0101000000Z`));
}
