/**
 * Why a text is not a distinguished name, or why a name cannot be the subject of a new certificate.
 * `attribute` is the short name of an attribute type, or its OID.
 */
export type NameCause =
  | { readonly kind: ConstantKind }
  | { readonly kind: 'too-long'; readonly limit: number }
  | { readonly kind: 'equals-sign-missing' | 'type-unknown'; readonly excerpt: string }
  | { readonly kind: 'length'; readonly attribute: string; readonly limit: number }
  | {
      readonly kind: 'not-text' | 'unprintable' | 'not-printable-string' | 'not-ascii' | 'not-country';
      readonly attribute: string;
    };

/** A kind whose text is always the same. */
type ConstantKind =
  | 'empty'
  | 'attribute-missing'
  | 'quotation-mark-in-value'
  | 'quotation-mark-missing'
  | 'text-after-quotation-mark'
  | 'backslash-at-end'
  | 'not-hex'
  | 'not-utf8';

/** A clause in both languages. */
interface Clause {
  readonly en: string;
  readonly ja: string;
}

const CONSTANT_CLAUSES: Readonly<Record<ConstantKind, Clause>> = {
  empty: { en: 'it is empty', ja: '空です' },
  'attribute-missing': { en: 'an attribute is missing', ja: '属性がありません' },
  'quotation-mark-in-value': {
    en: 'a value contains a quotation mark; write \\"',
    ja: '値の途中に引用符があります。\\" と記述してください',
  },
  'quotation-mark-missing': { en: 'the closing quotation mark is missing', ja: '引用符が閉じていません' },
  'text-after-quotation-mark': {
    en: 'there is text after the closing quotation mark',
    ja: '引用符の後に余分な文字があります',
  },
  'backslash-at-end': {
    en: 'there is no character after the backslash',
    ja: 'バックスラッシュ (\\) の後に文字がありません',
  },
  'not-hex': { en: '# must be followed by pairs of hex digits', ja: '# の後は 2 桁ずつの 16 進数です' },
  'not-utf8': {
    en: 'its escaped bytes are not UTF-8',
    ja: 'エスケープされたバイト列が UTF-8 ではありません',
  },
};

/** Returns the error as a clause in both languages. Parts of the name are quoted unescaped. */
export function nameCauseText(cause: NameCause): Clause {
  switch (cause.kind) {
    case 'too-long':
      return { en: `it is longer than ${cause.limit} characters`, ja: `${cause.limit} 文字を超えています` };
    case 'equals-sign-missing':
      return { en: `"${cause.excerpt}" is not followed by =`, ja: `「${cause.excerpt}」の後に = がありません` };
    case 'type-unknown':
      return {
        en: `"${cause.excerpt}" is not a known attribute type`,
        ja: `「${cause.excerpt}」は使用できる属性の種類ではありません`,
      };
    case 'length':
      return {
        en: `${cause.attribute} must have 1 to ${cause.limit} characters`,
        ja: `${cause.attribute} は 1 ～ ${cause.limit} 文字です`,
      };
    case 'not-text':
      return { en: `${cause.attribute} is not text`, ja: `${cause.attribute} が文字列ではありません` };
    case 'unprintable':
      return {
        en: `${cause.attribute} contains unprintable characters`,
        ja: `${cause.attribute} に表示できない文字が含まれています`,
      };
    case 'not-printable-string':
      return {
        en: `${cause.attribute} must contain only letters, digits, spaces and '()+,-./:=?`,
        ja: `${cause.attribute} に使用できるのは英数字、スペース、'()+,-./:=? だけです`,
      };
    case 'not-ascii':
      return {
        en: `${cause.attribute} must contain only ASCII characters`,
        ja: `${cause.attribute} に使用できるのは ASCII 文字だけです`,
      };
    case 'not-country':
      return {
        en: `${cause.attribute} must be the two letters of a country, for example US`,
        ja: `${cause.attribute} は US のような 2 文字の国コードです`,
      };
    default:
      return CONSTANT_CLAUSES[cause.kind];
  }
}
