import { phrase } from '../text/phrase.ts';
import { type Failures, type FailureTable, failuresOf, phraseByReader } from './failure.ts';

interface FileOperation {
  /** The path of the backup. */
  readonly path: string;
  readonly cause: string;
}

/** The version of a backup by a newer program, and the newest that this one can read. */
interface NewerVersion {
  /** The version of mailcertd that made the backup. */
  readonly program: string;
  readonly version: number;
  readonly supported: number;
}

/** The codes of these failures, with the arguments of each text; undefined: a fixed text. */
export interface BackupFailureArguments {
  readonly state_not_backed_up: FileOperation;
  readonly state_not_restored: FileOperation;
  readonly restore_while_daemon_runs: { readonly processId: number | undefined };
  readonly backup_not_recognized: undefined;
  readonly backup_size_wrong: { readonly size: number; readonly expected: number };
  readonly backup_checksum_wrong: undefined;
  readonly backup_database_damaged: { readonly error: string };
  readonly backup_format_newer: NewerVersion;
  readonly backup_schema_newer: NewerVersion;
  readonly backed_up_log_damaged: { readonly error: string };
  /** Both are in MiB. */
  readonly too_little_space: { readonly directory: string; readonly free: number; readonly needed: number };
  readonly state_directory_missing: { readonly stateDirectory: string };
  readonly backup_file_missing: undefined;
  readonly backup_file_denied: undefined;
}

/** The texts of failed backups and restores of the state. The operations come first, then causes. */
export const BACKUP_PHRASES: FailureTable<BackupFailureArguments> = {
  state_not_backed_up: phrase({
    en: ({ path, cause }) => `cannot back up the state to ${path}: ${cause}`,
    ja: ({ path, cause }) => `${path} に状態をバックアップできません: ${cause}`,
  }),
  state_not_restored: phrase({
    en: ({ path, cause }) => `cannot restore the state from ${path}: ${cause}`,
    ja: ({ path, cause }) => `${path} から状態を復元できません: ${cause}`,
  }),
  restore_while_daemon_runs: phrase({
    en: ({ processId }) =>
      `the daemon is running${processId === undefined ? '' : ` (process ${processId})`}; stop it first: systemctl stop mailcertd`,
    ja: ({ processId }) =>
      `デーモンが動作しています${processId === undefined ? '' : ` (プロセス ${processId})`}。先に停止してください: systemctl stop mailcertd`,
  }),
  backup_not_recognized: phrase({
    en: 'it is not a backup of the state; give a file that mailcertd state backup has written',
    ja: '状態のバックアップではありません。mailcertd state backup で作成したファイルを指定してください',
  }),
  backup_size_wrong: phrase({
    en: ({ size, expected }) =>
      `it is damaged: it has ${size} bytes instead of ${expected}; copy it again, or restore another backup`,
    ja: ({ size, expected }) =>
      `破損しています: サイズが ${expected} バイトではなく ${size} バイトです。もう一度コピーするか、別のバックアップから復元してください`,
  }),
  backup_checksum_wrong: phrase({
    en: 'it is damaged: its checksum is wrong; copy it again, or restore another backup',
    ja: '破損しています: チェックサムが一致しません。もう一度コピーするか、別のバックアップから復元してください',
  }),
  backup_database_damaged: phrase({
    en: ({ error }) => `its event log is damaged (${error}); restore another backup`,
    ja: ({ error }) => `含まれているイベント ログが破損しています (${error})。別のバックアップから復元してください`,
  }),
  backup_format_newer: phrase({
    en: ({ program, version, supported }) =>
      `mailcertd ${program} wrote it in format ${version}, and this version supports ${supported}; install that version or a newer one, then restore`,
    ja: ({ program, version, supported }) =>
      `mailcertd ${program} が形式 ${version} で作成したものです (このバージョンの対応は ${supported} まで)。そのバージョン以降をインストールしてから復元してください`,
  }),
  backup_schema_newer: phrase({
    en: ({ program, version, supported }) =>
      `its event log has schema ${version}, and this version supports ${supported}; install mailcertd ${program} or a newer one, then restore`,
    ja: ({ program, version, supported }) =>
      `含まれているイベント ログのスキーマは ${version} です (このバージョンの対応は ${supported} まで)。mailcertd ${program} 以降をインストールしてから復元してください`,
  }),
  backed_up_log_damaged: phrase({
    en: ({ error }) => `the event log is damaged (${error}); restart the daemon, which repairs it, then back up again`,
    ja: ({ error }) =>
      `イベント ログが破損しています (${error})。デーモンを再起動すると修復されます。その後、もう一度バックアップしてください`,
  }),
  too_little_space: phraseByReader(
    phrase({
      en: ({ directory, free, needed }) =>
        `the file system of ${directory} has ${free} MiB free, and ${needed} MiB are required; free some space and try again`,
      ja: ({ directory, free, needed }) =>
        `${directory} のファイル システムの空きは ${free} MiB で、${needed} MiB 必要です。空きを作ってから再実行してください`,
    }),
    phrase({
      en: ({ directory, free, needed }) =>
        `the file system of ${directory} has ${free} MiB free, and ${needed} MiB are required; free some space`,
      ja: ({ directory, free, needed }) =>
        `${directory} のファイル システムの空きは ${free} MiB で、${needed} MiB 必要です。空きを作ってください`,
    }),
  ),
  state_directory_missing: phrase({
    en: ({ stateDirectory }) =>
      `the state directory ${stateDirectory} does not exist; create it for the account of the daemon: install -d -o mailcertd -g mailcertd -m 750 ${stateDirectory}`,
    ja: ({ stateDirectory }) =>
      `状態フォルダー ${stateDirectory} がありません。デーモンのアカウントで使用するフォルダーを作成してください: install -d -o mailcertd -g mailcertd -m 750 ${stateDirectory}`,
  }),
  backup_file_missing: phrase({
    en: 'it does not exist; check the path',
    ja: 'ファイルがありません。パスを確認してください',
  }),
  backup_file_denied: phrase({
    en: 'permission denied; run the command as root',
    ja: 'アクセス権がありません。root で実行してください',
  }),
};

/** The failures of backups and restores of the state. */
export const BACKUP_FAILURES: Failures<FailureTable<BackupFailureArguments>> = failuresOf(BACKUP_PHRASES);
