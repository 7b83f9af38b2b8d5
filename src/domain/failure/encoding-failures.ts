import { phrase } from '../text/phrase.ts';
import { type Failures, type FailureTable, failuresOf } from './failure.ts';

interface Position {
  /** The offset in the data that are read, bytes. */
  readonly byte: number;
}

interface Part {
  /** The name of a field in the standard, such as `notBefore`. */
  readonly part: string;
}

interface Limit {
  readonly limit: number;
}

/** The codes of these failures, with the arguments of each text; undefined: a fixed text. */
export interface EncodingFailureArguments {
  readonly data_truncated: { readonly bytes: number };
  readonly data_larger_than: Limit;
  readonly data_after_end: Position & { readonly bytes: number };
  readonly element_missing: Position;
  readonly element_too_long: Position;
  readonly end_of_contents_unexpected: Position;
  readonly indefinite_length: Position;
  readonly indefinite_primitive: Position;
  readonly length_too_large: Position;
  readonly levels_too_many: Position & Limit;
  readonly elements_too_many: Position & Limit;
  readonly pieces_too_many: Position;
  readonly tag_of_several_bytes: Position;
  readonly tag_unexpected: Part & Position & { readonly tag: string };
  readonly part_missing: Part;
  readonly part_with_more_data: Part & Position;
  readonly octet_string_missing: Part;
  readonly serial_number_malformed: Position;
  readonly certificate_version_invalid: Position;
  readonly certificate_time_invalid: Part & Position;
  readonly string_malformed: Part & Position;
  readonly general_name_unknown: { readonly tag: string };
  readonly alternative_names_unreadable: { readonly cause: string };
}

/** The texts why data in DER or BER cannot be read. */
export const ENCODING_PHRASES: FailureTable<EncodingFailureArguments> = {
  data_truncated: phrase({
    en: ({ bytes }) => (bytes === 0 ? 'it is empty' : `truncated after ${bytes === 1 ? '1 byte' : `${bytes} bytes`}`),
    ja: ({ bytes }) => (bytes === 0 ? 'データが空です' : `データが ${bytes} バイトで途切れています`),
  }),
  data_larger_than: phrase({
    en: ({ limit }) => `it is larger than ${limit} bytes`,
    ja: ({ limit }) => `サイズが ${limit} バイトを超えています`,
  }),
  data_after_end: phrase({
    en: ({ byte, bytes }) => `trailing data at byte ${byte} (${bytes === 1 ? '1 byte' : `${bytes} bytes`})`,
    ja: ({ byte, bytes }) => `バイト位置 ${byte} 以降に余分なデータがあります (${bytes} バイト)`,
  }),
  element_missing: phrase({
    en: ({ byte }) => `missing element at byte ${byte}`,
    ja: ({ byte }) => `バイト位置 ${byte} に要素がありません`,
  }),
  element_too_long: phrase({
    en: ({ byte }) => `the element at byte ${byte} is longer than the element that contains it`,
    ja: ({ byte }) => `バイト位置 ${byte} の要素が、それを含む要素より長くなっています`,
  }),
  end_of_contents_unexpected: phrase({
    en: ({ byte }) => `unexpected end-of-contents at byte ${byte}`,
    ja: ({ byte }) => `バイト位置 ${byte} に予期しない終端があります`,
  }),
  indefinite_length: phrase({
    en: ({ byte }) => `the element at byte ${byte} has an indefinite length (BER)`,
    ja: ({ byte }) => `バイト位置 ${byte} の要素が不定長 (BER) です`,
  }),
  indefinite_primitive: phrase({
    en: ({ byte }) => `indefinite length of a primitive element at byte ${byte}`,
    ja: ({ byte }) => `バイト位置 ${byte} の基本型の要素が不定長です`,
  }),
  length_too_large: phrase({
    en: ({ byte }) => `length above 2^31 at byte ${byte}`,
    ja: ({ byte }) => `バイト位置 ${byte} の長さが 2^31 を超えています`,
  }),
  levels_too_many: phrase({
    en: ({ limit, byte }) => `more than ${limit} levels at byte ${byte}`,
    ja: ({ limit, byte }) => `バイト位置 ${byte} で入れ子が ${limit} 段を超えています`,
  }),
  elements_too_many: phrase({
    en: ({ limit, byte }) => `more than ${limit} elements at byte ${byte}`,
    ja: ({ limit, byte }) => `バイト位置 ${byte} で要素が ${limit} 個を超えています`,
  }),
  pieces_too_many: phrase({
    en: ({ byte }) => `too many pieces at byte ${byte}`,
    ja: ({ byte }) => `バイト位置 ${byte} の文字列の分割が多すぎます`,
  }),
  tag_of_several_bytes: phrase({
    en: ({ byte }) => `multi-byte tag at byte ${byte}`,
    ja: ({ byte }) => `バイト位置 ${byte} に複数バイトのタグがあります`,
  }),
  tag_unexpected: phrase({
    en: ({ part, tag, byte }) => `${part}: unexpected tag ${tag} at byte ${byte}`,
    ja: ({ part, tag, byte }) => `${part}: バイト位置 ${byte} に予期しないタグ ${tag} があります`,
  }),
  part_missing: phrase({ en: ({ part }) => `${part}: missing`, ja: ({ part }) => `${part}: 値がありません` }),
  part_with_more_data: phrase({
    en: ({ part, byte }) => `${part}: trailing data at byte ${byte}`,
    ja: ({ part, byte }) => `${part}: バイト位置 ${byte} 以降に余分なデータがあります`,
  }),
  octet_string_missing: phrase({
    en: ({ part }) => `${part}: no OCTET STRING`,
    ja: ({ part }) => `${part}: OCTET STRING がありません`,
  }),
  serial_number_malformed: phrase({
    en: ({ byte }) => `serialNumber: empty or padded integer at byte ${byte}`,
    ja: ({ byte }) => `シリアル番号: バイト位置 ${byte} の整数が空か、余分なバイトで始まっています`,
  }),
  certificate_version_invalid: phrase({
    en: ({ byte }) => `version: no valid number at byte ${byte}`,
    ja: ({ byte }) => `バージョン: バイト位置 ${byte} の数値が正しくありません`,
  }),
  certificate_time_invalid: phrase({
    en: ({ part, byte }) => `${part}: no valid time at byte ${byte}`,
    ja: ({ part, byte }) => `${part}: バイト位置 ${byte} の日時が正しくありません`,
  }),
  string_malformed: phrase({
    en: ({ part, byte }) => `${part}: malformed string at byte ${byte}`,
    ja: ({ part, byte }) => `${part}: バイト位置 ${byte} の文字列の形式が正しくありません`,
  }),
  general_name_unknown: phrase({
    en: ({ tag }) => `tag ${tag} is not a GeneralName`,
    ja: ({ tag }) => `タグ ${tag} に該当する名前の種類はありません`,
  }),
  alternative_names_unreadable: phrase({
    en: ({ cause }) => `subjectAltName: ${cause}`,
    ja: ({ cause }) => `サブジェクトの別名: ${cause}`,
  }),
};

/** The failures of data in DER or BER. */
export const ENCODING_FAILURES: Failures<FailureTable<EncodingFailureArguments>> = failuresOf(ENCODING_PHRASES);
