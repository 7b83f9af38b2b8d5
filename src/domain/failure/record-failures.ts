import { phrase } from '../text/phrase.ts';
import { type Failures, type FailureTable, failuresOf } from './failure.ts';

/** The codes of these failures, with the arguments of each text; undefined: a fixed text. */
export interface RecordFailureArguments {
  readonly record_id_invalid: undefined;
  readonly record_event_id_invalid: undefined;
  readonly record_version_invalid: undefined;
  readonly record_process_id_invalid: undefined;
  readonly record_level_invalid: undefined;
  readonly record_change_invalid: undefined;
  readonly record_provider_missing: undefined;
  readonly record_computer_missing: undefined;
  readonly record_time_invalid: undefined;
  readonly record_condition_invalid: undefined;
  readonly record_parameter_invalid: undefined;
  readonly record_remedy_invalid: undefined;
  readonly record_fact_invalid: undefined;
  /** Numbers of parameters: those of the event, and those in the record. */
  readonly record_parameter_count_wrong: { readonly expected: number; readonly found: number };
  /** `name`: the fact as it is stored: `notAfter`. */
  readonly record_fact_missing: { readonly name: string };
  /** `columns` are names of the database, separated by commas. */
  readonly columns_unreadable: { readonly columns: string };
}

/** The texts why a stored record or silence cannot be read. */
export const RECORD_PHRASES: FailureTable<RecordFailureArguments> = {
  record_id_invalid: phrase({ en: 'the record number is not a number', ja: 'レコード番号が数値ではありません' }),
  record_event_id_invalid: phrase({ en: 'the event number is not a number', ja: 'イベント ID が数値ではありません' }),
  record_version_invalid: phrase({ en: 'the version is not a number', ja: 'バージョンが数値ではありません' }),
  record_process_id_invalid: phrase({
    en: 'the process number is not a number',
    ja: 'プロセス番号が数値ではありません',
  }),
  record_level_invalid: phrase({
    en: 'the level is not one of the three',
    ja: 'レベルが 3 種類のいずれでもありません',
  }),
  record_change_invalid: phrase({
    en: 'the change is not one of the five',
    ja: '変化が 5 種類のいずれでもありません',
  }),
  record_provider_missing: phrase({ en: 'the provider is missing', ja: 'プロバイダーがありません' }),
  record_computer_missing: phrase({ en: 'the computer is missing', ja: 'コンピューター名がありません' }),
  record_time_invalid: phrase({ en: 'the time is not valid', ja: '時刻が正しくありません' }),
  record_condition_invalid: phrase({ en: 'the condition is not a text', ja: '問題の ID が文字列ではありません' }),
  record_parameter_invalid: phrase({ en: 'a parameter is not a text', ja: '文字列ではないパラメーターがあります' }),
  record_remedy_invalid: phrase({
    en: 'the remedy is not a list of commands',
    ja: '対処がコマンドの一覧ではありません',
  }),
  record_fact_invalid: phrase({ en: 'a named value has the wrong type', ja: '名前付きの値の型が正しくありません' }),
  record_parameter_count_wrong: phrase({
    en: ({ expected, found }) => `the record has ${found} parameters instead of ${expected}`,
    ja: ({ expected, found }) => `パラメーターが ${expected} 個ではなく ${found} 個あります`,
  }),
  record_fact_missing: phrase({
    en: ({ name }) => `the named value ${name} is missing`,
    ja: ({ name }) => `名前付きの値 ${name} がありません`,
  }),
  columns_unreadable: phrase({
    en: ({ columns }) => `${columns} cannot be read`,
    ja: ({ columns }) => `${columns} を読み取れません`,
  }),
};

/** The failures of stored records and silences. */
export const RECORD_FAILURES: Failures<FailureTable<RecordFailureArguments>> = failuresOf(RECORD_PHRASES);
