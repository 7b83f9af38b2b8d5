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

/** Keystores that are known by their content. */
type KeystoreFormat = 'jks' | 'pkcs12' | 'jceks' | 'bks' | 'uber';

const JKS_MAGIC = 0xfeedfeed;

const JCEKS_MAGIC = 0xcececece;

/** What the salts of Bouncy Castle measure, and where what follows salt and rounds begins. */
const SALT_OCTETS = 20;

const ENTRIES_AT = 32;

/** Bouncy Castle asks for 1024 to 2047. */
const MAX_ROUNDS = 65_535;

/**
 * Tells keystores that are not ASN.1 apart by their first octets; undefined: it is none of them.
 * @see https://github.com/bcgit/bc-java/blob/main/prov/src/main/java/org/bouncycastle/jcajce/provider/keystore/bc/BcKeyStoreSpi.java
 */
function recogniseKeystore(bytes: Buffer): Exclude<KeystoreFormat, 'pkcs12'> | undefined {
  if (bytes.length < 4) return undefined;
  const magic = bytes.readUInt32BE(0);
  if (magic === JKS_MAGIC) return 'jks';
  if (magic === JCEKS_MAGIC) return 'jceks';
  if ((magic !== 1 && magic !== 2) || bytes.length < ENTRIES_AT + SALT_OCTETS) return undefined;
  if (bytes.readUInt32BE(4) !== SALT_OCTETS || bytes.readUInt32BE(ENTRIES_AT - 4) > MAX_ROUNDS) return undefined;
  // In the clear there is an entry's kind, 0 for the end, and an alias of less than 256 octets; else it is encrypted.
  const kind = bytes[ENTRIES_AT] ?? 0;
  return kind === 0 || (kind <= 4 && bytes[ENTRIES_AT + 1] === 0) ? 'bks' : 'uber';
}

/**
 * Something that was found in a file of a store. `offset` is where it starts, in octets from the start of the file; of
 * what is inside a PEM block or was decrypted, where what holds it starts.
 * `block` counts certificates from 0, good and bad ones; for a private key it counts the keys.
 */
export type StoreFileBlock =
  | {
      readonly kind: 'certificate';
      readonly block: number;
      readonly offset: number;
      readonly certificate: Certificate;
      /** The name that a keystore gives it. */
      readonly alias: string | undefined;
      /** May be a part of the file's buffer. */
      readonly der: Buffer;
      /** What of it cannot be read; its location is `path#block`. Left out: all was read. */
      readonly flaw?: Problem;
    }
  | {
      readonly kind: 'request';
      /** Counts the requests. One that cannot be read is passed over: nobody is presented a request. */
      readonly block: number;
      readonly offset: number;
      readonly request: CertificateRequest;
    }
  | {
      readonly kind: 'private-key';
      readonly block: number;
      readonly offset: number;
      /** As it stands in the file, damaged or not, a part of the file's buffer: PEM, or DER where `label` is undefined. From a keystore, and once opened: DER. */
      readonly pem: Buffer;
      readonly label: string | undefined;
      /** Closed: it is encrypted as it stands here. Opened: it was, in the file. */
      readonly protection: 'none' | 'closed' | 'opened';
    }
  | {
      readonly kind: 'problem';
      readonly block: number;
      readonly offset: number;
      /** Its location is `path#block`; of a keystore as a whole, the path. One for each reason: it lists the blocks. */
      readonly problem: Problem;
    };

/** A keystore that takes a password, or is not read at all: `openKeystore` says what is in it. */
export interface KeystoreBlock {
  readonly kind: 'keystore';
  readonly format: KeystoreFormat;
  readonly bytes: Buffer;
}

/** What stands in a file, in order. No blocks: nothing in it is what a certificate store would hold. */
export interface StoreFile {
  readonly blocks: readonly (StoreFileBlock | KeystoreBlock)[];
}

/** OpenSSL's label for a certificate with trust settings behind it. */
const TRUSTED_CERTIFICATE = 'TRUSTED CERTIFICATE';
const CERTIFICATE_LABELS: ReadonlySet<string> = new Set(['CERTIFICATE', 'X509 CERTIFICATE', TRUSTED_CERTIFICATE]);
/** @see RFC 7468 section 11 */
const ENCRYPTED_KEY = 'ENCRYPTED PRIVATE KEY';
/** The second is what old programs wrote. @see RFC 7468 section 7 */
const REQUEST_LABELS: ReadonlySet<string> = new Set(['CERTIFICATE REQUEST', 'NEW CERTIFICATE REQUEST']);
/** Requests of one file that are read; no file in use has as many. */
const MAX_REQUESTS = 1000;
const PKCS7_LABELS: ReadonlySet<string> = new Set(['PKCS7', 'PKCS #7 SIGNED DATA', 'CMS']);

/**
 * Tells by its content what a file of a store holds: PEM blocks, one certificate, request or key in DER, a
 * PKCS#7, a keystore, or nothing.
 * Blocks of other labels are passed over. `path` is only used in the location of problems.
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
      const pem = bytes.subarray(offset, end);
      const protection = isEncrypted ? 'closed' : 'none';
      blocks.add({ kind: 'private-key', block: keys++, offset, pem, label, protection });
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
  /** The start of the PEM block that holds it; undefined: it is the file. */
  readonly within: number | undefined;
}

/** Adds the certificates of a PKCS#7. Returns the number of the next block. */
function addPkcs7(blocks: BlockList<StoreFileBlock>, { der, path, first, within }: Pkcs7InFile): number {
  const { certificates, fault } = parsePkcs7(der);
  let block = first;
  for (const { der: own, offset } of certificates) {
    blocks.add(certificateBlockOf({ der: own, offset: within ?? offset, alias: undefined }, path, block++));
  }
  if (fault !== undefined) {
    const problem: Problem = { reason: 'keystore_malformed', location: `${path}#${block}`, detail: fault };
    blocks.add(problemAt(within ?? 0, block++, problem));
  }
  return block;
}

/** One certificate, or what is wrong with it, as a block with this number. */
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

/** Whoever mends a file looks for the octet at which the block starts; what is wrong counts from there, or in what was decoded. */
function problemAt(offset: number, block: number, { reason, location, detail }: Problem): StoreFileBlock {
  return { kind: 'problem', block, offset, problem: { reason, location, detail: `the block at ${offset}: ${detail}` } };
}

/** One request, or nothing where it cannot be read. */
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
    const protection = contents === 'encrypted-key' ? 'closed' : 'none';
    return [{ kind: 'private-key', block: 0, offset: 0, pem: bytes, label: undefined, protection }];
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
 * Reads a certificate in DER, and those that follow directly. Ignores the rest of the file, from
 * the first element that is not a certificate.
 */
function readDerCertificates(bytes: Buffer, path: string): readonly StoreFileBlock[] {
  const blocks = new BlockList<StoreFileBlock>();
  let block = 0;
  for (let offset = 0; offset < bytes.length; ) {
    const rest = bytes.subarray(offset);
    if (recogniseDer(rest) !== 'certificate') break;
    const length = firstElementLength(rest);
    // A certificate that is cut off is a problem only at the start of the file.
    if (length === undefined && offset > 0) break;
    blocks.add(certificateBlockOf({ der: rest.subarray(0, length), offset, alias: undefined }, path, block++));
    offset += length ?? rest.length;
  }
  return blocks.take();
}
