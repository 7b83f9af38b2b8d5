import type { KeyObject } from 'node:crypto';
import { X509Certificate } from 'node:crypto';
import { basename, dirname, join } from 'node:path';
import type { StoredCertificate } from '../../../domain/certificate/certificate.ts';
import type { Problem, Reason } from '../../../domain/problem.ts';
import { fitsCertificate, publicKeySha256Of, withPrivateKey } from '../keys/read-private-key.ts';
import { type FileBlocks, openFile } from '../read/open-file.ts';
import type { PasswordFiles } from '../read/password-files.ts';
import type { TimeSlice } from '../walk/time-slice.ts';

/** More stand above no certificate. */
const MAX_ISSUERS = 16;

/**
 * Those of some certificates, in DER, that stand above one: who issued it, who issued that, up to one that nobody among
 * them has issued. A name alone proves nothing, so each signature is verified.
 */
function issuersWithin(certificate: Buffer, others: readonly Buffer[]): readonly Buffer[] {
  const candidates = others.flatMap(judgeOf);
  const chain: X509Certificate[] = [];
  let [below] = judgeOf(certificate);
  while (below !== undefined && chain.length < MAX_ISSUERS) {
    const subject = below;
    if (isIssuedBy(subject, subject)) break;
    const issuer = candidates.find((candidate) => !chain.includes(candidate) && isIssuedBy(subject, candidate));
    if (issuer !== undefined) chain.push(issuer);
    below = issuer;
  }
  return chain.map(({ raw }) => raw);
}

function judgeOf(der: Buffer): readonly X509Certificate[] {
  try {
    return [new X509Certificate(der)];
  } catch {
    // OpenSSL reads less than the reader does.
    return [];
  }
}

function isIssuedBy(certificate: X509Certificate, issuer: X509Certificate): boolean {
  try {
    return certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey);
  } catch {
    // A key of a kind that OpenSSL does not know.
    return false;
  }
}

/** What is handed out of a store. */
export interface Exported {
  /** DER. */
  readonly certificate: Buffer;
  /** DER, from the one that issued it upwards, as far as they lie with it. */
  readonly issuers: readonly Buffer[];
  readonly privateKey: KeyObject;
}

/** What says that a password would help. */
const CLOSED: ReadonlySet<Reason> = new Set(['key_encrypted', 'password_missing', 'password_wrong']);

/** certbot's name of a file that holds one certificate without its issuers. */
const ALONE = /^cert(\d*)\.pem$/;

/**
 * Reads a certificate, its issuers and its key where they lie now, whatever the format.
 * @throws {Error} that says in one clause what is missing.
 */
export async function readExport(
  stored: StoredCertificate,
  passwords: PasswordFiles,
  pace: TimeSlice,
): Promise<Exported> {
  const { location, key } = stored;
  using file = await openFile(location.path, passwords, pace);
  const certificate = file.blocks.find(
    (block) => block.kind === 'certificate' && block.certificate.thumbprint === stored.certificate.thumbprint,
  );
  if (certificate?.kind !== 'certificate') {
    throw new Error(`it is not in ${location.path} any more${reasonsOf(file.problems)}`);
  }
  // What is given back outlives the file's octets.
  const der = Buffer.from(certificate.der);
  const issuers = issuersWithin(der, dersOf(file));
  const keyPath = key.path ?? location.path;
  using keyFile = keyPath === location.path ? undefined : await openFile(keyPath, passwords, pace);
  return {
    certificate: der,
    issuers: issuers.length > 0 ? issuers : await siblingIssuers(location.path, der, passwords, pace),
    privateKey: keyOf(stored, der, keyFile ?? file, keyPath),
  };
}

function keyOf({ certificate }: StoredCertificate, der: Buffer, file: FileBlocks, path: string): KeyObject {
  const problems = [...file.problems];
  let fitting: KeyObject | undefined;
  for (const block of file.blocks) {
    if (block.kind !== 'private-key') continue;
    const read = withPrivateKey(block, path, (key) => {
      const isOwn = publicKeySha256Of(key) === certificate.publicKeySha256 || fitsCertificate(key, der);
      return { kind: 'read' as const, key: isOwn ? key : undefined };
    });
    if (read.kind === 'problem') problems.push(read.problem);
    else fitting ??= read.key;
  }
  if (fitting !== undefined) return fitting;
  const isClosed = problems.some(({ reason }) => CLOSED.has(reason));
  const next = isClosed ? '; a password that opens it is named under passwordFile of its store' : '';
  throw new Error(`no private key of it can be had from ${path}${reasonsOf(problems)}${next}`);
}

/** certbot puts the issuers into a file of their own. */
async function siblingIssuers(
  path: string,
  certificate: Buffer,
  passwords: PasswordFiles,
  pace: TimeSlice,
): Promise<readonly Buffer[]> {
  const [, number] = ALONE.exec(basename(path)) ?? [];
  if (number === undefined) return [];
  using beside = await openFile(join(dirname(path), `chain${number}.pem`), passwords, pace);
  return issuersWithin(certificate, dersOf(beside));
}

function dersOf({ blocks }: FileBlocks): readonly Buffer[] {
  return blocks.flatMap((block) => (block.kind === 'certificate' ? [block.der] : []));
}

function reasonsOf(problems: readonly Problem[]): string {
  const told = problems.map(({ location, reason, detail }) => [location, reason, detail].filter(Boolean).join(': '));
  return told.length === 0 ? '' : ` (${told.join('; ')})`;
}
