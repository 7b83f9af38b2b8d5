import { createHash, createHmac } from 'node:crypto';
import {
  type Asn1,
  bmpString,
  constructedTag,
  integer,
  nullValue,
  octetString,
  oid,
  primitiveTag,
  sequence,
  setOf,
  toDer,
} from '../der/write-asn1.ts';
import { derivePkcs12, PURPOSE } from './derive-key.ts';
import { SHA256 } from './digests.ts';
import { type EncryptionOptions, encrypt, SALT_BYTES } from './encrypt.ts';
import { encodePassword, wipePassword } from './password.ts';
import { encryptedKeyElement } from './write-encrypted-key.ts';

/** The contents of a PKCS#12: a private key, its certificate and the intermediate certificates. */
export interface PfxContents {
  /** PKCS#8, in DER; not changed. */
  readonly pkcs8: Buffer;
  /** DER. */
  readonly certificate: Buffer;
  /** DER, in the order of the chain. */
  readonly issuers: readonly Buffer[];
  /** The display name of the certificate, and its alias in Java. */
  readonly friendlyName: string | undefined;
}

const OIDS = {
  data: '1.2.840.113549.1.7.1',
  encryptedData: '1.2.840.113549.1.7.6',
  shroudedKeyBag: '1.2.840.113549.1.12.10.1.2',
  certificateBag: '1.2.840.113549.1.12.10.1.3',
  x509Certificate: '1.2.840.113549.1.9.22.1',
  friendlyName: '1.2.840.113549.1.9.20',
  localKeyId: '1.2.840.113549.1.9.21',
  sha256: '2.16.840.1.101.3.4.2.1',
} as const;

/**
 * Writes a PKCS#12 with the defaults of OpenSSL 3, except the number of iterations. Certificates
 * and key are encrypted with PBES2, and the MAC is HMAC-SHA-256. Rejects if `options.yieldToOthers`
 * rejects.
 * @see RFC 7292
 */
export async function writePfx(contents: PfxContents, options: EncryptionOptions): Promise<Buffer> {
  const safes = [await certificateSafe(contents, options), await keySafe(contents, options)];
  const authenticatedSafe = toDer(sequence(...safes));
  return toDer(sequence(integer(3), dataContent(authenticatedSafe), await macData(authenticatedSafe, options)));
}

/** @see RFC 7292 section 4.2.3 */
async function certificateSafe(contents: PfxContents, options: EncryptionOptions): Promise<Asn1> {
  const bags = [
    certificateBag(contents.certificate, attributes(contents)),
    ...contents.issuers.map((issuer) => certificateBag(issuer, [])),
  ];
  const { algorithmIdentifier, ciphertext } = await encrypt(toDer(sequence(...bags)), options);
  const encryptedContent = sequence(oid(OIDS.data), algorithmIdentifier, primitiveTag(0, ciphertext));
  return contentInfo(OIDS.encryptedData, sequence(integer(0), encryptedContent));
}

/**
 * Writes the safe of the key. The key is encrypted in its bag, so its safe is not encrypted.
 * @see RFC 7292 section 4.2.2
 */
async function keySafe(contents: PfxContents, options: EncryptionOptions): Promise<Asn1> {
  const key = await encryptedKeyElement(contents.pkcs8, options);
  return dataContent(toDer(sequence(bag(OIDS.shroudedKeyBag, key, attributes(contents)))));
}

function certificateBag(der: Buffer, bagAttributes: readonly Asn1[]): Asn1 {
  const value = sequence(oid(OIDS.x509Certificate), constructedTag(0, octetString(der)));
  return bag(OIDS.certificateBag, value, bagAttributes);
}

function bag(kind: string, value: Asn1, bagAttributes: readonly Asn1[]): Asn1 {
  const set = bagAttributes.length === 0 ? [] : [setOf(...bagAttributes)];
  return sequence(oid(kind), constructedTag(0, value), ...set);
}

/** Returns the attributes of the key and the certificate. Equal attributes connect the two. */
function attributes({ certificate, friendlyName }: PfxContents): Asn1[] {
  const localKeyId = createHash('sha1').update(certificate).digest();
  const name = friendlyName === undefined ? [] : [attribute(OIDS.friendlyName, bmpString(friendlyName))];
  return [attribute(OIDS.localKeyId, octetString(localKeyId)), ...name];
}

function attribute(type: string, value: Asn1): Asn1 {
  return sequence(oid(type), setOf(value));
}

function dataContent(bytes: Buffer): Asn1 {
  return contentInfo(OIDS.data, octetString(bytes));
}

function contentInfo(type: string, content: Asn1): Asn1 {
  return sequence(oid(type), constructedTag(0, content));
}

/** @see RFC 7292 appendix A */
async function macData(
  authenticatedSafe: Buffer,
  { password, iterations, random, yieldToOthers }: EncryptionOptions,
): Promise<Asn1> {
  const salt = random(SALT_BYTES);
  const encoded = encodePassword(password);
  const derivation = { digest: SHA256, salt, iterations };
  try {
    const key = await derivePkcs12(encoded.bmp, derivation, PURPOSE.mac, SHA256.resultBytes, { yieldToOthers });
    const mac = createHmac(SHA256.name, key).update(authenticatedSafe).digest();
    key.fill(0);
    const digestInfo = sequence(sequence(oid(OIDS.sha256), nullValue()), octetString(mac));
    return sequence(digestInfo, octetString(salt), integer(iterations));
  } finally {
    wipePassword(encoded);
  }
}
