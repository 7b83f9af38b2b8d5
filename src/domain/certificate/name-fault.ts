/**
 * Why a text is not a distinguished name, or why a name cannot be the subject of a new certificate.
 * `attribute` is the short name of an attribute type, or its OID.
 */
export type NameFault =
  | { readonly kind: Constant }
  | { readonly kind: 'too-long'; readonly limit: number }
  | { readonly kind: 'equals-sign-missing' | 'type-unknown'; readonly written: string }
  | { readonly kind: 'length'; readonly attribute: string; readonly limit: number }
  | {
      readonly kind: 'not-text' | 'unprintable' | 'not-printable-string' | 'not-ascii' | 'not-country';
      readonly attribute: string;
    };

/** A kind whose text is always the same. */
type Constant =
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

const CONSTANTS: Readonly<Record<Constant, Clause>> = {
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
export function nameFaultText(fault: NameFault): Clause {
  switch (fault.kind) {
    case 'too-long':
      return { en: `it is longer than ${fault.limit} characters`, ja: `${fault.limit} 文字を超えています` };
    case 'equals-sign-missing':
      return { en: `"${fault.written}" is not followed by =`, ja: `「${fault.written}」の後に = がありません` };
    case 'type-unknown':
      return {
        en: `"${fault.written}" is not a known attribute type`,
        ja: `「${fault.written}」は使用できる属性の種類ではありません`,
      };
    case 'length':
      return {
        en: `${fault.attribute} must have 1 to ${fault.limit} characters`,
        ja: `${fault.attribute} は 1 ～ ${fault.limit} 文字です`,
      };
    case 'not-text':
      return { en: `${fault.attribute} is not text`, ja: `${fault.attribute} が文字列ではありません` };
    case 'unprintable':
      return {
        en: `${fault.attribute} contains unprintable characters`,
        ja: `${fault.attribute} に表示できない文字が含まれています`,
      };
    case 'not-printable-string':
      return {
        en: `${fault.attribute} must contain only letters, digits, spaces and '()+,-./:=?`,
        ja: `${fault.attribute} に使用できるのは英数字、スペース、'()+,-./:=? だけです`,
      };
    case 'not-ascii':
      return {
        en: `${fault.attribute} must contain only ASCII characters`,
        ja: `${fault.attribute} に使用できるのは ASCII 文字だけです`,
      };
    case 'not-country':
      return {
        en: `${fault.attribute} must be the two letters of a country, for example US`,
        ja: `${fault.attribute} は US のような 2 文字の国コードです`,
      };
    default:
      return CONSTANTS[fault.kind];
  }
}
