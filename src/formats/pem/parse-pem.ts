import { CERTIFICATE_FILE_FAILURES } from '../../domain/failure/certificate-file-failures.ts';
import type { Failure } from '../../domain/failure/failure.ts';
import type { Reason } from '../../domain/failure/problem.ts';
import { decodeBase64, decodeWrappedBase64 } from './decode-base64.ts';
import { decodeBase64Bytes } from './decode-base64-bytes.ts';
import { redactKeys } from './redact-keys.ts';

/** A block of a PEM file. Offsets count bytes from the start of the file. */
export interface PemBlock {
  /** The exact text between BEGIN and the dashes. */
  readonly label: string;
  /** The start of the BEGIN line. */
  readonly offset: number;
  /** The end of the block, exclusive: after its END line, or the start of the next block. */
  readonly end: number;
  readonly contents: PemBlockContents;
}

type PemReason = Extract<Reason, 'pem_unterminated' | 'pem_bad_base64' | 'too_large'>;

interface PemProblem {
  readonly kind: 'problem';
  readonly reason: PemReason;
  readonly failure: Failure;
}

/** The contents of a block, or its problem. */
export type DecodedContents = { readonly kind: 'decoded'; readonly der: Buffer } | PemProblem;

/** The contents of a block, or the position of a private key. */
export type PemBlockContents =
  | DecodedContents
  | {
      /** Not decoded, and not in a string, which could not be overwritten. */
      readonly kind: 'private-key';
      /** True if its headers declare encryption. */
      readonly isEncrypted: boolean;
      /** The start and end of the text between the BEGIN and END lines. */
      readonly start: number;
      readonly end: number;
    };

const BEGIN = '-----BEGIN ';
const BEGIN_BYTES: Buffer = Buffer.from(BEGIN);
/** The end of the labels of private keys. */
export const PRIVATE_KEY_LABEL_SUFFIX = 'PRIVATE KEY';
const END = '-----END ';
const DASHES = '-----';
/** The byte order mark of UTF-8, decoded as Latin-1. */
const BYTE_ORDER_MARK = '\u00ef\u00bb\u00bf';
const MAX_LABEL_CHARACTERS = 64;
/** Certificates are much smaller. */
const MAX_BODY_BYTES = 16 * 1024 * 1024;

/**
 * Yields the PEM blocks of a file in order; a file of 16 MiB can have hundreds of thousands. Skips
 * text around blocks. BEGIN must be at the start of a line. A problem affects only its own block.
 * Lines can have any length and end in LF or CRLF. Takes linear time.
 * @see RFC 7468 section 3
 * @see RFC 1421 section 4.4
 */
export function* parsePem(bytes: Buffer): Generator<PemBlock, undefined> {
  // One string with offsets is much faster than reading each line from the buffer.
  const text = startsWithBegin(bytes) || bytes.includes(BEGIN_BYTES) ? redactKeys(bytes) : '';
  let begin = nextBegin(text, 0);
  // Reused by the next block. A new search for each BEGIN without END would take quadratic time.
  let end = 0;
  let lineFeed = 0;
  while (begin !== -1) {
    const label = labelAt(text, begin + BEGIN.length);
    if (label === undefined) {
      begin = nextBegin(text, begin + BEGIN.length);
      continue;
    }
    const bodyStart = begin + BEGIN.length + label.length + DASHES.length;
    const followingBegin = nextBegin(text, bodyStart);
    const blockLimit = followingBegin === -1 ? text.length : followingBegin;
    if (end < bodyStart) end = indexOrEnd(text, END, bodyStart);
    if (end >= blockLimit) {
      const contents = problem('pem_unterminated', CERTIFICATE_FILE_FAILURES.pem_without_end({ label }));
      yield { label, offset: begin, end: blockLimit, contents };
      begin = followingBegin;
      continue;
    }
    const endLine = `${END}${label}${DASHES}`;
    const isClosed = isAtLineStart(text, end) && text.startsWith(endLine, end);
    const afterEndLine = end + (isClosed ? endLine.length : END.length);
    if (lineFeed < afterEndLine) lineFeed = indexOrEnd(text, '\n', afterEndLine);
    const lineEnd = Math.min(lineFeed, blockLimit);
    // Without a line end between two joined files, the first block is invalid, not the second.
    const contents =
      isClosed && followingBegin !== afterEndLine && text.slice(afterEndLine, lineEnd).trim() === ''
        ? contentsOf(bytes, text, label, bodyStart, end)
        : problem('pem_unterminated', CERTIFICATE_FILE_FAILURES.pem_end_invalid({ label }));
    yield { label, offset: begin, end: lineEnd, contents };
    begin = followingBegin;
  }
  return undefined;
}

