import { phrase } from '../text/phrase.ts';
import { type Failures, type FailureTable, failuresOf } from './failure.ts';

const TIMESTAMP_EXAMPLES = '2026-11-24, 2026-11-24T09:05 or 2026-11-24T09:05:03+09:00';
const TIMESTAMP_EXAMPLES_JA = '2026-11-24、2026-11-24T09:05、2026-11-24T09:05:03+09:00';

/** The codes of these hints, with the arguments of each text; undefined: a fixed text. */
export interface FilterFailureArguments {
  readonly similar_word: { readonly similar: string };
  readonly known_words: { readonly words: readonly string[] };
  readonly whole_number: undefined;
  readonly whole_number_in_range: { readonly from: string | number; readonly to: string | number };
  readonly full_thumbprint: undefined;
  readonly full_request_id: undefined;
  readonly page_cursor: undefined;
  readonly duration: undefined;
  readonly duration_in_range: { readonly from: string | number; readonly to: string | number };
  readonly timestamp_or_age: undefined;
  readonly timestamp_or_offset: undefined;
  readonly event_level: undefined;
  readonly hex_digits: undefined;
}

/** The hints about the values of options and of parameters of the HTTP API. They say which values are valid. */
export const FILTER_PHRASES: FailureTable<FilterFailureArguments> = {
  similar_word: phrase({
    en: ({ similar }) => `did you mean ${similar}?`,
    ja: ({ similar }) => `もしかして: ${similar}`,
  }),
  known_words: phrase({
    en: ({ words }) => `write one or more of ${words.join(', ')}`,
    ja: ({ words }) => `${words.join('、')} から 1 つ以上を指定してください`,
  }),
  whole_number: phrase({ en: 'write a whole number, 1 or more', ja: '1 以上の整数を指定してください' }),
  whole_number_in_range: phrase({
    en: ({ from, to }) => `write a whole number from ${from} to ${to}`,
    ja: ({ from, to }) => `${from} から ${to} までの整数を指定してください`,
  }),
  full_thumbprint: phrase({
    en: 'write the thumbprint with all 40 digits',
    ja: '40 桁の拇印をすべて指定してください',
  }),
  full_request_id: phrase({
    en: 'write the SHA-256 of the CSR with all 64 digits',
    ja: 'CSR の SHA-256 を 64 桁すべて指定してください',
  }),
  page_cursor: phrase({
    en: 'use the address of the next page in the Link header',
    ja: 'Link ヘッダーにある次のページのアドレスを使用してください',
  }),
  duration: phrase({
    en: 'write a whole number and s, m, h or d, as in 90s, 15m, 24h or 30d',
    ja: '90s、15m、24h、30d のように、整数に s、m、h、d のいずれかを付けて指定してください',
  }),
  duration_in_range: phrase({
    en: ({ from, to }) => `write ${from} to ${to}`,
    ja: ({ from, to }) => `${from} から ${to} までの期間を指定してください`,
  }),
  timestamp_or_age: phrase({
    en: `write a timestamp, for example ${TIMESTAMP_EXAMPLES}, or an age, for example 24h or 7d`,
    ja: `${TIMESTAMP_EXAMPLES_JA} のような日時か、24h、7d のような経過時間を指定してください`,
  }),
  timestamp_or_offset: phrase({
    en: `write a timestamp, for example ${TIMESTAMP_EXAMPLES}, or an offset from now, for example +30d`,
    ja: `${TIMESTAMP_EXAMPLES_JA} のような日時か、+30d のような現在からの期間を指定してください`,
  }),
  event_level: phrase({
    en: 'write Error, Warning or Information',
    ja: 'Error、Warning、Information のいずれかを指定してください',
  }),
  hex_digits: phrase({
    en: 'write hexadecimal digits, for example 3F2A9C41',
    ja: '3F2A9C41 のような 16 進数を指定してください',
  }),
};

/** The hints about invalid filter values. */
export const FILTER_FAILURES: Failures<FailureTable<FilterFailureArguments>> = failuresOf(FILTER_PHRASES);
