import { ENCODING_FAILURES } from '../../domain/failure/encoding-failures.ts';
import type { Failure } from '../../domain/failure/failure.ts';
import { unexpectedTag } from '../der/der.ts';

/** The maximum nesting; PKCS#7 and PKCS#12 need some twelve levels. */
const MAX_DEPTH = 32;
/**
 * The maximum number of pieces of a string. Programs write pieces of about 1,000 bytes, so a file
 * of 16 MiB has fewer.
 */
const MAX_PIECES = 65_536;

/**
 * The maximum number of elements that are read in one buffer. Each level of indefinite lengths
 * reads its elements again. A bundle of 50,000 certificates needs half of this number.
 */
const MAX_ELEMENTS = 500_000;

/** The bit of a tag that marks an element that contains elements. */
export const CONSTRUCTED = 0x20;

/** The number of elements that may still be read in one buffer. */
interface Budget {
  elementsLeft: number;
}

/** An element in its buffer. All offsets are in the buffer. */
export interface BerElement {
  readonly bytes: Buffer;
  readonly tag: number;
  /** The offset of the tag. */
  readonly head: number;
  /** The contents; the end is exclusive. */
  readonly start: number;
  readonly end: number;
  /** The offset after the element. */
  readonly next: number;
  /** The number of enclosing elements. */
  readonly depth: number;
  /** Shared by all elements of the buffer. */
  readonly budget: Budget;
}

/** The error that stops a parser; each format catches it, so that its parser does not throw. */
export class BerError extends Error {
  readonly failure: Failure;

  constructor(failure: Failure) {
    super(failure.code);
    this.failure = failure;
  }
}

/**
 * Returns the first element of a buffer. Also reads indefinite lengths, which Java and Mozilla
 * write; each level of nesting is then read once more. The numbers of levels and elements are
 * limited.
 * @throws {BerError}
 * @see ITU-T X.690 section 8.1
 */
export function elementAt(bytes: Buffer): BerElement {
  return readElement(bytes, 0, bytes.length, 0, { elementsLeft: MAX_ELEMENTS });
}

/** Reads the element at `head`, which must end at `limit` or before. @throws {BerError} */
function readElement(bytes: Buffer, head: number, limit: number, depth: number, budget: Budget): BerElement {
  if (budget.elementsLeft === 0)
    throw new BerError(ENCODING_FAILURES.elements_too_many({ limit: MAX_ELEMENTS, byte: head }));
  budget.elementsLeft -= 1;
  if (depth > MAX_DEPTH) throw new BerError(ENCODING_FAILURES.levels_too_many({ limit: MAX_DEPTH, byte: head }));
  if (head + 2 > limit) throw new BerError(ENCODING_FAILURES.element_missing({ byte: head }));
  const tag = bytes[head] ?? 0;
  if ((tag & 0x1f) === 0x1f) throw new BerError(ENCODING_FAILURES.tag_of_several_bytes({ byte: head }));
  const first = bytes[head + 1] ?? 0;
  if (first === 0x80) {
    if ((tag & CONSTRUCTED) === 0) throw new BerError(ENCODING_FAILURES.indefinite_primitive({ byte: head }));
    const end = endOfContents(bytes, head + 2, limit, depth, budget);
    return { bytes, tag, head, start: head + 2, end, next: end + 2, depth, budget };
  }
  const lengthBytes = first < 0x80 ? 0 : first & 0x7f;
  const start = head + 2 + lengthBytes;
  let length = lengthBytes === 0 ? first : 0;
  for (let at = head + 2; at < start; at++) length = length * 256 + (bytes[at] ?? 0);
  if (start > limit || length > limit - start) {
    throw new BerError(ENCODING_FAILURES.element_too_long({ byte: head }));
  }
  return { bytes, tag, head, start, end: start + length, next: start + length, depth, budget };
}

/** Returns the offset of the end-of-contents element of an indefinite length. */
function endOfContents(bytes: Buffer, start: number, limit: number, depth: number, budget: Budget): number {
  let at = start;
  while (bytes[at] !== 0 || bytes[at + 1] !== 0 || at + 2 > limit) {
    at = readElement(bytes, at, limit, depth + 1, budget).next;
  }
  return at;
}

/** Yields the child elements in order, each read on demand. @throws {BerError} */
export function* children(parent: BerElement): Generator<BerElement, undefined> {
  const { bytes, start, end, depth, budget } = parent;
  for (let at = start; at < end; ) {
    const child = readElement(bytes, at, end, depth + 1, budget);
    yield child;
    at = child.next;
  }
}

/**
 * Returns the next element, which must have this tag.
 * @param part the expected part, for the error
 * @throws {BerError}
 */
export function expectNext(elements: Generator<BerElement, undefined>, tag: number, part: string): BerElement {
  const { value } = elements.next();
  if (value?.tag !== tag) {
    throw new BerError(
      value === undefined ? ENCODING_FAILURES.part_missing({ part }) : unexpectedTag(part, value.tag, value.head),
    );
  }
  return value;
}

/** Returns the first child element, which must have this tag. @throws {BerError} */
export function expectFirst(parent: BerElement, tag: number, part: string): BerElement {
  return expectNext(children(parent), tag, part);
}

/** Returns the whole element, including tag and length. */
export function encodingOf({ bytes, head, next }: BerElement): Buffer {
  return bytes.subarray(head, next);
}

/** Returns the bytes of a string; joins a string in pieces. @throws {BerError} */
export function bytesOf(element: BerElement): Buffer {
  if ((element.tag & CONSTRUCTED) === 0) return element.bytes.subarray(element.start, element.end);
  const pieces: Buffer[] = [];
  for (const piece of children(element)) {
    if (pieces.push(bytesOf(piece)) > MAX_PIECES)
      throw new BerError(ENCODING_FAILURES.pieces_too_many({ byte: element.head }));
  }
  return Buffer.concat(pieces);
}
