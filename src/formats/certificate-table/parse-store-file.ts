import type { Problem } from '../../domain/failure/problem.ts';
import { firstElementLength } from '../der/der.ts';
import { recognizeDer } from '../der/recognize-der.ts';
import { MAX_KEYS } from '../keystore/keystore.ts';
import { type DecodedContents, type PemBlock, PRIVATE_KEY_LABEL_SUFFIX, parsePem } from '../pem/parse-pem.ts';
import { parsePkcs7 } from '../pkcs7/parse-pkcs7.ts';
import { parseCertificateRequest } from '../pkcs10/parse-request.ts';
import { BlockList } from './block-list.ts';
import { certificateBlockOf, problemBlock } from './certificate-block.ts';
import { recognizeKeystore } from './recognize-keystore.ts';
import type { KeystoreBlock, StoreFile, StoreFileBlock } from './store-file.ts';
import { unsupportedEncoding } from './unsupported-encoding.ts';

/** OpenSSL's label for a certificate, followed by trust settings in the same PEM block. */
const TRUSTED_CERTIFICATE = 'TRUSTED CERTIFICATE';
const CERTIFICATE_LABELS: ReadonlySet<string> = new Set(['CERTIFICATE', 'X509 CERTIFICATE', TRUSTED_CERTIFICATE]);
/** @see RFC 7468 section 11 */
const ENCRYPTED_KEY = 'ENCRYPTED PRIVATE KEY';
/** Old programs write the second label. @see RFC 7468 section 7 */
const REQUEST_LABELS: ReadonlySet<string> = new Set(['CERTIFICATE REQUEST', 'NEW CERTIFICATE REQUEST']);
/** The maximum number of CSRs that are read from one file. */
const MAX_REQUESTS = 1000;
const PKCS7_LABELS: ReadonlySet<string> = new Set(['PKCS7', 'PKCS #7 SIGNED DATA', 'CMS']);

/**
 * Parses a file of a certificate store. The content determines the format: PEM blocks;
 * certificates, or one CSR or key, in DER; PKCS#7; or a keystore. Skips PEM blocks with other
 * labels.
 * @param path used only in the location of problems
 */
export function parseStoreFile(bytes: Buffer, path: string): StoreFile {
  return { blocks: readPemBlocks(bytes, path) ?? readBinary(bytes, path) };
}

/** Returns the blocks of a PEM file; undefined for a file without PEM blocks. */
function readPemBlocks(bytes: Buffer, path: string): readonly StoreFileBlock[] | undefined {
  const blocks = new BlockList<StoreFileBlock>();
  let isPem = false;
  let certificateCount = 0;
  let keyCount = 0;
  let requestCount = 0;
  for (const pemBlock of parsePem(bytes)) {
    isPem = true;
    const { label, offset, end, contents } = pemBlock;
    if (contents.kind === 'private-key' || label.endsWith(PRIVATE_KEY_LABEL_SUFFIX)) {
      if (keyCount === MAX_KEYS) continue;
      const isEncrypted = label === ENCRYPTED_KEY || (contents.kind === 'private-key' && contents.isEncrypted);
      const protection = isEncrypted ? 'encrypted' : 'none';
      blocks.add({
        kind: 'private-key',
        block: keyCount++,
        offset,
        bytes: bytes.subarray(offset, end),
        label,
        protection,
      });
    } else if (REQUEST_LABELS.has(label)) {
      if (contents.kind !== 'decoded' || requestCount === MAX_REQUESTS) continue;
      const request = readRequest(contents.der, path, requestCount, offset);
      if (request === undefined) continue;
      requestCount += 1;
      blocks.add(request);
    } else if (PKCS7_LABELS.has(label) && contents.kind === 'decoded') {
      const pkcs7 = { der: contents.der, path, firstBlock: certificateCount, containerOffset: offset };
      certificateCount = addPkcs7(blocks, pkcs7);
    } else if (CERTIFICATE_LABELS.has(label) || PKCS7_LABELS.has(label)) {
      // A PKCS#7 that cannot be decoded is reported as an unreadable certificate.
      blocks.add(readCertificateBlock(pemBlock, contents, path, certificateCount++));
    }
  }
  return isPem ? blocks.take() : undefined;
}

