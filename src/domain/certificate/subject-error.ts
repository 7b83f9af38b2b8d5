import type { NameCause } from './name-cause.ts';
import type { DistinguishedName } from './parse-distinguished-name.ts';

/** Maximum length of a CN, in characters. @see RFC 5280 appendix A.1, ub-common-name */
export const MAX_COMMON_NAME_CHARACTERS = 64;

/** The limits for an attribute of a new subject. */
interface Bound {
  readonly called: string;
  /** Maximum number of characters. */
  readonly longest: number;
  /** Left out: any text. */
  readonly form?: { readonly pattern: RegExp; readonly cause: 'not-printable-string' | 'not-ascii' | 'not-country' };
}

const PRINTABLE = { pattern: /^[A-Za-z0-9 '()+,\-./:=?]+$/, cause: 'not-printable-string' } as const;
const ASCII = { pattern: /^[\x20-\x7e]+$/, cause: 'not-ascii' } as const;
const COUNTRY = { pattern: /^[A-Za-z]{2}$/, cause: 'not-country' } as const;

/**
 * Limits by OID; attributes that are not in the list may have any text.
 * @see RFC 5280 appendix A.1
 * @see RFC 4519
 */
const BOUNDS: Readonly<Record<string, Bound>> = {
  '2.5.4.3': { called: 'CN', longest: MAX_COMMON_NAME_CHARACTERS },
  '2.5.4.5': { called: 'serialNumber', longest: 64, form: PRINTABLE },
  '2.5.4.6': { called: 'C', longest: 2, form: COUNTRY },
  '2.5.4.7': { called: 'L', longest: 128 },
  '2.5.4.8': { called: 'ST', longest: 128 },
  '2.5.4.9': { called: 'STREET', longest: 128 },
  '2.5.4.10': { called: 'O', longest: 64 },
  '2.5.4.11': { called: 'OU', longest: 64 },
  '2.5.4.12': { called: 'title', longest: 64 },
  '2.5.4.46': { called: 'dnQualifier', longest: 64, form: PRINTABLE },
  '0.9.2342.19200300.100.1.25': { called: 'DC', longest: 63, form: ASCII },
  '1.2.840.113549.1.9.1': { called: 'emailAddress', longest: 255, form: ASCII },
  '1.3.6.1.4.1.311.60.2.1.3': { called: 'jurisdictionC', longest: 2, form: COUNTRY },
};

/**
 * Line breaks, other control characters and direction marks, which make a name unreadable or
 * misleading.
 */
const UNREADABLE = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Bidi_Control}]/u;

/** Maximum length of all other values. */
const LONGEST_VALUE = 1024;

/**
 * Returns why a name cannot be the subject of a new certificate or CSR, or undefined if it can. The
 * lengths and alphabets are limited because CAs and other software reject other values.
 */
export function subjectError(name: DistinguishedName): NameCause | undefined {
  for (const { type, value, isEncoded } of name.flat()) {
    const { called: attribute, longest, form } = BOUNDS[type] ?? { called: type, longest: LONGEST_VALUE };
    if (isEncoded === true) return { kind: 'not-text', attribute };
    if (form !== undefined && !form.pattern.test(value)) return { kind: form.cause, attribute };
    if (UNREADABLE.test(value)) return { kind: 'unprintable', attribute };
    const length = [...value].length;
    if (length === 0 || length > longest) return { kind: 'length', attribute, limit: longest };
  }
  return undefined;
}