/** Returns true for the usual case, faster than a search in the buffer. */
function startsWithBegin(bytes: Buffer): boolean {
  if (bytes.length < BEGIN_BYTES.length) return false;
  for (let at = 0; at < BEGIN_BYTES.length; at++) if (bytes[at] !== BEGIN_BYTES[at]) return false;
  return true;
}

function contentsOf(bytes: Buffer, text: string, label: string, start: number, end: number): PemBlockContents {
  if (end - start > MAX_BODY_BYTES) {
    return problem('too_large', CERTIFICATE_FILE_FAILURES.pem_block_too_large({ limit: MAX_BODY_BYTES }));
  }
  if (!label.endsWith(PRIVATE_KEY_LABEL_SUFFIX)) return decodeBody(text.slice(start, end));
  return { kind: 'private-key', isEncrypted: isEncrypted(bytes.subarray(start, end)), start, end };
}

/** Decodes the first block, which has an encrypted private key; undefined if there is no block. */
export function decodeEncryptedKey(bytes: Buffer): DecodedContents | undefined {
  const [block] = parsePem(bytes);
  if (block?.contents.kind !== 'private-key') return block?.contents;
  const { start, end } = block.contents;
  return decodeBody(bytes.toString('latin1', start, end));
}

/**
 * Decodes a block with an unencrypted private key; undefined if it is not base64. The caller
 * overwrites the result after use.
 */
export function decodePrivateKey(bytes: Buffer): Buffer | undefined {
  const [block] = parsePem(bytes);
  if (block?.contents.kind !== 'private-key') return undefined;
  return decodeBase64Bytes(bytes.subarray(block.contents.start, block.contents.end));
}

/**
 * Returns true if the headers of a private key declare encryption. @see RFC 1421 section 4.6.1.1
 */
function isEncrypted(body: Buffer): boolean {
  const header = body.indexOf('\nProc-Type:', 0, 'latin1');
  if (header === -1) return false;
  const line = body.subarray(header + 1);
  const end = line.indexOf('\n', 0, 'latin1');
  return line.subarray(0, end === -1 ? line.length : end).includes('ENCRYPTED', 0, 'latin1');
}

function decodeBody(body: string): DecodedContents {
  const wrapped = decodeWrappedBase64(body);
  if (wrapped !== undefined) return { kind: 'decoded', der: wrapped };
  const firstLine = body.search(/[\r\n]/);
  if (body.slice(0, firstLine).trim() !== '') {
    return problem('pem_bad_base64', CERTIFICATE_FILE_FAILURES.pem_text_after_begin);
  }
  let base64 = body;
  if (body.includes(':')) {
    const blank = /\n[\t\r ]*\n/.exec(body.slice(firstLine + 1));
    if (blank === null) return problem('pem_bad_base64', CERTIFICATE_FILE_FAILURES.pem_without_blank_line);
    base64 = body.slice(firstLine + 1 + blank.index);
  }
  const der = decodeBase64(base64);
  return der === undefined
    ? problem('pem_bad_base64', CERTIFICATE_FILE_FAILURES.pem_not_base64)
    : { kind: 'decoded', der };
}

function problem(reason: PemReason, failure: Failure): PemProblem {
  return { kind: 'problem', reason, failure };
}

/** Returns the label at an offset; undefined if no dashes follow on the same line. */
function labelAt(text: string, start: number): string | undefined {
  const candidate = text.slice(start, start + MAX_LABEL_CHARACTERS + DASHES.length);
  const dashes = candidate.indexOf(DASHES);
  const label = candidate.slice(0, Math.max(dashes, 0));
  return dashes === -1 || /[\r\n]/.test(label) ? undefined : label;
}

function nextBegin(text: string, from: number): number {
  let at = text.indexOf(BEGIN, from);
  // After dashes, BEGIN directly follows the END of the previous block.
  while (at !== -1 && !isAtLineStart(text, at) && text[at - 1] !== '-') at = text.indexOf(BEGIN, at + 1);
  return at;
}

function isAtLineStart(text: string, at: number): boolean {
  return at === 0 || text[at - 1] === '\n' || text[at - 1] === '\r' || (at === 3 && text.startsWith(BYTE_ORDER_MARK));
}

function indexOrEnd(text: string, searched: string, from: number): number {
  const at = text.indexOf(searched, from);
  return at === -1 ? text.length : at;
}
