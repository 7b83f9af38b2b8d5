import { fill, type Sentence } from '../sentence.ts';

/** The beginnings of error messages, one for each operation. EVENT_LOG_FAILURE completes them. */
export const EVENT_LOG_OPERATIONS = {
  read: { en: 'cannot read', ja: 'の読み取り' },
  open: { en: 'cannot open', ja: 'を開く処理' },
  write: { en: 'cannot write', ja: 'への書き込み' },
  storeSilence: { en: 'cannot store a silence in', ja: 'への通知停止の保存' },
  expireSilence: { en: 'cannot expire a silence in', ja: 'の通知停止の終了' },
  storeDelivery: { en: 'cannot store a delivery in', ja: 'への送信の保存' },
  storeProbeRequest: { en: 'cannot store a request for probes in', ja: 'への接続確認要求の保存' },
  storeTestResult: { en: 'cannot store the result of a test in', ja: 'へのテスト結果の保存' },
  storeReloadResult: { en: 'cannot store the result of a reload in', ja: 'への再読み込みの結果の保存' },
} as const;

/**
 * The message about a failed operation: `cannot open the event log /var/lib/mailcertd/ledger.db`.
 */
export const EVENT_LOG_FAILURE = {
  en: '{operation} the event log {path}',
  ja: 'イベント ログ {path} {operation}',
} as const;

/** Returns the English text of a failed operation on the event log. */
export function eventLogFailure(operation: string, path: string): string {
  return fill(EVENT_LOG_FAILURE.en, { operation, path });
}

/**
 * The causes of failed operations on the event log; each follows the message after a colon. A
 * placeholder such as `{version:number}` has the form of its value after the colon.
 */
export const EVENT_LOG_CAUSES = {
  missing: {
    en: 'it does not exist; no daemon has run here, or stateDirectory is wrong',
    ja: 'まだありません。デーモンが一度も動作していないか、stateDirectory の指定が違います',
  },
  notInGroup: {
    en: 'permission denied; ask to be added to group mailcertd, or run it as root',
    ja: 'アクセス権がありません。mailcertd グループへの追加を依頼するか、root で実行してください',
  },
  notDaemon: {
    en: 'only root and the account of the daemon can; run this as one of them (sudo)',
    ja: '実行できるのは root とデーモンのアカウントだけです。いずれかで実行してください (sudo)',
  },
  notRegular: {
    en: 'it is not a regular file; remove it',
    ja: '通常のファイルではないものがあります。削除してください',
  },
  isLink: {
    en: 'it is a link, which is not followed; replace it with the file, or remove it',
    ja: 'リンクのため開きません。ファイルそのものを置くか、リンクを削除してください',
  },
  partNotRegular: {
    en: 'its {suffix:word} file is not a regular file; remove it',
    ja: '{suffix} ファイルが通常のファイルではありません。削除してください',
  },
  journalOfOther: {
    en: 'its -journal file belongs to another database; remove the -journal file',
    ja: '-journal ファイルが別のファイルを指しています。mailcertd が書いたものではないため、その -journal ファイルを削除してください',
  },
  newer: {
    en: 'it was written by a newer mailcertd (schema {version:number}, this version supports {supported:number})',
    ja: 'より新しい mailcertd のものです (スキーマ {version}、このバージョンは {supported} まで)',
  },
  notUpgraded: {
    en: "its daemon has not yet upgraded it from schema {version:number} to {supported:number}; start this version's daemon once",
    ja: 'スキーマがまだ {version} で、{supported} に更新されていません。このバージョンのデーモンを一度起動してください',
  },
  unreadableValue: {
    en: 'it is damaged; the next start of mailcertd moves it away (a value cannot be read: {value})',
    ja: '読み取れない値があります。mailcertd の次回の起動時に別の場所へ移されます ({value})',
  },
} as const;

/** The causes by the result code of SQLite. `{error}` is the error message of SQLite. */
export const SQLITE_CAUSES: Readonly<Record<string, Sentence>> = {
  SQLITE_FULL: {
    en: 'no space is left on its file system ({error})',
    ja: 'ファイル システムに空きがありません。空きを作ってから再実行してください ({error})',
  },
  SQLITE_IOERR: {
    en: 'its file system reports an error ({error})',
    ja: 'ファイル システムでエラーが発生しました ({error})',
  },
  SQLITE_READONLY: { en: 'it cannot be written ({error})', ja: '書き込めません ({error})' },
  SQLITE_READONLY_DIRECTORY: {
    en: 'its -wal and -shm files are missing and cannot be created by this account; start mailcertd once ({error})',
    ja: '-wal と -shm のファイルがなく、このアカウントでは作成できません。mailcertd を一度起動してください ({error})',
  },
  SQLITE_BUSY: {
    en: 'it is locked by another process ({error})',
    ja: '別のプロセスがロックしています。少し待ってから再実行してください ({error})',
  },
  SQLITE_CANTOPEN: {
    en: 'it, its -wal or its -shm file cannot be opened ({error})',
    ja: '本体、-wal、-shm のいずれかのファイルを開けません ({error})',
  },
  SQLITE_PERM: { en: 'permission denied ({error})', ja: 'アクセス権がありません ({error})' },
  SQLITE_CORRUPT: {
    en: 'it is damaged; the next start of mailcertd moves it away ({error})',
    ja: '破損しています。mailcertd の次回の起動時に別の場所へ移されます ({error})',
  },
  SQLITE_NOTADB: {
    en: 'it is not a database; the next start of mailcertd moves it away ({error})',
    ja: 'データベースではありません。mailcertd の次回の起動時に別の場所へ移されます ({error})',
  },
};
