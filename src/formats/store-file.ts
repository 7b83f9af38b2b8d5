import type { Certificate } from '../domain/certificate/certificate.ts';
import type { Problem } from '../domain/problem.ts';
import { type PemBlock, parsePem } from './pem/parse-pem.ts';
import { firstElementLength } from './x509/der.ts';
import { parseCertificate } from './x509/parse-certificate.ts';
import { recogniseDer } from './x509/recognise-der.ts';

/** Keystores that are known by their content. */
export type KeystoreFormat = 'jks' | 'jceks' | 'pkcs12' | 'pkcs7';

/**
 * Something that was found in a file of a store. `offset` is where it starts, in octets from the start of the file.
 * `block` counts certificates from 0, good and bad ones; for a private key it counts the keys.
 */
export type StoreFileBlock =
  | {
      readonly kind: 'certificate';
      readonly block: number;
      readonly offset: number;
      readonly certificate: Certificate;
      /** May be a part of the file's buffer. */
      readonly der: Buffer;
    }
  | {
      readonly kind: 'private-key';
      readonly block: number;
      readonly offset: number;
      /** The block as it stands in the file, damaged or not: PEM, or DER where `label` is undefined. A part of the file's buffer. */
      readonly pem: Buffer;
      readonly label: string | undefined;
    }
  | {
      readonly kind: 'problem';
      readonly block: number;
      readonly offset: number;
      /** Its location is `path#block`. */
      readonly problem: Problem;
    }
  | { readonly kind: 'keystore'; readonly format: KeystoreFormat };

/** What stands in a file, in order. No blocks: nothing in it is what a certificate store would hold. */
export interface StoreFile {
  readonly blocks: readonly StoreFileBlock[];
}

/** OpenSSL's label for a certificate with trust settings behind it. */
const TRUSTED_CERTIFICATE = 'TRUSTED CERTIFICATE';
const CERTIFICATE_LABELS: ReadonlySet<string> = new Set(['CERTIFICATE', 'X509 CERTIFICATE', TRUSTED_CERTIFICATE]);
const PKCS7_LABELS: ReadonlySet<string> = new Set(['PKCS7', 'PKCS #7 SIGNED DATA', 'CMS']);

const JKS_MAGIC = 0xfeedfeed;
const JCEKS_MAGIC = 0xcececece;

/**
 * Tells by its content what a file of a store holds: PEM blocks, one certificate or key in DER, a keystore, or nothing.
 * Blocks of other labels are passed over. `path` is only used in the location of problems.
 */
export function parseStoreFile(bytes: Buffer, path: string): StoreFile {
  const pemBlocks = parsePem(bytes);
  return { blocks: pemBlocks.length > 0 ? readPemBlocks(bytes, path, pemBlocks) : readBinary(bytes, path) };
}

function readPemBlocks(bytes: Buffer, path: string, pemBlocks: readonly PemBlock[]): readonly StoreFileBlock[] {
  const blocks: StoreFileBlock[] = [];
  let certificates = 0;
  let keys = 0;
  for (const pemBlock of pemBlocks) {
    const { label, offset, end } = pemBlock;
    if (CERTIFICATE_LABELS.has(label)) blocks.push(readCertificateBlock(pemBlock, path, certificates++));
    else if (label.endsWith('PRIVATE KEY')) {
      blocks.push({ kind: 'private-key', block: keys++, offset, pem: bytes.subarray(offset, end), label });
    } else if (PKCS7_LABELS.has(label)) blocks.push({ kind: 'keystore', format: 'pkcs7' });
  }
  return blocks;
}

function readCertificateBlock({ label, offset, contents }: PemBlock, path: string, block: number): StoreFileBlock {
  const location = `${path}#${block}`;
  if (contents.kind === 'problem') {
    const { reason, detail } = contents;
    return { kind: 'problem', block, offset, problem: { reason, location, detail } };
  }
  const length = label === TRUSTED_CERTIFICATE ? firstElementLength(contents.der) : undefined;
  return readCertificate(contents.der.subarray(0, length), location, block, offset);
}

function readCertificate(der: Buffer, location: string, block: number, offset: number): StoreFileBlock {
  const parsed = parseCertificate(der, location);
  return parsed.kind === 'parsed'
    ? { kind: 'certificate', block, offset, certificate: parsed.value, der }
    : { kind: 'problem', block, offset, problem: parsed.problem };
}

function readBinary(bytes: Buffer, path: string): readonly StoreFileBlock[] {
  const magic = bytes.length >= 4 ? bytes.readUInt32BE(0) : 0;
  if (magic === JKS_MAGIC) return [{ kind: 'keystore', format: 'jks' }];
  if (magic === JCEKS_MAGIC) return [{ kind: 'keystore', format: 'jceks' }];
  const contents = recogniseDer(bytes);
  if (contents === 'pkcs12' || contents === 'pkcs7') return [{ kind: 'keystore', format: contents }];
  if (contents === 'private-key') return [{ kind: 'private-key', block: 0, offset: 0, pem: bytes, label: undefined }];
  return contents === 'certificate' ? [readCertificate(bytes, `${path}#0`, 0, 0)] : [];
}
