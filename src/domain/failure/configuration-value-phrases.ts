import { joinJapanese } from '../text/join-japanese.ts';
import { phrase } from '../text/phrase.ts';
import type { FailureTable } from './failure.ts';

/** Words as a list, for example `a, b or c`. */
const ANY_OF = phrase({
  en: (words: readonly string[]) =>
    words.length > 1 ? `${words.slice(0, -1).join(', ')} or ${words.at(-1)}` : words.join(),
  ja: (words) => {
    if (words.length === 2) return words.join(' または ');
    return words.length > 2 ? `${words.join('、')} のいずれか` : words.join();
  },
});

/** The current value: at the end of the English sentence, or in its Japanese parentheses. */
const CURRENT_VALUE = phrase({
  en: (value: string) => `, not ${value}`,
  ja: (value) => ` (指定された値: ${value})`,
});

/** The words that a key accepts. */
interface Words {
  readonly key: string;
  readonly words: readonly string[];
}

/** The codes of these texts, with the arguments of each; undefined: a fixed text. */
export interface ValueFailureArguments {
  readonly value_required: { readonly key: string; readonly expected: string };
  readonly path_required: { readonly key: string };
  readonly name_required: { readonly key: string };
  readonly word_required: Words;
  readonly value_wrong: { readonly key: string; readonly expected: string; readonly value: string };
  readonly configuration_not_a_map: { readonly value: string };
  readonly word_wrong: Words & { readonly value: string };
  readonly word_misspelled: Words & { readonly value: string; readonly suggestion: string };
  readonly value_missing: { readonly key: string };
  readonly optional_value_missing: { readonly key: string };
  readonly item_missing: { readonly key: string };
  readonly list_empty: { readonly key: string };
  readonly list_too_long: { readonly key: string; readonly maximum: number };
  readonly number_too_small: { readonly key: string; readonly minimum: number; readonly value: string };
  readonly number_too_large: { readonly key: string; readonly maximum: number; readonly value: string };
  readonly key_misspelled: { readonly key: string; readonly suggestion: string };
  readonly key_unknown: { readonly key: string; readonly known: readonly string[] };
  readonly key_not_documented: { readonly key: string };
  readonly key_renamed: { readonly key: string; readonly name: string };
  readonly key_renamed_with_example: { readonly key: string; readonly name: string; readonly example: string };
  readonly key_requires_key: { readonly key: string; readonly other: string };
  readonly key_excludes_key: { readonly key: string; readonly other: string };
  readonly one_key_required: { readonly first: string; readonly second: string };
  readonly event_unknown: { readonly event: string };
  readonly event_misspelled: { readonly event: string; readonly suggestion: string };
}

