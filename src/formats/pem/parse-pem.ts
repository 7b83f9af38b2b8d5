import type { Reason } from '../../domain/problem.ts';
import { decodeBase64, decodeRegular } from './decode-base64.ts';

/** One block of a PEM file. Offsets count octets from the start of the file. */
export interface PemBlock {
  /** What stands between BEGIN and the dashes, as it stands there. */
  readonly label: string;
  /** Where the BEGIN line starts. */
  readonly offset: number;
  /** Where the block ends, exclusive: behind its END line, or where the next block starts. */
  readonly end: number;
  readonly contents: PemContents;
}

type PemReason = Extract<Reason, 'pem_unterminated' | 'pem_bad_base64' | 'too_large'>;

/** What a block holds, or what is wrong with it. */
export type PemContents =
  | {
      readonly kind: 'decoded';
      readonly der: Buffer;
      /** Whether the headers say so. */
      readonly isEncrypted: boolean;
    }
  | {
      readonly kind: 'problem';
      readonly reason: PemReason;
      readonly detail: string;
    };

const BEGIN = '-----BEGIN ';
const END = '-----END ';
const DASHES = '-----';
/** Every label in use is shorter. */
const MAX_LABEL = 64;
/** A file that holds more in one block is no certificate, and a string could not hold it. */
const MAX_BODY = 0x100_0000;

const LF = 0x0a;
const CR = 0x0d;
const DASH = 0x2d;

/**
 * All PEM blocks of a file, in order; empty when there is none. Text around them is passed over; a BEGIN counts only at the start of a line.
 * What is wrong with one block is that block's alone. Lines may be of any length and end in LF or CRLF. Takes linear time.
 * @see RFC 7468 section 3 @see RFC 1421 section 4.4
 */
export function parsePem(bytes: Buffer): readonly PemBlock[] {
  const blocks: PemBlock[] = [];
  let begin = nextBegin(bytes, 0);
  // Kept from block to block: to look anew each time would cost the square of the BEGINs that no END follows.
  let end = 0;
  while (begin !== -1) {
    const label = labelAt(bytes, begin + BEGIN.length);
    if (label === undefined) {
      begin = nextBegin(bytes, begin + BEGIN.length);
      continue;
    }
    const bodyStart = begin + BEGIN.length + label.length + DASHES.length;
    const following = nextBegin(bytes, bodyStart);
    const stop = following === -1 ? bytes.length : following;
    if (end < bodyStart) end = indexOrEnd(bytes, END, bodyStart);
    if (end >= stop) {
      const contents = problem('pem_unterminated', `no END ${label} line follows`);
      blocks.push({ label, offset: begin, end: stop, contents });
      begin = following;
      continue;
    }
    const close = `${END}${label}${DASHES}`;
    const isClosed = startsLine(bytes, end) && bytes.toString('latin1', end, end + close.length) === close;
    const afterClose = end + (isClosed ? close.length : END.length);
    const lineFeed = bytes.subarray(afterClose, stop).indexOf(LF);
    const lineEnd = lineFeed === -1 ? stop : afterClose + lineFeed;
    // Files put together without a line end between them spoil the first block, not the second.
    const contents =
      isClosed && following !== afterClose && isBlank(bytes, afterClose, lineEnd)
        ? readBody(bytes, bodyStart, end)
        : problem('pem_unterminated', `no END ${label} line closes it`);
    blocks.push({ label, offset: begin, end: lineEnd, contents });
    begin = following;
  }
  return blocks;
}

function readBody(bytes: Buffer, start: number, end: number): PemContents {
  if (end - start > MAX_BODY) return problem('too_large', `the block is larger than ${MAX_BODY} octets`);
  const body = bytes.toString('latin1', start, end);
  const regular = decodeRegular(body);
  if (regular !== undefined) return { kind: 'decoded', der: regular, isEncrypted: false };
  const firstLine = body.search(/[\r\n]/);
  if (body.slice(0, firstLine).trim() !== '') {
    return problem('pem_bad_base64', 'something stands behind BEGIN on its line');
  }
  let base64 = body;
  let isEncrypted = false;
  if (body.includes(':')) {
    const blank = /\n[\t\r ]*\n/.exec(body.slice(firstLine + 1));
    if (blank === null) return problem('pem_bad_base64', 'no blank line follows the headers');
    const headersEnd = firstLine + 1 + blank.index;
    isEncrypted = /^Proc-Type:.*ENCRYPTED/m.test(body.slice(firstLine + 1, headersEnd));
    base64 = body.slice(headersEnd);
  }
  const der = decodeBase64(base64);
  return der === undefined
    ? problem('pem_bad_base64', 'what stands between BEGIN and END is not base64')
    : { kind: 'decoded', der, isEncrypted };
}

function problem(reason: PemReason, detail: string): PemContents {
  return { kind: 'problem', reason, detail };
}

/** The label that starts here and ends in dashes on the same line; undefined when there is none. */
function labelAt(bytes: Buffer, start: number): string | undefined {
  const text = bytes.toString('latin1', start, start + MAX_LABEL + DASHES.length);
  const dashes = text.indexOf(DASHES);
  const label = text.slice(0, Math.max(dashes, 0));
  return dashes === -1 || /[\r\n]/.test(label) ? undefined : label;
}

function nextBegin(bytes: Buffer, from: number): number {
  let at = bytes.indexOf(BEGIN, from, 'latin1');
  // Directly behind dashes it is behind the END of the block before.
  while (at !== -1 && !startsLine(bytes, at) && bytes[at - 1] !== DASH) at = bytes.indexOf(BEGIN, at + 1, 'latin1');
  return at;
}

function startsLine(bytes: Buffer, at: number): boolean {
  const before = bytes[at - 1];
  const isBehindMark = at === 3 && bytes[0] === 0xef && bytes[1] === 0xbb && before === 0xbf;
  return at === 0 || before === LF || before === CR || isBehindMark;
}

function isBlank(bytes: Buffer, start: number, end: number): boolean {
  return bytes.toString('latin1', start, end).trim() === '';
}

function indexOrEnd(bytes: Buffer, text: string, from: number): number {
  const at = bytes.indexOf(text, from, 'latin1');
  return at === -1 ? bytes.length : at;
}
