import { X509Certificate } from 'node:crypto';

/** The contents of a PEM file. */
export interface PemKinds {
  /** The first block that is a certificate or a key; undefined: none. */
  readonly first: 'certificate' | 'key' | undefined;
  readonly hasCertificate: boolean;
  readonly hasKey: boolean;
  /**
   * The key types of the first certificate and of each one directly after a key, in order: `ec`,
   * `rsa`, `ed25519`, and others.
   */
  readonly leafKeyTypes: readonly string[];
}

const BEGIN = Buffer.from('-----BEGIN ');
/** The maximum length of a label. */
const LABEL_BYTES = 40;
const CERTIFICATE = /^(?:X509 |TRUSTED )?CERTIFICATE-----/;
const KEY = /^(?:[A-Z0-9]+ )*PRIVATE KEY-----/;
/** The maximum size of a PEM certificate. */
const MAX_BLOCK_BYTES = 65_536;

function keyTypeOf(block: Buffer): string | undefined {
  try {
    return new X509Certificate(block).publicKey.asymmetricKeyType;
  } catch {
    return undefined;
  }
}

/**
 * Determines the contents by labels and leaf certificates; decodes and copies no keys.
 * @see RFC 7468
 */
export function pemKindsOf(bytes: Buffer): PemKinds {
  let first: PemKinds['first'];
  let hasCertificate = false;
  let hasKey = false;
  let isLeafDue = true;
  const leafKeyTypes: string[] = [];
  for (let at = bytes.indexOf(BEGIN); at >= 0; at = bytes.indexOf(BEGIN, at + BEGIN.length)) {
    const label = bytes.toString('latin1', at + BEGIN.length, at + BEGIN.length + LABEL_BYTES);
    const [isCertificate, isKey] = [CERTIFICATE.test(label), KEY.test(label)];
    if (!isCertificate && !isKey) continue;
    first ??= isCertificate ? 'certificate' : 'key';
    hasCertificate ||= isCertificate;
    hasKey ||= isKey;
    if (isCertificate && isLeafDue) {
      const keyType = keyTypeOf(bytes.subarray(at, at + MAX_BLOCK_BYTES));
      if (keyType !== undefined) leafKeyTypes.push(keyType);
    }
    isLeafDue = isKey;
  }
  return { first, hasCertificate, hasKey, leafKeyTypes };
}
