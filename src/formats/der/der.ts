import type { Reason } from '../../domain/problem.ts';

/** The tags that certificates and keys use. @see ITU-T X.690 section 8.1.2 */
export const TAG = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  null: 0x05,
  objectIdentifier: 0x06,
  utcTime: 0x17,
  generalizedTime: 0x18,
  sequence: 0x30,
  set: 0x31,
  explicit0: 0xa0,
  explicit3: 0xa3,
} as const;

/** No certificate nests deeper where it is read; what does is hostile. */
export const DER_MAX_DEPTH = 32;

const MAX_LENGTH = 0x7fff_ffff;

/** Why reading stopped, and at which octet of the buffer. */
export interface DerFault {
  readonly reason: Extract<
    Reason,
    'der_truncated' | 'der_malformed' | 'der_trailing_bytes' | 'certificate_malformed' | 'too_large'
  >;
  readonly detail: string;
}

/**
 * Walks DER in one buffer with a few offsets, and makes no object per element.
 * The first fault stays: after it every read answers 0 and nothing is left to read, so that loops end and the caller asks once.
 * Never reads outside its range. Indefinite lengths, tags of several octets and lengths from 2^31 are faults;
 * a length written longer than needed is not, as OpenSSL reads it too.
 * @see ITU-T X.690 section 10
 */
export class DerReader {
  readonly bytes: Buffer;
  /** The element last read: its tag, where its tag stands, and its contents (`end` exclusive). */
  tag = 0;
  head = 0;
  start = 0;
  end = 0;
  /** Where the next element stands, and the end of what encloses it. */
  position: number;
  limit: number;
  depth = 0;
  fault: DerFault | undefined;

  constructor(bytes: Buffer, from = 0, to: number = bytes.length) {
    this.bytes = bytes;
    this.position = Math.max(0, from);
    this.limit = Math.min(to, bytes.length);
  }

  /** Whether something is left in the element that was entered. */
  more(): boolean {
    return this.position < this.limit;
  }

  /** The tag that comes next, without reading it; 0 at the end. */
  peek(): number {
    return this.position < this.limit ? (this.bytes[this.position] ?? 0) : 0;
  }

  /** Reads the next element's tag and length and steps over it. Answers its tag; 0 after a fault. */
  next(): number {
    const bytes = this.bytes;
    const head = this.position;
    if (head + 2 > this.limit) return this.#short(head);
    const tag = bytes[head] ?? 0;
    if (tag === 0) return this.fail('der_malformed', `an end-of-contents octet stands at ${head}`);
    if ((tag & 0x1f) === 0x1f) return this.fail('der_malformed', `a tag of several octets stands at ${head}`);
    let start = head + 2;
    let length = bytes[head + 1] ?? 0;
    if (length >= 0x80) {
      const octets = length & 0x7f;
      if (octets === 0) return this.fail('der_malformed', `the element at ${head} has an indefinite length (BER)`);
      if (start + octets > this.limit) return this.#short(head);
      length = 0;
      for (let index = 0; index < octets; index++) {
        length = length * 256 + (bytes[start + index] ?? 0);
        if (length > MAX_LENGTH) return this.fail('der_malformed', `a length beyond 2^31 stands at ${head}`);
      }
      start += octets;
    }
    if (length > this.limit - start) return this.#short(head);
    this.tag = tag;
    this.head = head;
    this.start = start;
    this.end = start + length;
    this.position = this.end;
    return tag;
  }

  /** Reads the next element and wants this tag; `what` says in the fault what was looked for. */
  expect(tag: number, what: string): boolean {
    if (this.next() === tag) return true;
    if (this.fault === undefined) {
      const hex = this.tag.toString(16).padStart(2, '0');
      this.fail('certificate_malformed', `${what}: tag ${hex} stands at ${this.head}`);
    }
    return false;
  }

  /** Goes into the element last read. Answers the limit to give to `leave`. */
  enter(): number {
    const outer = this.limit;
    if (this.fault !== undefined) return outer;
    if (++this.depth > DER_MAX_DEPTH) this.fail('der_malformed', `more than ${DER_MAX_DEPTH} levels at ${this.head}`);
    else {
      this.position = this.start;
      this.limit = this.end;
    }
    return outer;
  }

  /** Goes on behind the element that was entered; what was not read in it is passed over. */
  leave(outer: number): void {
    if (this.fault !== undefined) return;
    this.depth--;
    this.position = this.limit;
    this.limit = outer;
  }

  /** The same, and wants that nothing was left in it. */
  close(outer: number, what: string): void {
    if (this.more()) this.fail('certificate_malformed', `${what}: something is left at ${this.position}`);
    this.leave(outer);
  }

  /** Keeps the first fault and stops. Answers 0. */
  fail(reason: DerFault['reason'], detail: string): 0 {
    this.fault ??= { reason, detail };
    this.tag = 0;
    this.start = this.end = this.position = this.limit;
    return 0;
  }

  #short(head: number): 0 {
    return this.depth === 0
      ? this.fail('der_truncated', `the element at ${head} ends outside the ${this.limit} octets there are`)
      : this.fail('der_malformed', `the element at ${head} reaches past the end of what holds it`);
  }
}

/** The first byte of an indefinite length (BER), which ends with an end-of-contents element. */
const INDEFINITE = 0x80;

/**
 * Returns the length of the first element, including its tag and length; undefined: it is truncated. It
 * may have an indefinite length, but the elements in it may not.
 */
export function firstElementLength(bytes: Buffer): number | undefined {
  const isIndefinite = bytes[0] === TAG.sequence && bytes[1] === INDEFINITE;
  const reader = new DerReader(bytes, isIndefinite ? 2 : 0);
  if (!isIndefinite) return reader.next() === 0 ? undefined : reader.end;
  while (reader.peek() !== 0) reader.next();
  const end = reader.position;
  return reader.fault === undefined && end + 2 <= bytes.length && bytes[end + 1] === 0 ? end + 2 : undefined;
}
