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
}

/** The texts of log outputs that cannot be written. */
export const OUTPUT_PHRASES: FailureTable<OutputFailureArguments> = {
  file_not_appended: {
    en: ({ path, cause }) => `appending to ${path}: ${cause}`,
    ja: ({ path, cause }) => `${path} に追記できません: ${cause}`,
  },
  stream_not_written: {
    en: ({ name, cause }) => `writing to ${name}: ${cause}`,
    ja: ({ name, cause }) => `${name} に書き込めません: ${cause}`,
  },
  journal_not_written: {
    en: ({ cause }) => `writing to the journal: ${cause}`,
    ja: ({ cause }) => `ジャーナルに書き込めません: ${cause}`,
  },
  standard_output_not_written: {
    en: ({ cause }) => `writing to standard output: ${cause}`,
    ja: ({ cause }) => `標準出力に書き込めません: ${cause}`,
  },
  records_not_sent: {
    en: ({ address, cause }) => `sending to ${address}: ${cause}`,
    ja: ({ address, cause }) => `${address} に送信できません: ${cause}`,
  },
};

/** The failures of log outputs. */
export const OUTPUT_FAILURES: Failures<FailureTable<OutputFailureArguments>> = failuresOf(OUTPUT_PHRASES);
