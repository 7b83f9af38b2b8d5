import type { Locale } from '../text/locale.ts';
import { phrase } from '../text/phrase.ts';
import { type Failures, type FailureTable, failuresOf } from './failure.ts';
import type { Reason } from './problem.ts';
import { reasonTextOrCode } from './reason-text.ts';

interface SystemError {
  /** The error code of the system, such as EACCES. */
  readonly code: string;
}

function reasonAndDetail(reason: string, detail: string, locale: Locale): string {
  return `${reasonTextOrCode(reason, locale)}${detail === '' ? '' : ` (${detail})`}`;
}

interface PathCause {
  readonly path: string;
}

/** A file and the problems in it, as texts. */
interface FileProblems extends PathCause {
  readonly problems: readonly string[];
}

/** The codes of these failures, with the arguments of each text; undefined: a fixed text. */
export interface ExportFailureArguments {
  readonly certificate_not_exported: {
    readonly thumbprint: string;
    /** The path of the new file. */
    readonly path: string;
    readonly cause: string;
  };
  readonly events_not_exported: {
    /** The path of the new file. */
    readonly path: string;
    readonly cause: string;
  };
  /** A file that `--force` would replace. */
  readonly export_file_exists: undefined;
  /** A directory, device or other object that is never replaced. */
  readonly export_file_not_regular: undefined;
  /** A file in the state directory, whose names belong to the daemon. */
  readonly export_into_state_directory: undefined;
  /** `limit` is the size that the format allows, GiB. */
  readonly evtx_too_large: { readonly limit: number };
  readonly pkcs12_password_missing: undefined;
  readonly file_exists: undefined;
  /** `detail` may be empty. */
  readonly password_file_unreadable: PathCause & { readonly reason: Reason; readonly detail: string };
  readonly password_empty: PathCause;
  readonly password_unusable: PathCause;
  readonly certificate_gone: FileProblems;
  readonly key_unreadable: FileProblems;
  readonly export_key_encrypted: FileProblems;
  readonly directory_missing: SystemError;
  readonly export_permission_denied: SystemError;
  readonly export_file_system_read_only: SystemError;
}

/** The texts of failed exports. The operation comes first, then causes. */
export const EXPORT_PHRASES: FailureTable<ExportFailureArguments> = {
  certificate_not_exported: phrase({
    en: ({ thumbprint, path, cause }) => `cannot export certificate ${thumbprint} to ${path}: ${cause}`,
    ja: ({ thumbprint, path, cause }) => `${path} に証明書 ${thumbprint} をエクスポートできません: ${cause}`,
  }),
  events_not_exported: phrase({
    en: ({ path, cause }) => `cannot export events to ${path}: ${cause}`,
    ja: ({ path, cause }) => `${path} にイベントをエクスポートできません: ${cause}`,
  }),
  export_file_exists: phrase({
    en: 'the file already exists; give a new file name, or --force to replace it',
    ja: '同じ名前のファイルがすでにあります。別のファイル名を指定してください。置き換えるには --force を指定してください',
  }),
  export_file_not_regular: phrase({
    en: 'it exists and is not a regular file; give a new file name',
    ja: '通常のファイルではないものがすでにあります。別のファイル名を指定してください',
  }),
  export_into_state_directory: phrase({
    en: 'its directory is the state directory of mailcertd; give a file in another directory',
    ja: 'mailcertd の状態フォルダーにあるファイルです。別のフォルダーのファイルを指定してください',
  }),
  evtx_too_large: phrase({
    en: ({ limit }) =>
      `the events need more than the ${limit} GiB that an .evtx file can have; export fewer with --since and --until`,
    ja: ({ limit }) =>
      `イベントが .evtx ファイルの上限 (${limit} GiB) を超えています。--since と --until で期間を短くしてください`,
  }),
  pkcs12_password_missing: phrase({
    en: 'PKCS#12 requires a password; give a password file',
    ja: 'PKCS#12 にはパスワードが必要です。パスワードのファイルを指定してください',
  }),
  file_exists: phrase({
    en: 'the file already exists; give a new file name',
    ja: '同じ名前のファイルがすでにあります。別のファイル名を指定してください',
  }),
  password_file_unreadable: phrase({
    en: ({ path, reason, detail }) =>
      `cannot read the password file ${path}: ${reasonAndDetail(reason, detail, 'en')}; give a file with one line that this account can read`,
    ja: ({ path, reason, detail }) =>
      `パスワードのファイル ${path} を読み取れません (${reasonAndDetail(reason, detail, 'ja')})。このアカウントで読み取れる 1 行のファイルを指定してください`,
  }),
  password_empty: phrase({
    en: ({ path }) => `${path} contains no password; write one into it`,
    ja: ({ path }) => `${path} にパスワードがありません。ファイルに書き込んでください`,
  }),
  password_unusable: phrase({
    en: ({ path }) => `other programs do not accept the password in ${path}; write one line of UTF-8 into it`,
    ja: ({ path }) =>
      `${path} の内容は、ほかのプログラムでパスワードとして指定できません。UTF-8 の 1 行だけにしてください`,
  }),
  certificate_gone: phrase({
    en: ({ path, problems }) =>
      `it is no longer in ${path}${inBrackets(problems, '; ')}; to list the certificates: mailcertd certificates`,
    ja: ({ path, problems }) =>
      `証明書は ${path} にはもうありません${inBrackets(problems, '、')}。一覧を表示するコマンド: mailcertd certificates`,
  }),
  key_unreadable: phrase({
    en: ({ path, problems }) => `cannot get its private key from ${path}${inBrackets(problems, '; ')}`,
    ja: ({ path, problems }) => `${path} から秘密キーを取り出せません${inBrackets(problems, '、')}`,
  }),
  export_key_encrypted: phrase({
    en: ({ path, problems }) =>
      `cannot get its private key from ${path}${inBrackets(problems, '; ')}; set passwordFile of the store to the file with its password`,
    ja: ({ path, problems }) =>
      `${path} から秘密キーを取り出せません${inBrackets(problems, '、')}。パスワードのファイルをストアの passwordFile に指定してください`,
  }),
  directory_missing: phrase({
    en: ({ code }) => `${code}: its directory does not exist; create it first`,
    ja: ({ code }) => `フォルダーがありません。先に作成してください (${code})`,
  }),
  export_permission_denied: phrase({
    en: ({ code }) => `${code}: no write permission; give a file in a directory of yours`,
    ja: ({ code }) =>
      `このアカウントには書き込みの権限がありません。書き込めるフォルダーのファイルを指定してください (${code})`,
  }),
  export_file_system_read_only: phrase({
    en: ({ code }) => `${code}: its file system is mounted read-only; give a file in another one`,
    ja: ({ code }) =>
      `ファイル システムが読み取り専用でマウントされています。別の場所のファイルを指定してください (${code})`,
  }),
};

/** The failures of exports. */
export const EXPORT_FAILURES: Failures<FailureTable<ExportFailureArguments>> = failuresOf(EXPORT_PHRASES);

function inBrackets(texts: readonly string[], separator: string): string {
  return texts.length === 0 ? '' : ` (${texts.join(separator)})`;
}
