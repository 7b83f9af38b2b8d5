import type { Certificate } from '../../domain/certificate/certificate.ts';
import type { CertificateRequest } from '../../domain/certificate/certificate-request.ts';
import type { Problem } from '../../domain/problem.ts';
import { withDefiniteLength } from '../der/definite-length.ts';
import { firstElementLength } from '../der/der.ts';
import { recogniseDer } from '../der/recognise-der.ts';
import { type KeystoreCertificate, MAX_KEYS } from '../keystore/keystore.ts';
import { type OpenContents, type PemBlock, PRIVATE_KEY, parsePem } from '../pem/parse-pem.ts';
import { parsePkcs7 } from '../pkcs7/parse-pkcs7.ts';
import { parseCertificateRequest } from '../pkcs10/parse-request.ts';
import { parseCertificate } from '../x509/parse-certificate.ts';
import { BlockList } from './block-list.ts';
import { unreadEncoding } from './unread-certificate.ts';

/** The keystore formats that are recognized by content. */
type KeystoreFormat = 'jks' | 'pkcs12' | 'jceks' | 'bks' | 'uber';

const JKS_MAGIC = 0xfeedfeed;

const JCEKS_MAGIC = 0xcececece;

/** The salt length of Bouncy Castle keystores, and the offset after salt and iteration count. */
const SALT_BYTES = 20;

const ENTRIES_AT = 32;

/** The maximum iteration count; Bouncy Castle uses 1024 to 2047. */
const MAX_ROUNDS = 65_535;

/**
 * Recognizes keystores that are not ASN.1 by their first bytes; undefined: another format.
 * @see https://github.com/bcgit/bc-java/blob/main/prov/src/main/java/org/bouncycastle/jcajce/provider/keystore/bc/BcKeyStoreSpi.java
 */
function recogniseKeystore(bytes: Buffer): Exclude<KeystoreFormat, 'pkcs12'> | undefined {
  if (bytes.length < 4) return undefined;
  const magic = bytes.readUInt32BE(0);
  if (magic === JKS_MAGIC) return 'jks';
  if (magic === JCEKS_MAGIC) return 'jceks';
  if ((magic !== 1 && magic !== 2) || bytes.length < ENTRIES_AT + SALT_BYTES) return undefined;
  if (bytes.readUInt32BE(4) !== SALT_BYTES || bytes.readUInt32BE(ENTRIES_AT - 4) > MAX_ROUNDS) return undefined;
  // An unencrypted keystore (BKS) has here an entry type (0: end), then an alias shorter than 256
  // bytes.
  const kind = bytes[ENTRIES_AT] ?? 0;
  return kind === 0 || (kind <= 4 && bytes[ENTRIES_AT + 1] === 0) ? 'bks' : 'uber';
}

/**
 * A block of a store file. `offset` is its start in the file, bytes; for the contents of a PEM
 * block or of encrypted data, the start of that container. `block` counts certificates from 0,
 * including unreadable ones; for a private key, it counts the keys.
 */
export type StoreFileBlock =
  | {
      readonly kind: 'certificate';
      readonly block: number;
      readonly offset: number;
      readonly certificate: Certificate;
      /** The alias in a keystore. */
      readonly alias: string | undefined;
      /** Can be a view of the file's buffer. */
      readonly der: Buffer;
      /** The part that cannot be read; its location is `path#block`. Left out: all was read. */
      readonly flaw?: Problem;
    }
  | {
      readonly kind: 'request';
      /** Counts the CSRs. Unreadable ones are skipped, because servers do not use CSRs. */
      readonly block: number;
      readonly offset: number;
      readonly request: CertificateRequest;
    }
  | {
      readonly kind: 'private-key';
      readonly block: number;
      readonly offset: number;
      /**
       * A view of the file's buffer, also if damaged: PEM, or DER if `label` is undefined. From a
       * keystore or after decryption: DER.
       */
      readonly bytes: Buffer;
      readonly label: string | undefined;
      /** `encrypted`: still encrypted here. `decrypted`: encrypted only in the file. */
      readonly protection: 'none' | 'encrypted' | 'decrypted';
    }
  | {
      readonly kind: 'problem';
      readonly block: number;
      readonly offset: number;
      /**
       * Its location is `path#block`; for a whole keystore, the path. One for each reason, with the
       * list of blocks.
       */
      readonly problem: Problem;
    };

