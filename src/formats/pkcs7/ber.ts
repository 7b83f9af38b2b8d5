/** PKCS#7 and PKCS#12 need some twelve levels; what nests deeper is hostile. */
const MAX_DEPTH = 32;
/** Those who write strings in pieces make them a thousand octets long, so that a file of 16 MiB has fewer. */
const MAX_PIECES = 65_536;

/**
 * The maximum number of elements that are read in one buffer; each level of indefinite lengths
 * reads its elements again. A bundle of 50,000 certificates needs half of this number. Reading the
 * maximum takes about 50 ms.
 */
const MAX_ELEMENTS = 500_000;

/** The number of elements that may still be read in one buffer. */
interface Budget {
  left: number;
}

/** One element where it lies in its buffer. `end` closes its contents, `next` is behind all of it. */
export interface BerElement {
  readonly bytes: Buffer;
  readonly tag: number;
  readonly head: number;
  readonly start: number;
  readonly end: number;
  readonly next: number;
  readonly depth: number;
  /** Shared by all elements of the buffer. */
  readonly budget: Budget;
}

/** Why reading stopped; caught where the format's parser begins, so that no parser throws. */
export class BerFault extends Error {}

/**
 * Returns the element that a buffer begins with. Indefinite lengths are read too, because Java and
 * Mozilla write them: each level of nesting is then read once more. The numbers of levels and
 * elements are limited.
 * @throws {BerFault}
 * @see ITU-T X.690 section 8.1
 */
export function elementAt(bytes: Buffer): BerElement {
  return readElement(bytes, 0, bytes.length, 0, { left: MAX_ELEMENTS });
}

/** Reads the element at `head`, which must end at `limit` or before. @throws {BerFault} */
function readElement(bytes: Buffer, head: number, limit: number, depth: number, budget: Budget): BerElement {
  if (budget.left === 0) throw new BerFault(`more than ${MAX_ELEMENTS} elements at ${head}`);
  budget.left -= 1;
  if (depth > MAX_DEPTH) throw new BerFault(`more than ${MAX_DEPTH} levels at ${head}`);
  if (head + 2 > limit) throw new BerFault(`an element is missing at ${head}`);
  const tag = bytes[head] ?? 0;
  if ((tag & 0x1f) === 0x1f) throw new BerFault(`a tag of several octets stands at ${head}`);
  const first = bytes[head + 1] ?? 0;
  if (first === 0x80) {
    if ((tag & 0x20) === 0) throw new BerFault(`a length without end stands at ${head}`);
    const end = endOfContents(bytes, head + 2, limit, depth, budget);
    return { bytes, tag, head, start: head + 2, end, next: end + 2, depth, budget };
  }
  const octets = first < 0x80 ? 0 : first & 0x7f;
  const start = head + 2 + octets;
  let length = octets === 0 ? first : 0;
  for (let at = head + 2; at < start; at++) length = length * 256 + (bytes[at] ?? 0);
  if (start > limit || length > limit - start) {
    throw new BerFault(`the element at ${head} reaches past the end of what holds it`);
  }
  return { bytes, tag, head, start, end: start + length, next: start + length, depth, budget };
}

function endOfContents(bytes: Buffer, start: number, limit: number, depth: number, budget: Budget): number {
  let at = start;
  while (bytes[at] !== 0 || bytes[at + 1] !== 0 || at + 2 > limit) {
    at = readElement(bytes, at, limit, depth + 1, budget).next;
  }
  return at;
}

/** The elements inside one, in order, each read when it is asked for. @throws {BerFault} */
export function* children(parent: BerElement): Generator<BerElement, undefined> {
  const { bytes, start, end, depth, budget } = parent;
  for (let at = start; at < end; ) {
    const child = readElement(bytes, at, end, depth + 1, budget);
    yield child;
    at = child.next;
  }
}

/** The next of the elements, which must have this tag; `what` says what was looked for. @throws {BerFault} */
export function expectNext(elements: Generator<BerElement, undefined>, tag: number, what: string): BerElement {
  const { value } = elements.next();
  if (value?.tag !== tag) {
    const found =
      value === undefined
        ? 'nothing follows'
        : `tag ${value.tag.toString(16).padStart(2, '0')} stands at ${value.head}`;
    throw new BerFault(`${what}: ${found}`);
  }
  return value;
}

/** The only element that one holds, or its first. @throws {BerFault} */
export function expectFirst(parent: BerElement, tag: number, what: string): BerElement {
  return expectNext(children(parent), tag, what);
}

/** The whole element, tag and length included. */
export function wholeOf({ bytes, head, next }: BerElement): Buffer {
  return bytes.subarray(head, next);
}

/** The octets of a string; one that is written in pieces is put together. @throws {BerFault} */
export function bytesOf(element: BerElement): Buffer {
  if ((element.tag & 0x20) === 0) return element.bytes.subarray(element.start, element.end);
  const pieces: Buffer[] = [];
  for (const piece of children(element)) {
    if (pieces.push(bytesOf(piece)) > MAX_PIECES) throw new BerFault(`too many pieces at ${element.head}`);
  }
  return Buffer.concat(pieces);
}
