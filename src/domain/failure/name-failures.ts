import { phrase } from '../text/phrase.ts';
import { type Failures, type FailureTable, failuresOf } from './failure.ts';

interface Excerpt {
  readonly excerpt: string;
}

interface Attribute {
  /** The short name of an attribute type, or its OID. */
  readonly attribute: string;
}

/** The codes of these failures, with the arguments of each text; undefined: a fixed text. */
export interface NameFailureArguments {
  readonly name_empty: undefined;
  readonly name_too_long: { readonly limit: number };
  readonly attribute_missing: undefined;
  readonly attribute_type_unknown: Excerpt;
  readonly equals_sign_missing: Excerpt;
  readonly quotation_mark_in_value: undefined;
  readonly quotation_mark_missing: undefined;
  readonly text_after_quotation_mark: undefined;
  readonly backslash_at_end: undefined;
  readonly value_not_hex: undefined;
  readonly value_not_utf8: undefined;
  readonly attribute_length: Attribute & { readonly limit: number };
  readonly attribute_not_text: Attribute;
  readonly attribute_unprintable: Attribute;
  readonly attribute_not_printable_string: Attribute;
  readonly attribute_not_ascii: Attribute;
  readonly attribute_not_country: Attribute;

  readonly issuer_mark_missing: undefined;
  readonly subject_mark_missing: undefined;
  readonly issuer_missing: undefined;
  readonly subject_missing: undefined;
  /** A part of a TlsCertificateName: issuer or subject. */
  readonly part_of_name: { readonly part: string; readonly cause: string };
}

/**
 * The texts why a text is not a distinguished name, or why a name cannot be the subject of a new
 * certificate. Parts of the name are quoted unescaped.
 */
export const NAME_PHRASES: FailureTable<NameFailureArguments> = {
  name_empty: phrase({ en: 'it is empty', ja: '空です' }),
  name_too_long: phrase({
    en: ({ limit }) => `it is longer than ${limit} characters`,
    ja: ({ limit }) => `${limit} 文字を超えています`,
  }),
  attribute_missing: phrase({ en: 'an attribute is missing', ja: '属性がありません' }),
  attribute_type_unknown: phrase({
    en: ({ excerpt }) => `"${excerpt}" is not a known attribute type`,
    ja: ({ excerpt }) => `「${excerpt}」は使用できる属性の種類ではありません`,
  }),
  equals_sign_missing: phrase({
    en: ({ excerpt }) => `"${excerpt}" is not followed by =`,
    ja: ({ excerpt }) => `「${excerpt}」の後に = がありません`,
  }),
  quotation_mark_in_value: phrase({
    en: 'a value contains a quotation mark; write \\"',
    ja: '値の途中に引用符があります。\\" と記述してください',
  }),
  quotation_mark_missing: phrase({ en: 'the closing quotation mark is missing', ja: '引用符が閉じていません' }),
  text_after_quotation_mark: phrase({
    en: 'there is text after the closing quotation mark',
    ja: '引用符の後に余分な文字があります',
  }),
  backslash_at_end: phrase({
    en: 'there is no character after the backslash',
    ja: 'バックスラッシュ (\\) の後に文字がありません',
  }),
  value_not_hex: phrase({
    en: '# must be followed by pairs of hex digits',
    ja: '# の後には 2 桁単位の 16 進数が必要です',
  }),
  value_not_utf8: phrase({
    en: 'the escaped bytes are not UTF-8',
    ja: 'エスケープされたバイト列が UTF-8 ではありません',
  }),
  attribute_length: phrase({
    en: ({ attribute, limit }) => `${attribute} must have 1 to ${limit} characters`,
    ja: ({ attribute, limit }) => `${attribute} は 1 ～ ${limit} 文字で指定してください`,
  }),
  attribute_not_text: phrase({
    en: ({ attribute }) => `${attribute} is not text`,
    ja: ({ attribute }) => `${attribute} が文字列ではありません`,
  }),
  attribute_unprintable: phrase({
    en: ({ attribute }) => `${attribute} contains unprintable characters`,
    ja: ({ attribute }) => `${attribute} に表示できない文字が含まれています`,
  }),
  attribute_not_printable_string: phrase({
    en: ({ attribute }) => `${attribute} must contain only letters, digits, spaces and '()+,-./:=?`,
    ja: ({ attribute }) => `${attribute} に使用できるのは英数字、スペース、'()+,-./:=? だけです`,
  }),
  attribute_not_ascii: phrase({
    en: ({ attribute }) => `${attribute} must contain only ASCII characters`,
    ja: ({ attribute }) => `${attribute} に使用できるのは ASCII 文字だけです`,
  }),
  attribute_not_country: phrase({
    en: ({ attribute }) => `${attribute} must be the two letters of a country, for example US`,
    ja: ({ attribute }) => `${attribute} には US のような 2 文字の国コードを指定します`,
  }),

  issuer_mark_missing: phrase({ en: 'it does not begin with <I>', ja: '<I> で始まっていません' }),
  subject_mark_missing: phrase({ en: '<S> and the subject are missing', ja: '<S> とサブジェクトがありません' }),
  issuer_missing: phrase({
    en: 'the issuer between <I> and <S> is missing',
    ja: '<I> と <S> の間に発行者がありません',
  }),
  subject_missing: phrase({ en: 'the subject after <S> is missing', ja: '<S> の後にサブジェクトがありません' }),
  part_of_name: phrase({
    en: ({ part, cause }) => `${part}: ${cause}`,
    ja: ({ part, cause }) => `${part}: ${cause}`,
  }),
};

/** The failures of distinguished names. */
export const NAME_FAILURES: Failures<FailureTable<NameFailureArguments>> = failuresOf(NAME_PHRASES);
