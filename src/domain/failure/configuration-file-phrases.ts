import { phrase } from '../text/phrase.ts';
import type { FailureTable } from './failure.ts';

/** The codes of these texts, with the arguments of each; undefined: a fixed text. */
export interface FileFailureArguments {
  /** `errors` are texts with their positions. */
  readonly configuration_not_usable: { readonly errors: readonly string[] };
  /** An error at a position, counted from 1. `cause` is the error and its fix. */
  readonly configuration_error: {
    readonly file: string;
    readonly line: number;
    readonly column: number;
    readonly cause: string;
  };
  readonly configuration_unreadable: { readonly cause: string };
  readonly configuration_missing: undefined;
  readonly configuration_permission_denied: undefined;
  readonly configuration_link_loop: undefined;
  readonly configuration_not_a_file: undefined;
  readonly configuration_too_large: { readonly mebibytes: number };
  readonly configuration_not_utf8: undefined;
  readonly configuration_thread_failed: { readonly error: string };
  readonly configuration_thread_ended: undefined;
  readonly more_errors: { readonly count: number; readonly total: number };
  readonly version_changed: { readonly running: string; readonly installed: string };
  readonly fixed_value_changed: { readonly key: string; readonly value: string };
}

const atPosition = ({ file, line, column, cause }: FileFailureArguments['configuration_error']): string =>
  `${file}:${line}:${column}: ${cause}`;
const onLines = ({ errors }: FileFailureArguments['configuration_not_usable']): string => errors.join('\n');

/** The phrases of a configuration file as a whole: it cannot be read, or requires a restart. */
export const FILE_PHRASES: FailureTable<FileFailureArguments> = {
  configuration_not_usable: phrase({ en: onLines, ja: onLines }),
  configuration_error: phrase({ en: atPosition, ja: atPosition }),
  configuration_unreadable: phrase({
    en: ({ cause }) => `the configuration cannot be read: ${cause}`,
    ja: ({ cause }) => `構成ファイルを読み取れません: ${cause}`,
  }),
  configuration_missing: phrase({
    en: 'the file does not exist; to write one: mailcertd config init',
    ja: 'ファイルが存在しません。作成するコマンド: mailcertd config init',
  }),
  configuration_permission_denied: phrase({
    en: 'permission denied; grant read access to the account of mailcertd',
    ja: 'アクセス権がありません。mailcertd のアカウントに読み取りを許可してください',
  }),
  configuration_link_loop: phrase({
    en: 'symbolic link loop; let the links point to the file',
    ja: 'シンボリック リンクが循環しています。リンクが構成ファイルを指すように修正してください',
  }),
  configuration_not_a_file: phrase({
    en: 'it is not a regular file; give the path of the file',
    ja: '通常のファイルではありません。ファイルのパスを指定してください',
  }),
  configuration_too_large: phrase({
    en: ({ mebibytes }) => `it is larger than ${mebibytes} MiB; reduce it`,
    ja: ({ mebibytes }) => `サイズが ${mebibytes} MiB を超えています。小さくしてください`,
  }),
  configuration_not_utf8: phrase({
    en: 'it is not UTF-8 text; save it as UTF-8',
    ja: 'UTF-8 のテキストではありません。UTF-8 で保存してください',
  }),
  configuration_thread_failed: phrase({
    en: ({ error }) => `the thread that reads it has failed: ${error}; if mailcertd was updated, restart it`,
    ja: ({ error }) => `読み取りのスレッドが失敗しました: ${error}。mailcertd を更新した場合は、再起動してください`,
  }),
  configuration_thread_ended: phrase({
    en: 'it ended without a response',
    ja: '応答せずに終了しました',
  }),
  more_errors: phrase({
    en: ({ count, total }) => `and ${count} more ${count === 1 ? 'error' : 'errors'}; ${total} in total`,
    ja: ({ count, total }) => `ほか ${count} 個の誤りがあります (合計 ${total} 個)`,
  }),
  version_changed: phrase({
    en: ({ running, installed }) => `mailcertd ${running} is running and ${installed} is installed; restart mailcertd`,
    ja: ({ running, installed }) =>
      `mailcertd ${running} が動作していますが、${installed} がインストールされています。mailcertd を再起動してください`,
  }),
  fixed_value_changed: phrase({
    en: ({ key, value }) => `${key} (${value}) cannot be changed by a reload; restart mailcertd`,
    ja: ({ key, value }) =>
      `${key} は再読み込みでは変更できません (動作中の値: ${value})。mailcertd を再起動してください`,
  }),
};
