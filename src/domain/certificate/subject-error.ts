import type { Failure } from '../failure/failure.ts';
import { NAME_FAILURES } from '../failure/name-failures.ts';
import type { DistinguishedName } from './parse-distinguished-name.ts';

/** Maximum length of a CN, in characters. @see RFC 5280 appendix A.1, ub-common-name */
export const MAX_COMMON_NAME_CHARACTERS = 64;

/** The limits for an attribute of a new subject. */
interface AttributeLimits {
  readonly shortName: string;
  /** Maximum number of characters. */
  readonly maxCharacters: number;
  /** The allowed characters; left out: any readable text. */
  readonly alphabet?: {
    readonly pattern: RegExp;
    readonly failure: (values: { readonly attribute: string }) => Failure;
  };
}

/** The alphabet of a PrintableString. */
const PRINTABLE = { pattern: /^[A-Za-z0-9 '()+,\-./:=?]+$/, failure: NAME_FAILURES.attribute_not_printable_string };
const ASCII = { pattern: /^[\x20-\x7e]+$/, failure: NAME_FAILURES.attribute_not_ascii };
const COUNTRY = { pattern: /^[A-Za-z]{2}$/, failure: NAME_FAILURES.attribute_not_country };

/**
 * Limits by OID. Other attributes may have any readable text of `MAX_VALUE_CHARACTERS`.
 * @see RFC 5280 appendix A.1
 * @see RFC 4519
 */
const LIMITS_BY_OID: Readonly<Record<string, AttributeLimits>> = {
  '2.5.4.3': { shortName: 'CN', maxCharacters: MAX_COMMON_NAME_CHARACTERS },
  '2.5.4.5': { shortName: 'serialNumber', maxCharacters: 64, alphabet: PRINTABLE },
  '2.5.4.6': { shortName: 'C', maxCharacters: 2, alphabet: COUNTRY },
  '2.5.4.7': { shortName: 'L', maxCharacters: 128 },
  '2.5.4.8': { shortName: 'ST', maxCharacters: 128 },
  '2.5.4.9': { shortName: 'STREET', maxCharacters: 128 },
  '2.5.4.10': { shortName: 'O', maxCharacters: 64 },
  '2.5.4.11': { shortName: 'OU', maxCharacters: 64 },
  '2.5.4.12': { shortName: 'title', maxCharacters: 64 },
  '2.5.4.46': { shortName: 'dnQualifier', maxCharacters: 64, alphabet: PRINTABLE },
  '0.9.2342.19200300.100.1.25': { shortName: 'DC', maxCharacters: 63, alphabet: ASCII },
  '1.2.840.113549.1.9.1': { shortName: 'emailAddress', maxCharacters: 255, alphabet: ASCII },
  '1.3.6.1.4.1.311.60.2.1.3': { shortName: 'jurisdictionC', maxCharacters: 2, alphabet: COUNTRY },
};

/**
 * Line breaks, other control characters and direction marks, which make a name unreadable or
 * misleading.
 */
const UNREADABLE_CHARACTER = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Bidi_Control}]/u;

/** Maximum length of the values of other attributes, in characters. */
const MAX_VALUE_CHARACTERS = 1024;

/**
 * Returns why a name cannot be the subject of a new certificate or CSR, or undefined if it can. The
 * lengths and alphabets are limited because CAs and other software reject other values.
 */
export function subjectError(name: DistinguishedName): Failure | undefined {
  for (const { type, value, isEncoded } of name.flat()) {
    const {
      shortName: attribute,
      maxCharacters,
      alphabet,
    } = LIMITS_BY_OID[type] ?? { shortName: type, maxCharacters: MAX_VALUE_CHARACTERS };
    if (isEncoded === true) return NAME_FAILURES.attribute_not_text({ attribute });
    if (alphabet !== undefined && !alphabet.pattern.test(value)) return alphabet.failure({ attribute });
    if (UNREADABLE_CHARACTER.test(value)) return NAME_FAILURES.attribute_unprintable({ attribute });
    const length = [...value].length;
    if (length === 0 || length > maxCharacters)
      return NAME_FAILURES.attribute_length({ attribute, limit: maxCharacters });
  }
  return undefined;
}
