import { X509Certificate } from 'node:crypto';

/** The contents of a PEM file. */
export interface PemContents {
  /** The kind of the first block that is a certificate or a key; undefined if there is none. */
  readonly first: 'certificate' | 'key' | undefined;
  readonly hasCertificate: boolean;
  readonly hasKey: boolean;
  /**
   * The key types of the leaf certificates, in order: `ec`, `rsa`, `ed25519`, and others. A
   * certificate counts as a leaf certificate if it is the first one, or directly follows a key.
   */
  readonly leafKeyTypes: readonly string[];
}

const BEGIN = Buffer.from('-----BEGIN ');
const MAX_LABEL_BYTES = 40;
const CERTIFICATE = /^(?:X509 |TRUSTED )?CERTIFICATE-----/;
const KEY = /^(?:[A-Z0-9]+ )*PRIVATE KEY-----/;
/** The maximum size of a certificate in PEM. */
const MAX_CERTIFICATE_BYTES = 65_536;

function keyTypeOf(block: Buffer): string | undefined {
  try {
    return new X509Certificate(block).publicKey.asymmetricKeyType;
  } catch {
    return undefined;
  }
}

/**
 * Returns the contents of a PEM file by its labels and leaf certificates. Decodes and copies no
 * keys.
 * @see RFC 7468
 */
export function examinePem(bytes: Buffer): PemContents {
  let first: PemContents['first'];
  let hasCertificate = false;
  let hasKey = false;
  let isLeafExpected = true;
  const leafKeyTypes: string[] = [];
  for (let at = bytes.indexOf(BEGIN); at >= 0; at = bytes.indexOf(BEGIN, at + BEGIN.length)) {
    const label = bytes.toString('latin1', at + BEGIN.length, at + BEGIN.length + MAX_LABEL_BYTES);
    const [isCertificate, isKey] = [CERTIFICATE.test(label), KEY.test(label)];
    if (!isCertificate && !isKey) continue;
    first ??= isCertificate ? 'certificate' : 'key';
    hasCertificate ||= isCertificate;
    hasKey ||= isKey;
    if (isCertificate && isLeafExpected) {
      const keyType = keyTypeOf(bytes.subarray(at, at + MAX_CERTIFICATE_BYTES));
      if (keyType !== undefined) leafKeyTypes.push(keyType);
    }
    isLeafExpected = isKey;
  }
  return { first, hasCertificate, hasKey, leafKeyTypes };
}
