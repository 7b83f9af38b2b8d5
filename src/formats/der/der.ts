import { ENCODING_FAILURES } from '../../domain/failure/encoding-failures.ts';
import type { Failure } from '../../domain/failure/failure.ts';
import type { Reason } from '../../domain/failure/problem.ts';

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

/** The maximum nesting; certificates use less in the parts that are read. */
export const DER_MAX_DEPTH = 32;

const MAX_LENGTH_BYTES = 0x7fff_ffff;

/** Why reading stopped. Offsets in the failure are in the buffer. */
export interface DerError {
  readonly reason: Extract<
    Reason,
    'der_truncated' | 'der_malformed' | 'der_trailing_bytes' | 'certificate_malformed' | 'too_large'
  >;
  readonly failure: Failure;
}

/**
 * A reader of DER in one buffer that creates no object for an element. After the first error, every
 * read returns 0 and no data is left, so loops end and the caller checks once. It never reads
 * outside its range. Errors are indefinite lengths, tags of several bytes, and lengths from 2^31. A
 * length in a longer form than needed is accepted, as OpenSSL does.
 * @see ITU-T X.690 section 10
 */
export class DerReader {
  readonly bytes: Buffer;
  /** The current element: its tag, the offset of the tag, and its contents (`end` exclusive). */
  tag = 0;
  head = 0;
  start = 0;
  end = 0;
  /** The offset of the next element, and the end of the enclosing one. */
  position: number;
  limit: number;
  depth = 0;
  error: DerError | undefined;

  constructor(bytes: Buffer, from = 0, to: number = bytes.length) {
    this.bytes = bytes;
    this.position = Math.max(0, from);
    this.limit = Math.min(to, bytes.length);
  }

  /** Returns true if the entered element has data left. */
  hasMore(): boolean {
    return this.position < this.limit;
  }

  /** Returns the next tag without reading it; 0 at the end. */
  peek(): number {
    return this.position < this.limit ? (this.bytes[this.position] ?? 0) : 0;
  }

  /**
   * Reads the next tag and length, and steps over the element. Returns the tag; 0 after an error.
   */
  next(): number {
    const bytes = this.bytes;
    const head = this.position;
    if (head + 2 > this.limit) return this.#failTruncated(head);
    const tag = bytes[head] ?? 0;
    if (tag === 0) return this.fail('der_malformed', ENCODING_FAILURES.end_of_contents_unexpected({ byte: head }));
    if ((tag & 0x1f) === 0x1f)
      return this.fail('der_malformed', ENCODING_FAILURES.tag_of_several_bytes({ byte: head }));
    let start = head + 2;
    let length = bytes[head + 1] ?? 0;
    if (length >= 0x80) {
      const lengthBytes = length & 0x7f;
      if (lengthBytes === 0) return this.fail('der_malformed', ENCODING_FAILURES.indefinite_length({ byte: head }));
      if (start + lengthBytes > this.limit) return this.#failTruncated(head);
      length = 0;
      for (let index = 0; index < lengthBytes; index++) {
        length = length * 256 + (bytes[start + index] ?? 0);
        if (length > MAX_LENGTH_BYTES)
          return this.fail('der_malformed', ENCODING_FAILURES.length_too_large({ byte: head }));
      }
      start += lengthBytes;
    }
    if (length > this.limit - start) return this.#failTruncated(head);
    this.tag = tag;
    this.head = head;
    this.start = start;
    this.end = start + length;
    this.position = this.end;
    return tag;
  }

  /**
   * Reads the next element, which must have this tag.
   * @param part the expected part, for the error
   */
  expect(tag: number, part: string): boolean {
    if (this.next() === tag) return true;
    if (this.error === undefined) {
      this.fail('certificate_malformed', unexpectedTag(part, this.tag, this.head));
    }
    return false;
  }

  /** Enters the current element. Returns the limit of the outer element, for `leave` or `close`. */
  enter(): number {
    const outerLimit = this.limit;
    if (this.error !== undefined) return outerLimit;
    if (++this.depth > DER_MAX_DEPTH)
      this.fail('der_malformed', ENCODING_FAILURES.levels_too_many({ limit: DER_MAX_DEPTH, byte: this.head }));
    else {
      this.position = this.start;
      this.limit = this.end;
    }
    return outerLimit;
  }

  /** Continues after the entered element, and skips its unread data. */
  leave(outerLimit: number): void {
    if (this.error !== undefined) return;
    this.depth--;
    this.position = this.limit;
    this.limit = outerLimit;
  }

  /** Leaves the entered element, which must have no data left. */
  close(outerLimit: number, part: string): void {
    if (this.hasMore())
      this.fail('certificate_malformed', ENCODING_FAILURES.part_with_more_data({ part, byte: this.position }));
    this.leave(outerLimit);
  }

  /** Stores the first error and stops. Returns 0. */
  fail(reason: DerError['reason'], failure: Failure): 0 {
    this.error ??= { reason, failure };
    this.tag = 0;
    this.start = this.end = this.position = this.limit;
    return 0;
  }

  #failTruncated(head: number): 0 {
    return this.depth === 0
      ? this.fail('der_truncated', ENCODING_FAILURES.data_truncated({ bytes: this.limit - head }))
      : this.fail('der_malformed', ENCODING_FAILURES.element_too_long({ byte: head }));
  }
}

/**
 * Returns the failure of an element that is not the expected part.
 * @param byte the offset of the element
 */
export function unexpectedTag(part: string, tag: number, byte: number): Failure {
  return ENCODING_FAILURES.tag_unexpected({ part, tag: tag.toString(16).padStart(2, '0'), byte });
}

/** The first byte of an indefinite length (BER), which ends with an end-of-contents element. */
const INDEFINITE = 0x80;

/**
 * Returns the length of the first element, including its tag and length; undefined if it is
 * truncated. The element may have an indefinite length, but the elements in it may not.
 */
export function firstElementLength(bytes: Buffer): number | undefined {
  const isIndefinite = bytes[0] === TAG.sequence && bytes[1] === INDEFINITE;
  const reader = new DerReader(bytes, isIndefinite ? 2 : 0);
  if (!isIndefinite) return reader.next() === 0 ? undefined : reader.end;
  while (reader.peek() !== 0) reader.next();
  const end = reader.position;
  return reader.error === undefined && end + 2 <= bytes.length && bytes[end + 1] === 0 ? end + 2 : undefined;
}