/** A keystore that needs a password, or whose format is not supported. `openKeystore` reads it. */
export interface KeystoreBlock {
  readonly kind: 'keystore';
  readonly format: KeystoreFormat;
  readonly bytes: Buffer;
}

/**
 * The contents of a file, in order. No blocks: the file contains nothing that belongs in a
 * certificate store.
 */
export interface StoreFile {
  readonly blocks: readonly (StoreFileBlock | KeystoreBlock)[];
}

/** OpenSSL's label for a certificate with trust settings after it. */
const TRUSTED_CERTIFICATE = 'TRUSTED CERTIFICATE';
const CERTIFICATE_LABELS: ReadonlySet<string> = new Set(['CERTIFICATE', 'X509 CERTIFICATE', TRUSTED_CERTIFICATE]);
/** @see RFC 7468 section 11 */
const ENCRYPTED_KEY = 'ENCRYPTED PRIVATE KEY';
/** Old programs wrote the second one. @see RFC 7468 section 7 */
const REQUEST_LABELS: ReadonlySet<string> = new Set(['CERTIFICATE REQUEST', 'NEW CERTIFICATE REQUEST']);
/** The maximum number of CSRs that are read from one file. */
const MAX_REQUESTS = 1000;
const PKCS7_LABELS: ReadonlySet<string> = new Set(['PKCS7', 'PKCS #7 SIGNED DATA', 'CMS']);

/**
 * Parses a file of a store, detected by content: PEM blocks, one certificate, CSR or key in DER,
 * PKCS#7, or a keystore. Skips PEM blocks with other labels.
 * @param path used only in the location of problems
 */
export function parseStoreFile(bytes: Buffer, path: string): StoreFile {
  return { blocks: readPemBlocks(bytes, path) ?? readBinary(bytes, path) };
}

/** Returns undefined for a file without PEM blocks. */
function readPemBlocks(bytes: Buffer, path: string): readonly StoreFileBlock[] | undefined {
  const blocks = new BlockList<StoreFileBlock>();
  let isPem = false;
  let certificates = 0;
  let keys = 0;
  let requests = 0;
  for (const pemBlock of parsePem(bytes)) {
    isPem = true;
    const { label, offset, end, contents } = pemBlock;
    if (contents.kind === 'private-key' || label.endsWith(PRIVATE_KEY)) {
      if (keys === MAX_KEYS) continue;
      const isEncrypted = label === ENCRYPTED_KEY || (contents.kind === 'private-key' && contents.isEncrypted);
      const keyBytes = bytes.subarray(offset, end);
      const protection = isEncrypted ? 'encrypted' : 'none';
      blocks.add({ kind: 'private-key', block: keys++, offset, bytes: keyBytes, label, protection });
    } else if (REQUEST_LABELS.has(label)) {
      if (contents.kind !== 'decoded' || requests === MAX_REQUESTS) continue;
      const read = readRequest(contents.der, path, requests, offset);
      requests += read.length;
      for (const block of read) blocks.add(block);
    } else if (CERTIFICATE_LABELS.has(label) || PKCS7_LABELS.has(label)) {
      if (contents.kind === 'decoded' && PKCS7_LABELS.has(label)) {
        certificates = addPkcs7(blocks, { der: contents.der, path, first: certificates, within: offset });
      } else blocks.add(readCertificateBlock(pemBlock, contents, path, certificates++));
    }
  }
  return isPem ? blocks.take() : undefined;
}

function readCertificateBlock(
  { label, offset }: PemBlock,
  contents: OpenContents,
  path: string,
  block: number,
): StoreFileBlock {
  const location = `${path}#${block}`;
  if (contents.kind === 'problem') {
    const { reason, detail } = contents;
    return problemAt(offset, block, { reason, location, detail });
  }
  const length = label === TRUSTED_CERTIFICATE ? firstElementLength(contents.der) : undefined;
  return certificateBlockOf({ der: contents.der.subarray(0, length), offset, alias: undefined }, path, block);
}