/** The phrases of single values in the configuration file. */
export const VALUE_PHRASES: FailureTable<ValueFailureArguments> = {
  value_required: phrase({
    en: ({ key, expected }) => `${key} is required; write ${expected}`,
    ja: ({ key, expected }) => joinJapanese(`${key} が必要です。`, expected, 'を指定してください'),
  }),
  path_required: phrase({
    en: ({ key }) => `${key} is required; write a path, for example /etc/ssl/mail.pem`,
    ja: ({ key }) => `${key} が必要です。/etc/ssl/mail.pem のようなパスを指定してください`,
  }),
  name_required: phrase({
    en: ({ key }) => `${key} is required; write a name, for example mail`,
    ja: ({ key }) => `${key} が必要です。mail のような名前を指定してください`,
  }),
  word_required: phrase({
    en: ({ key, words }) => `${key} is required; write ${ANY_OF.en(words)}`,
    ja: ({ key, words }) => joinJapanese(`${key} が必要です。`, ANY_OF.ja(words), 'を指定してください'),
  }),
  value_wrong: phrase({
    en: ({ key, expected, value }) => `${key} must be ${expected}${CURRENT_VALUE.en(value)}`,
    ja: ({ key, expected, value }) =>
      joinJapanese(`${key} には`, expected, `を指定してください${CURRENT_VALUE.ja(value)}`),
  }),
  configuration_not_a_map: phrase({
    en: ({ value }) => `the configuration must be a map of keys${CURRENT_VALUE.en(value)}`,
    ja: ({ value }) => `構成ファイルは「キー: 値」の形式で記述してください${CURRENT_VALUE.ja(value)}`,
  }),
  word_wrong: phrase({
    en: ({ key, words, value }) => `${key} must be ${ANY_OF.en(words)}${CURRENT_VALUE.en(value)}`,
    ja: ({ key, words, value }) =>
      joinJapanese(key, 'には', ANY_OF.ja(words), `を指定してください${CURRENT_VALUE.ja(value)}`),
  }),
  word_misspelled: phrase({
    en: ({ key, words, value, suggestion }) =>
      `${key} must be ${ANY_OF.en(words)}${CURRENT_VALUE.en(value)}; did you mean ${suggestion}?`,
    ja: ({ key, words, value, suggestion }) =>
      joinJapanese(
        key,
        'には',
        ANY_OF.ja(words),
        `を指定してください${CURRENT_VALUE.ja(value)}。もしかして: ${suggestion}`,
      ),
  }),
  value_missing: phrase({
    en: ({ key }) => `${key} must have a value`,
    ja: ({ key }) => `${key} に値を指定してください`,
  }),
  optional_value_missing: phrase({
    en: ({ key }) => `${key} must have a value; for the default, remove the key`,
    ja: ({ key }) => `${key} に値を指定してください。既定値を使う場合は、キーを削除してください`,
  }),
  item_missing: phrase({
    en: ({ key }) => `${key} must not have an empty item; write a value or remove it`,
    ja: ({ key }) => `${key} に空の項目があります。値を記述するか、項目を削除してください`,
  }),
  list_empty: phrase({
    en: ({ key }) => `${key} must have at least one item`,
    ja: ({ key }) => `${key} には 1 個以上の項目を指定してください`,
  }),
  list_too_long: phrase({
    en: ({ key, maximum }) => `${key} must have at most ${maximum} items`,
    ja: ({ key, maximum }) => `${key} の項目は ${maximum} 個以下にしてください`,
  }),
  number_too_small: phrase({
    en: ({ key, minimum, value }) => `${key} must be at least ${minimum}${CURRENT_VALUE.en(value)}`,
    ja: ({ key, minimum, value }) => `${key} には ${minimum} 以上の値を指定してください${CURRENT_VALUE.ja(value)}`,
  }),
  number_too_large: phrase({
    en: ({ key, maximum, value }) => `${key} must be at most ${maximum}${CURRENT_VALUE.en(value)}`,
    ja: ({ key, maximum, value }) => `${key} には ${maximum} 以下の値を指定してください${CURRENT_VALUE.ja(value)}`,
  }),
  key_misspelled: phrase({
    en: ({ key, suggestion }) => `unknown key ${key}; did you mean ${suggestion}?`,
    ja: ({ key, suggestion }) => `キー ${key} はありません。もしかして: ${suggestion}`,
  }),
  key_unknown: phrase({
    en: ({ key, known }) => `unknown key ${key}; valid keys: ${known.join(', ')}`,
    ja: ({ key, known }) => `キー ${key} はありません。使用できるキー: ${known.join('、')}`,
  }),
  key_not_documented: phrase({
    en: ({ key }) => `unknown key ${key}; valid keys: docs/configuration.md`,
    ja: ({ key }) => `キー ${key} はありません。使用できるキー: docs/configuration.md`,
  }),
  key_renamed: phrase({
    en: ({ key, name }) => `${key} is now called ${name}`,
    ja: ({ key, name }) => `${key} の名前は ${name} に変わりました`,
  }),
  key_renamed_with_example: phrase({
    en: ({ key, name, example }) => `${key} is now called ${name}, for example ${name}: ${example}`,
    ja: ({ key, name, example }) => `${key} の名前は ${name} に変わりました (例: ${name}: ${example})`,
  }),
  key_requires_key: phrase({
    en: ({ key, other }) => `${key} requires ${other}`,
    ja: ({ key, other }) => `${key} には ${other} も必要です`,
  }),
  key_excludes_key: phrase({
    en: ({ key, other }) => `${key} is only valid without ${other}; remove one of them`,
    ja: ({ key, other }) => `${key} と ${other} は同時に指定できません。一方を削除してください`,
  }),
  one_key_required: phrase({
    en: ({ first, second }) => `${first} or ${second} is required`,
    ja: ({ first, second }) => `${first} または ${second} が必要です`,
  }),
  event_unknown: phrase({
    en: ({ event }) => `there is no event ${event}; docs/events lists them`,
    ja: ({ event }) => `イベント ${event} はありません。イベントの一覧: docs/events`,
  }),
  event_misspelled: phrase({
    en: ({ event, suggestion }) => `there is no event ${event}; did you mean ${suggestion}?`,
    ja: ({ event, suggestion }) => `イベント ${event} はありません。もしかして: ${suggestion}`,
  }),
};
