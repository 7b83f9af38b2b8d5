import { phrase } from '../text/phrase.ts';
import { type Failures, type FailureTable, failuresOf } from './failure.ts';

interface Key {
  /** The name of a key in a note. */
  readonly key: string;
}

interface Limit {
  readonly limit: number;
}

/** The codes of these failures, with the arguments of each text; undefined: a fixed text. */
export interface NoteFailureArguments {
  readonly note_not_parsed: { readonly path: string; readonly cause: string };
  /** `cause` is the cause of a file that is not accepted. */
  readonly note_not_accepted: { readonly path: string; readonly cause: string };

  /** Line and column count from 1. */
  readonly note_error_at: { readonly line: number; readonly column: number; readonly error: string };
  readonly note_with_alias: undefined;
  readonly note_key_duplicate: undefined;
  readonly note_too_long: Limit;
  readonly note_too_many_tokens: Limit;
  readonly note_not_a_mapping: undefined;
  readonly key_not_true_or_false: Key;
  readonly key_not_a_thumbprint: Key;
  readonly key_not_a_list: Key;
  readonly key_not_text: Key;
  readonly key_too_long: Key & Limit;
  readonly key_not_a_mapping: Key;
  readonly requester_missing: Key;
  readonly key_not_a_timestamp: Key;
  readonly service_unknown: { readonly service: string; readonly services: readonly string[] };
}

/** The texts of errors in a note, the file `certificate.yaml`. */
export const NOTE_PHRASES: FailureTable<NoteFailureArguments> = {
  note_not_parsed: phrase({
    en: ({ path, cause }) => `${path} cannot be read (${cause}); fix it or remove it`,
    ja: ({ path, cause }) => `${path} を読み取れません (${cause})。修正するか削除してください`,
  }),
  note_not_accepted: phrase({
    en: ({ path, cause }) => `${path} cannot be used (${cause}); fix it or remove it`,
    ja: ({ path, cause }) => `${path} を使用できません (${cause})。修正するか削除してください`,
  }),

  note_error_at: phrase({
    en: ({ line, column, error }) => `line ${line}, column ${column}: ${error}`,
    ja: ({ line, column, error }) => `${line} 行目の ${column} 文字目: ${error}`,
  }),
  note_with_alias: phrase({
    en: 'an alias cannot be used here; write the value',
    ja: 'エイリアスは使用できません。値を記述してください',
  }),
  note_key_duplicate: phrase({
    en: 'this key occurs twice; remove one',
    ja: 'キーが重複しています。1 つだけ残してください',
  }),
  note_too_long: phrase({
    en: ({ limit }) => `it is longer than ${limit} characters`,
    ja: ({ limit }) => `${limit} 文字を超えています`,
  }),
  note_too_many_tokens: phrase({
    en: ({ limit }) => `it has more than ${limit} keys, values and line ends`,
    ja: ({ limit }) => `キー、値、改行が ${limit} 個を超えています`,
  }),
  note_not_a_mapping: phrase({ en: 'it is not a mapping', ja: 'マップではありません' }),
  key_not_true_or_false: phrase({
    en: ({ key }) => `${key} must be true or false`,
    ja: ({ key }) => `${key} には true か false を指定してください`,
  }),
  key_not_a_thumbprint: phrase({
    en: ({ key }) => `${key} must be a thumbprint`,
    ja: ({ key }) => `${key} には拇印を指定してください`,
  }),
  key_not_a_list: phrase({
    en: ({ key }) => `${key} must be a list`,
    ja: ({ key }) => `${key} にはリストを指定してください`,
  }),
  key_not_text: phrase({
    en: ({ key }) => `${key} must be text`,
    ja: ({ key }) => `${key} には文字列を指定してください`,
  }),
  key_too_long: phrase({
    en: ({ key, limit }) => `${key} is longer than ${limit} characters`,
    ja: ({ key, limit }) => `${key} が ${limit} 文字を超えています`,
  }),
  key_not_a_mapping: phrase({
    en: ({ key }) => `${key} must be a mapping`,
    ja: ({ key }) => `${key} にはマップを指定してください`,
  }),
  requester_missing: phrase({
    en: ({ key }) => `${key} must have by and command`,
    ja: ({ key }) => `${key} には by と command が必要です`,
  }),
  key_not_a_timestamp: phrase({
    en: ({ key }) => `${key} must be a timestamp, for example 2026-11-25T12:00:00.000Z`,
    ja: ({ key }) => `${key} には 2026-11-25T12:00:00.000Z のような日時を指定してください`,
  }),
  service_unknown: phrase({
    en: ({ service, services }) => `services: ${service} is not one of ${services.join(', ')}`,
    ja: ({ service, services }) => `services: ${service} は使用できません。${services.join('、')} のいずれかです`,
  }),
};

/** The failures of notes. */
export const NOTE_FAILURES: Failures<FailureTable<NoteFailureArguments>> = failuresOf(NOTE_PHRASES);
