import type { KeyObject } from 'node:crypto';
import { X509Certificate } from 'node:crypto';
import { basename, dirname, join } from 'node:path';
import type { StoredCertificate } from '../../../domain/certificate/certificate.ts';
import { EXPORT_FAILURES } from '../../../domain/failure/export-failures.ts';
import { FailureError } from '../../../domain/failure/failure-error.ts';
import type { Reason } from '../../../domain/failure/problem.ts';
import { problemFailure } from '../../../domain/failure/problem-failures.ts';
import { matchesCertificate, publicKeySha256Of } from '../open/key-matching.ts';
import { type FileBlocks, openFile } from '../open/open-file.ts';
import type { PasswordFiles } from '../open/password-files.ts';
import { withPrivateKey } from '../open/with-private-key.ts';
import type { TimeSlice } from '../walk/time-slice.ts';

/** The maximum number of issuers of a certificate. */
const MAX_ISSUERS = 16;

/** The content of an export. */
export interface ExportContents {
  /** DER. */
  readonly certificate: Buffer;
  /** DER, from the direct issuer upwards, if they are stored with the certificate. */
  readonly issuers: readonly Buffer[];
  readonly privateKey: KeyObject;
}

/** Problems that a password may solve. */
const ENCRYPTED_REASONS: ReadonlySet<Reason> = new Set(['key_encrypted', 'password_missing', 'password_wrong']);

/**
 * certbot's name of a file with one certificate. Its issuers are in chain.pem with the same number.
 */
const CERTBOT_LEAF_NAME = /^cert(\d*)\.pem$/;

/**
 * Reads a certificate, its issuers and its private key from the files in which the last scan found
 * them, in any format.
 * @throws {FailureError} if the certificate or its key is no longer there or unreadable
 */
export async function readExport(
  stored: StoredCertificate,
  passwords: PasswordFiles,
  slice: TimeSlice,
): Promise<ExportContents> {
  const { location, key } = stored;
  using file = await openFile(location.path, passwords, slice);
  const certificate = file.blocks.find(
    (block) => block.kind === 'certificate' && block.certificate.thumbprint === stored.certificate.thumbprint,
  );
  if (certificate?.kind !== 'certificate') {
    const problems = file.problems.map(problemFailure);
    throw new FailureError(EXPORT_FAILURES.certificate_gone({ path: location.path, problems }));
  }
  // Copied, because the bytes of the file are overwritten.
  const der = Buffer.from(certificate.der);
  const issuers = findIssuers(der, encodedCertificatesOf(file));
  const keyPath = key.path ?? location.path;
  using keyFile = keyPath === location.path ? undefined : await openFile(keyPath, passwords, slice);
  return {
    certificate: der,
    issuers: issuers.length > 0 ? issuers : await readSiblingIssuers(location.path, der, passwords, slice),
    privateKey: privateKeyOf(stored, der, keyFile ?? file, keyPath),
  };
}

/** Returns the private key of a certificate among the keys of a file. */
function privateKeyOf({ certificate }: StoredCertificate, der: Buffer, file: FileBlocks, path: string): KeyObject {
  const problems = [...file.problems];
  let matchingKey: KeyObject | undefined;
  for (const block of file.blocks) {
    if (block.kind !== 'private-key') continue;
    const read = withPrivateKey(block, path, (key) => {
      const isKeyOfCertificate = publicKeySha256Of(key) === certificate.publicKeySha256 || matchesCertificate(key, der);
      return { kind: 'read' as const, key: isKeyOfCertificate ? key : undefined };
    });
    if (read.kind === 'problem') problems.push(read.problem);
    else matchingKey ??= read.key;
  }
  if (matchingKey !== undefined) return matchingKey;
  const isEncrypted = problems.some(({ reason }) => ENCRYPTED_REASONS.has(reason));
  const { export_key_encrypted: encrypted, key_unreadable: unreadable } = EXPORT_FAILURES;
  throw new FailureError((isEncrypted ? encrypted : unreadable)({ path, problems: problems.map(problemFailure) }));
}

/** Reads the issuers that certbot stores in a separate file. */
async function readSiblingIssuers(
  path: string,
  certificate: Buffer,
  passwords: PasswordFiles,
  slice: TimeSlice,
): Promise<readonly Buffer[]> {
  const [, number] = CERTBOT_LEAF_NAME.exec(basename(path)) ?? [];
  if (number === undefined) return [];
  using chainFile = await openFile(join(dirname(path), `chain${number}.pem`), passwords, slice);
  return findIssuers(certificate, encodedCertificatesOf(chainFile));
}

function encodedCertificatesOf({ blocks }: FileBlocks): readonly Buffer[] {
  return blocks.flatMap((block) => (block.kind === 'certificate' ? [block.der] : []));
}

/**
 * Returns the issuers of a certificate among other certificates (all DER): the issuer of the
 * certificate, then the issuer of this issuer, and so on. Verifies each signature, because several
 * CAs may have the same name.
 */
function findIssuers(certificate: Buffer, others: readonly Buffer[]): readonly Buffer[] {
  const candidates = others.flatMap(loadOrLeaveOut);
  const chain: X509Certificate[] = [];
  let [current] = loadOrLeaveOut(certificate);
  while (current !== undefined && chain.length < MAX_ISSUERS) {
    const subject = current;
    // A self-signed certificate ends the chain.
    if (isIssuedBy(subject, subject)) break;
    const issuer = candidates.find((candidate) => !chain.includes(candidate) && isIssuedBy(subject, candidate));
    if (issuer !== undefined) chain.push(issuer);
    current = issuer;
  }
  return chain.map(({ raw }) => raw);
}

/** Returns the certificate in a list, which is empty if OpenSSL rejects it. */
function loadOrLeaveOut(der: Buffer): readonly X509Certificate[] {
  try {
    return [new X509Certificate(der)];
  } catch {
    // OpenSSL rejects some certificates that mailcertd parses.
    return [];
  }
}

function isIssuedBy(certificate: X509Certificate, issuer: X509Certificate): boolean {
  try {
    return certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey);
  } catch {
    // OpenSSL does not support the type of the key.
    return false;
  }
}
