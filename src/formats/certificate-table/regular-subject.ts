import { TAG } from '../der/der.ts';
import type { DerSteps } from '../der/der-steps.ts';

/** The short names of attribute types, by N of 2.5.4.N. @see RFC 4514 section 3 */
const ATTRIBUTE_TYPES: readonly (string | undefined)[] = [
  ...[undefined, undefined, undefined, 'CN', undefined, undefined],
  ...['C', 'L', 'ST', undefined, 'O', 'OU'],
];
/** UTF8String, PrintableString and IA5String, in which ASCII has the same bytes. */
const TEXT_TAGS: ReadonlySet<number> = new Set([0x0c, 0x13, 0x16]);
const MAX_ATTRIBUTES = 32;
const SPACE = 0x20;

/**
 * The attributes of a subject with one attribute in each RDN, common types only, and no characters
 * to escape.
 */
export class RegularSubject {
  attributeCount = 0;
  /** The start and end of each value, alternating, and the index of its type. */
  readonly #values: Int32Array = new Int32Array(2 * MAX_ATTRIBUTES);
  readonly #types: Uint8Array = new Uint8Array(MAX_ATTRIBUTES);

  /** Returns true if a Name has this structure; the other members then describe it. */
  locate(steps: DerSteps, start: number, end: number): boolean {
    const { der } = steps;
    this.attributeCount = 0;
    for (let at = start; at < end; at = steps.end) {
      if (this.attributeCount === MAX_ATTRIBUTES || steps.element(at, end) !== TAG.set) return false;
      const setEnd = steps.end;
      if (steps.lastElement(steps.start, setEnd) !== TAG.sequence) return false;
      const head = steps.start;
      if (der[head] !== TAG.objectIdentifier || der[head + 1] !== 3) return false;
      if (der[head + 2] !== 0x55 || der[head + 3] !== 4) return false;
      const type = der[head + 4] ?? 0;
      if (ATTRIBUTE_TYPES[type] === undefined) return false;
      if (!TEXT_TAGS.has(steps.lastElement(head + 5, setEnd)) || !needsNoEscape(der, steps.start, setEnd)) return false;
      this.#types[this.attributeCount] = type;
      this.#values[2 * this.attributeCount] = steps.start;
      this.#values[2 * this.attributeCount + 1] = setEnd;
      this.attributeCount += 1;
    }
    return true;
  }

  type(index: number): string {
    return ATTRIBUTE_TYPES[this.#types[index] ?? 0] ?? '';
  }
  start(index: number): number {
    return this.#values[2 * index] ?? 0;
  }
  end(index: number): number {
    return this.#values[2 * index + 1] ?? 0;
  }
}

/** Returns true for letters, digits, `*-./` and inner spaces, which RFC 4514 does not escape. */
function needsNoEscape(der: Buffer, start: number, end: number): boolean {
  for (let at = start; at < end; at++) {
    const byte = der[at] ?? 0;
    const isLetter = (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7a;
    const isPunctuationOrDigit = byte === 0x2a || (byte >= 0x2d && byte <= 0x39);
    const isInnerSpace = byte === SPACE && at > start && at < end - 1;
    if (!isLetter && !isPunctuationOrDigit && !isInnerSpace) return false;
  }
  return true;
}
