import { hash } from 'node:crypto';
import type { Certificate } from '../../domain/certificate/certificate.ts';
import { ENCODING_FAILURES } from '../../domain/failure/encoding-failures.ts';
import type { Failure } from '../../domain/failure/failure.ts';
import type { Problem } from '../../domain/failure/problem.ts';
import { DerReader, TAG, unexpectedTag } from '../der/der.ts';
import { enterOnlySequence } from '../der/enter-only-sequence.ts';
import { parsedOrProblem } from '../der/parsed-or-problem.ts';
import { ParsedValueCache } from '../der/parsed-value-cache.ts';
import type { Parsed } from '../parsed.ts';
import { noExtensions, readExtensions } from './extensions.ts';
import { readName } from './name.ts';
import { type PublicKeyFields, readPublicKey } from './public-key.ts';
import { readSerialNumber } from './serial-number.ts';
import { readSignatureAlgorithm } from './signature-algorithm.ts';
import { readTime } from './time.ts';

/**
 * Tags that may follow the public key: issuerUniqueID and subjectUniqueID, primitive or
 * constructed.
 */
const UNIQUE_IDENTIFIERS: ReadonlySet<number> = new Set([0x81, 0x82, 0xa1, 0xa2]);

/**
 * Parses one X.509 certificate, which must be the whole buffer. The problem is der_truncated,
 * der_malformed, der_trailing_bytes, certificate_malformed or too_large, with the offset of the
 * error.
 * @param location the location of a problem
 * @see RFC 5280 section 4.1
 */
export function parseCertificate(der: Buffer, location: string): Parsed<Certificate, Problem> {
  const reader = new DerReader(der);
  const result = readCertificate(reader);
  const parsed = parsedOrProblem(reader, result?.certificate, location);
  if (parsed.kind === 'problem' || result?.namesError === undefined) return parsed;
  const failure = ENCODING_FAILURES.alternative_names_unreadable({ cause: result.namesError });
  return { ...parsed, flaw: { reason: 'certificate_malformed', location, failure } };
}

/** A certificate, and why its subject alternative name could not be read. */
interface ReadCertificate {
  readonly certificate: Certificate;
  readonly namesError: Failure | undefined;
}

/** Returns undefined if the reader has an error. */
function readCertificate(reader: DerReader): ReadCertificate | undefined {
  const bytes = reader.bytes;
  const afterCertificate = enterOnlySequence(reader, 'certificate');
  reader.expect(TAG.sequence, 'tbsCertificate');
  const afterTbs = reader.enter();
  const version = readVersion(reader);
  const serialNumber = readSerialNumber(reader);
  reader.expect(TAG.sequence, 'signature');

  const issuerHead = reader.position;
  const issuer = readIssuer(reader);
  const issuerEnd = reader.position;

  reader.expect(TAG.sequence, 'validity');
  const afterValidity = reader.enter();
  const notBefore = readInstant(reader, 'notBefore');
  const notAfter = readInstant(reader, 'notAfter');
  reader.close(afterValidity, 'validity');

  const subjectHead = reader.position;
  const commonNames: string[] = [];
  const subject = readName(reader, 'subject', commonNames);
  const isSameName = areEqualBytes(bytes, issuerHead, issuerEnd, subjectHead, reader.position);

  const publicKey: PublicKeyFields = readPublicKey(reader);
  let extensions = noExtensions();
  while (reader.hasMore()) {
    const tag = reader.next();
    if (tag === TAG.explicit3) {
      const afterExtensions = reader.enter();
      extensions = readExtensions(reader);
      reader.close(afterExtensions, 'extensions');
    } else if (!UNIQUE_IDENTIFIERS.has(tag)) {
      reader.fail('certificate_malformed', unexpectedTag('tbsCertificate', tag, reader.head));
    }
  }
  reader.close(afterTbs, 'tbsCertificate');

  const signatureAlgorithm = readSignatureAlgorithm(reader);
  reader.expect(TAG.bitString, 'signature');
  reader.close(afterCertificate, 'certificate');

  if (reader.error !== undefined) return undefined;
  const { subjectKeyIdentifier, authorityKeyIdentifier } = extensions;
  const namesError = extensions.alternativeNames?.error;
  const certificate: Certificate = {
    thumbprint: hash('sha1', bytes, 'hex').toUpperCase(),
    sha256Fingerprint: hash('sha256', bytes, 'hex').toUpperCase(),
    version,
    serialNumber,
    subject,
    // One string for both, if they are equal, because certificates are kept in memory.
    issuer: issuer === subject ? subject : issuer,
    // Unreadable names are not replaced by the common name: such a certificate matches no name.
    commonNames: namesError === undefined ? commonNames : [],
    notBefore,
    notAfter,
    dnsNames: extensions.alternativeNames?.dnsNames ?? [],
    ipAddresses: extensions.alternativeNames?.ipAddresses ?? [],
    publicKeyAlgorithm: publicKey.algorithm,
    publicKeySize: publicKey.size,
    signatureAlgorithm,
    publicKeySha256: publicKey.sha256,
    isSelfIssued:
      isSameName &&
      (subjectKeyIdentifier === undefined ||
        authorityKeyIdentifier === undefined ||
        subjectKeyIdentifier === authorityKeyIdentifier),
    isCa: extensions.basicConstraints?.isCa ?? false,
    pathLength: extensions.basicConstraints?.pathLength,
    keyUsage: extensions.keyUsage,
    extendedKeyUsage: extensions.extendedKeyUsage,
    subjectKeyIdentifier,
    authorityKeyIdentifier,
  };
  return { certificate, namesError };
}

/** The parsed issuers. They are cached, because few CAs issue most certificates. */
const ISSUERS: ParsedValueCache<string> = new ParsedValueCache();

function readIssuer(reader: DerReader): string {
  const head = reader.position;
  if (!reader.expect(TAG.sequence, 'issuer')) return '';
  const { bytes, end } = reader;
  const known = ISSUERS.get(bytes, head, end);
  if (known !== undefined) return known;
  reader.position = head;
  const issuer = readName(reader, 'issuer', []);
  return reader.error === undefined ? ISSUERS.add(bytes, head, end, issuer) : issuer;
}

/** Returns the version, from 1. A missing version is 1. @see RFC 5280 section 4.1.2.1 */
function readVersion(reader: DerReader): number {
  if (reader.peek() !== TAG.explicit0) return 1;
  reader.next();
  const after = reader.enter();
  reader.expect(TAG.integer, 'version');
  const version = reader.bytes[reader.start] ?? 0;
  if (reader.end - reader.start !== 1 || version >= 0x80) {
    reader.fail('certificate_malformed', ENCODING_FAILURES.certificate_version_invalid({ byte: reader.head }));
  }
  reader.close(after, 'version');
  return version + 1;
}

function readInstant(reader: DerReader, part: string): number {
  const tag = reader.next();
  const instant = readTime(reader.bytes, tag, reader.start, reader.end);
  if (instant === undefined)
    reader.fail('certificate_malformed', ENCODING_FAILURES.certificate_time_invalid({ part, byte: reader.head }));
  return instant ?? 0;
}

function areEqualBytes(bytes: Buffer, from: number, to: number, otherFrom: number, otherTo: number): boolean {
  if (to - from !== otherTo - otherFrom) return false;
  for (let at = from, other = otherFrom; at < to; at++, other++) if (bytes[at] !== bytes[other]) return false;
  return true;
}