interface Pkcs7InFile {
  readonly der: Buffer;
  readonly path: string;
  /** The number of its first certificate. */
  readonly first: number;
  /** The start of the PEM block that contains it; undefined: it is the whole file. */
  readonly within: number | undefined;
}

/** Adds the certificates of a PKCS#7. Returns the number of the next block. */
function addPkcs7(blocks: BlockList<StoreFileBlock>, { der, path, first, within }: Pkcs7InFile): number {
  const { certificates, error } = parsePkcs7(der);
  let block = first;
  for (const { der: own, offset } of certificates) {
    blocks.add(certificateBlockOf({ der: own, offset: within ?? offset, alias: undefined }, path, block++));
  }
  if (error !== undefined) {
    const problem: Problem = { reason: 'keystore_malformed', location: `${path}#${block}`, detail: error };
    blocks.add(problemAt(within ?? 0, block++, problem));
  }
  return block;
}

/** Returns a certificate, or its problem, as a block with this number. */
export function certificateBlockOf(
  { der: bytes, offset, alias }: KeystoreCertificate,
  path: string,
  block: number,
): StoreFileBlock {
  const der = withDefiniteLength(bytes);
  const parsed = parseCertificate(der, `${path}#${block}`);
  if (parsed.kind === 'problem') return problemAt(offset, block, parsed.problem);
  const read: StoreFileBlock = { kind: 'certificate', block, offset, alias, certificate: parsed.value, der };
  return parsed.flaw === undefined ? read : { ...read, flaw: parsed.flaw };
}

/**
 * Returns a problem with the offset of its block in the detail. Other offsets in the detail count
 * from there, or in the decoded data.
 */
function problemAt(offset: number, block: number, { reason, location, detail }: Problem): StoreFileBlock {
  return {
    kind: 'problem',
    block,
    offset,
    problem: { reason, location, detail: `the block at byte ${offset}: ${detail}` },
  };
}

/** Returns a CSR as a block; empty if it cannot be read. */
function readRequest(der: Buffer, path: string, block: number, offset: number): readonly StoreFileBlock[] {
  const parsed = parseCertificateRequest(der, path);
  return parsed.kind === 'parsed' ? [{ kind: 'request', block, offset, request: parsed.value }] : [];
}

function readBinary(bytes: Buffer, path: string): readonly (StoreFileBlock | KeystoreBlock)[] {
  const format = recogniseKeystore(bytes);
  if (format !== undefined) return [{ kind: 'keystore', format, bytes }];
  const contents = recogniseDer(bytes);
  if (contents === 'pkcs12') return [{ kind: 'keystore', format: contents, bytes }];
  if (contents === 'request') return readRequest(bytes, path, 0, 0);
  if (contents === 'pkcs7') {
    const blocks = new BlockList<StoreFileBlock>();
    addPkcs7(blocks, { der: bytes, path, first: 0, within: undefined });
    return blocks.take();
  }
  if (contents === 'private-key' || contents === 'encrypted-key') {
    const protection = contents === 'encrypted-key' ? 'encrypted' : 'none';
    return [{ kind: 'private-key', block: 0, offset: 0, bytes, label: undefined, protection }];
  }
  if (contents === 'certificate') return readDerCertificates(bytes, path);
  const encoding = unreadEncoding(bytes);
  if (encoding === undefined) return [];
  return [
    {
      kind: 'problem',
      block: 0,
      offset: 0,
      problem: { reason: 'encoding_not_read', location: path, detail: encoding },
    },
  ];
}

/**
 * Reads a certificate in DER, and those that follow directly. Ignores the rest of the file from the
 * first element that is not a certificate.
 */
function readDerCertificates(bytes: Buffer, path: string): readonly StoreFileBlock[] {
  const blocks = new BlockList<StoreFileBlock>();
  let block = 0;
  for (let offset = 0; offset < bytes.length; ) {
    const rest = bytes.subarray(offset);
    if (recogniseDer(rest) !== 'certificate') break;
    const length = firstElementLength(rest);
    // A truncated certificate is a problem only at the start of the file.
    if (length === undefined && offset > 0) break;
    blocks.add(certificateBlockOf({ der: rest.subarray(0, length), offset, alias: undefined }, path, block++));
    offset += length ?? rest.length;
  }
  return blocks.take();
}