/** Returns the certificate in a PEM block, or its problem. */
function readCertificateBlock(
  { label, offset }: PemBlock,
  contents: DecodedContents,
  path: string,
  block: number,
): StoreFileBlock {
  if (contents.kind === 'problem') {
    const { reason, failure } = contents;
    return problemBlock(offset, block, { reason, location: path, failure });
  }
  const length = label === TRUSTED_CERTIFICATE ? firstElementLength(contents.der) : undefined;
  return certificateBlockOf({ der: contents.der.subarray(0, length), offset, alias: undefined }, path, block);
}

/** A PKCS#7 in a file. */
interface Pkcs7InFile {
  readonly der: Buffer;
  readonly path: string;
  /** The number for the first certificate. */
  readonly firstBlock: number;
  /** The start of the PEM block with the PKCS#7; undefined if the PKCS#7 is the whole file. */
  readonly containerOffset: number | undefined;
}

/** Adds the certificates of a PKCS#7. Returns the number of the next block. */
function addPkcs7(blocks: BlockList<StoreFileBlock>, { der, path, firstBlock, containerOffset }: Pkcs7InFile): number {
  const { certificates, error } = parsePkcs7(der);
  let nextBlock = firstBlock;
  for (const { der: certificateDer, offset } of certificates) {
    const certificate = { der: certificateDer, offset: containerOffset ?? offset, alias: undefined };
    blocks.add(certificateBlockOf(certificate, path, nextBlock++));
  }
  if (error !== undefined) {
    const problem: Problem = { reason: 'keystore_malformed', location: path, failure: error };
    blocks.add(problemBlock(containerOffset ?? 0, nextBlock++, problem));
  }
  return nextBlock;
}

/** Returns a CSR as a block; undefined if the CSR cannot be read. */
function readRequest(der: Buffer, path: string, block: number, offset: number): StoreFileBlock | undefined {
  const parsed = parseCertificateRequest(der, path);
  return parsed.kind === 'parsed' ? { kind: 'request', block, offset, request: parsed.value } : undefined;
}

/** Returns the blocks of a file without PEM blocks. */
function readBinary(bytes: Buffer, path: string): readonly (StoreFileBlock | KeystoreBlock)[] {
  const format = recognizeKeystore(bytes);
  if (format !== undefined) return [{ kind: 'keystore', format, bytes }];
  const contents = recognizeDer(bytes);
  if (contents === 'pkcs12') return [{ kind: 'keystore', format: contents, bytes }];
  if (contents === 'request') {
    const request = readRequest(bytes, path, 0, 0);
    return request === undefined ? [] : [request];
  }
  if (contents === 'pkcs7') {
    const blocks = new BlockList<StoreFileBlock>();
    addPkcs7(blocks, { der: bytes, path, firstBlock: 0, containerOffset: undefined });
    return blocks.take();
  }
  if (contents === 'private-key' || contents === 'encrypted-key') {
    const protection = contents === 'encrypted-key' ? 'encrypted' : 'none';
    return [{ kind: 'private-key', block: 0, offset: 0, bytes, label: undefined, protection }];
  }
  if (contents === 'certificate') return readDerCertificates(bytes, path);
  const failure = unsupportedEncoding(bytes);
  if (failure === undefined) return [];
  return [
    {
      kind: 'problem',
      block: 0,
      offset: 0,
      problem: { reason: 'encoding_not_read', location: path, failure },
    },
  ];
}

/**
 * Reads a certificate in DER, and the certificates that follow it directly. Ignores the rest of the
 * file from the first element that is not a certificate.
 */
function readDerCertificates(bytes: Buffer, path: string): readonly StoreFileBlock[] {
  const blocks = new BlockList<StoreFileBlock>();
  let block = 0;
  for (let offset = 0; offset < bytes.length; ) {
    const rest = bytes.subarray(offset);
    if (recognizeDer(rest) !== 'certificate') break;
    const length = firstElementLength(rest);
    // A truncated certificate is a problem only at the start of the file.
    if (length === undefined && offset > 0) break;
    blocks.add(certificateBlockOf({ der: rest.subarray(0, length), offset, alias: undefined }, path, block++));
    offset += length ?? rest.length;
  }
  return blocks.take();
}
