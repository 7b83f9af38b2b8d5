import { phrase } from '../text/phrase.ts';
import { type Failures, type FailureTable, failuresOf } from './failure.ts';

/** The codes of these failures, with the arguments of each text. */
export interface OutputFailureArguments {
  readonly file_not_appended: { readonly path: string; readonly cause: string };
  /** `name` is that of the log output: stdout. */
  readonly stream_not_written: { readonly name: string; readonly cause: string };
  readonly journal_not_written: { readonly cause: string };
  readonly standard_output_not_written: { readonly cause: string };
  /** `address` is that of a syslog server: `tcp://loghost:514`. */
  readonly records_not_sent: { readonly address: string; readonly cause: string };
  readonly pipe_full: { readonly seconds: number };
  readonly pipe_without_reader: undefined;
  readonly journal_socket_missing: undefined;
  readonly output_connection_closed: undefined;
  readonly output_without_progress: { readonly seconds: number };
}

/** The texts of log outputs that cannot be written. */
export const OUTPUT_PHRASES: FailureTable<OutputFailureArguments> = {
  file_not_appended: phrase({
    en: ({ path, cause }) => `cannot append to ${path}: ${cause}`,
    ja: ({ path, cause }) => `${path} に追記できません: ${cause}`,
  }),
  stream_not_written: phrase({
    en: ({ name, cause }) => `cannot write to ${name}: ${cause}`,
    ja: ({ name, cause }) => `${name} に書き込めません: ${cause}`,
  }),
  journal_not_written: phrase({
    en: ({ cause }) => `cannot write to the journal: ${cause}`,
    ja: ({ cause }) => `ジャーナルに書き込めません: ${cause}`,
  }),
  standard_output_not_written: phrase({
    en: ({ cause }) => `cannot write to standard output: ${cause}`,
    ja: ({ cause }) => `標準出力に書き込めません: ${cause}`,
  }),
  records_not_sent: phrase({
    en: ({ address, cause }) => `cannot send to ${address}: ${cause}`,
    ja: ({ address, cause }) => `${address} に送信できません: ${cause}`,
  }),
  pipe_full: phrase({
    en: ({ seconds }) => `the pipe has been full for ${seconds} s; check the program that reads it`,
    ja: ({ seconds }) => `${seconds} 秒待ってもパイプに空きがありません。読み取る側のプログラムを確認してください`,
  }),
  pipe_without_reader: phrase({
    en: 'no program reads this pipe; start the program that should read it',
    ja: 'このパイプを読み取るプログラムがありません。読み取る側のプログラムを開始してください',
  }),
  journal_socket_missing: phrase({
    en: 'the unit does not provide the journal socket; add OpenFile=/run/systemd/journal/socket:journal:graceful to its [Service] (systemd 253 or later), or use the log output console',
    ja: 'ユニットにジャーナルのソケットがありません。[Service] に OpenFile=/run/systemd/journal/socket:journal:graceful を追加するか (systemd 253 以降)、ログ出力 console を使用してください',
  }),
  output_connection_closed: phrase({ en: 'the connection was closed', ja: '接続が切断されました' }),
  output_without_progress: phrase({
    en: ({ seconds }) => `no progress in ${seconds} s`,
    ja: ({ seconds }) => `${seconds} 秒間、送信が進みませんでした`,
  }),
};

/** The failures of log outputs. */
export const OUTPUT_FAILURES: Failures<FailureTable<OutputFailureArguments>> = failuresOf(OUTPUT_PHRASES);
