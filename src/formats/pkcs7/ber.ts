/** PKCS#7 and PKCS#12 need some twelve levels; what nests deeper is hostile. */
const MAX_DEPTH = 32;
/** Those who write strings in pieces make them a thousand octets long, so that a file of 16 MiB has fewer. */
const MAX_PIECES = 65_536;

/** One element where it lies in its buffer. `end` closes its contents, `next` is behind all of it. */
export interface BerElement {
  readonly bytes: Buffer;
  readonly tag: number;
  readonly head: number;
  readonly start: number;
  readonly end: number;
  readonly next: number;
  readonly depth: number;
}

/** Why reading stopped; caught where the format's parser begins, so that no parser throws. */
export class BerFault extends Error {}

/**
 * The element at an octet, which must end at `limit` or before. Lengths without end are read too, since Java and
 * Mozilla write such. Linear: each level of nesting may be looked through once more, and there are few levels.
 * @throws {BerFault}
 * @see ITU-T X.690 section 8.1
 */
export function elementAt(bytes: Buffer, head = 0, limit: number = bytes.length, depth = 0): BerElement {
  if (depth > MAX_DEPTH) throw new BerFault(`more than ${MAX_DEPTH} levels at ${head}`);
  if (head + 2 > limit) throw new BerFault(`an element is missing at ${head}`);
  const tag = bytes[head] ?? 0;
  if ((tag & 0x1f) === 0x1f) throw new BerFault(`a tag of several octets stands at ${head}`);
  const first = bytes[head + 1] ?? 0;
  if (first === 0x80) {
    if ((tag & 0x20) === 0) throw new BerFault(`a length without end stands at ${head}`);
    const end = endOfContents(bytes, head + 2, limit, depth);
    return { bytes, tag, head, start: head + 2, end, next: end + 2, depth };
  }
  const octets = first < 0x80 ? 0 : first & 0x7f;
  const start = head + 2 + octets;
  let length = octets === 0 ? first : 0;
  for (let at = head + 2; at < start; at++) length = length * 256 + (bytes[at] ?? 0);
  if (start > limit || length > limit - start) {
    throw new BerFault(`the element at ${head} reaches past the end of what holds it`);
  }
  return { bytes, tag, head, start, end: start + length, next: start + length, depth };
}

function endOfContents(bytes: Buffer, start: number, limit: number, depth: number): number {
  let at = start;
  while (bytes[at] !== 0 || bytes[at + 1] !== 0 || at + 2 > limit) at = elementAt(bytes, at, limit, depth + 1).next;
  return at;
}

/** The elements inside one, in order, each read when it is asked for. @throws {BerFault} */
export function* children(parent: BerElement): Generator<BerElement, undefined> {
  const { bytes, start, end, depth } = parent;
  for (let at = start; at < end; ) {
    const child = elementAt(bytes, at, end, depth + 1);
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
export function octetsOf(element: BerElement): Buffer {
  if ((element.tag & 0x20) === 0) return element.bytes.subarray(element.start, element.end);
  const pieces: Buffer[] = [];
  for (const piece of children(element)) {
    if (pieces.push(octetsOf(piece)) > MAX_PIECES) throw new BerFault(`too many pieces at ${element.head}`);
  }
  return Buffer.concat(pieces);
}
