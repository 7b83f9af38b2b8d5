import { countWithNoun } from '../../../domain/event/count-with-noun.ts';
import { formatDuration } from '../../../domain/event/format-duration.ts';
import type { Reason } from '../../../domain/failure/problem.ts';
import { reasonTextOrCode } from '../../../domain/failure/reason-text.ts';
import { phrase } from '../../../domain/text/phrase.ts';
import { renderDuration } from '../../../formats/text/duration.ts';

const pendingRecordsText = (count: number): string => `${countWithNoun(count, 'record')} pending`;

const RUN_COMMAND = 'mailcertd run';

const START_COMMAND = 'systemctl start mailcertd';

/** The commands in the texts of issues. */
export const COMMANDS_OF_ISSUES: readonly string[] = [RUN_COMMAND, START_COMMAND];

/** Follows a name; undefined: the time is unknown. */
const SINCE = phrase({
  en: (since: string | undefined) => (since === undefined ? '' : ` since ${since}`),
  ja: (since) => (since === undefined ? '' : ` (${since} から)`),
});

/** The texts of `status`. Arguments are escaped and formatted. */
export const STATUS_PHRASES = {
  ok: phrase({ en: 'OK', ja: '問題なし' }),
  problem: phrase({ en: 'PROBLEM', ja: '問題あり' }),
  unknown: phrase({ en: 'UNKNOWN', ja: '判断不能' }),
  /** Joins the parts of one line. */
  join: phrase({ en: (parts: readonly string[]) => parts.join(', '), ja: (parts) => parts.join('、') }),
  /** The numbers of connectors and certificates, if all is well. */
  monitored: phrase({
    en: (connectors: number, certificates: number) =>
      `${countWithNoun(connectors, 'connector')}, ${countWithNoun(certificates, 'certificate')}`,
    ja: (connectors, certificates) => `コネクタ ${connectors} 個、証明書 ${certificates} 個`,
  }),
  nextExpiry: phrase({
    en: (until: string, timeLeft: string) => `next expiry ${until} (${timeLeft})`,
    ja: (until, timeLeft) => `最も早い有効期限は ${until} (あと ${timeLeft})`,
  }),
  /**
   * The sentences from here to `unwritten` are about the issues of these kinds (`StatusIssue`).
   */
  neverScanned: phrase({
    en: `no daemon has scanned here yet; to start one: ${RUN_COMMAND}`,
    ja: `デーモンはまだスキャンしていません: ${RUN_COMMAND}`,
  }),
  stopped: phrase({
    en: (since: string) =>
      `the daemon is not running, and the last scan was at ${since}; open conditions may be out of date: ${START_COMMAND}`,
    ja: (since) =>
      `デーモンが動作していません。最後のスキャンは ${since} で、未解消の問題は最新でない可能性があります: ${START_COMMAND}`,
  }),
  starting: phrase({
    en: (since: string) =>
      `the daemon started at ${since} and has not completed its first scan; open conditions may be out of date`,
    ja: (since) =>
      `デーモンは ${since} に起動し、最初のスキャンがまだ完了していません。未解消の問題は最新でない可能性があります`,
  }),
  silent: phrase({
    en: (since: string) => `the daemon has not scanned since ${since}; open conditions may be out of date`,
    ja: (since) => `デーモンは ${since} を最後にスキャンしていません。未解消の問題は最新でない可能性があります`,
  }),
  unstored: phrase({
    en: (since: string) =>
      `the daemon has not written to the event log since ${since}, and sends no alerts; check the disk space (df) and the daemon's log`,
    ja: (since) =>
      `デーモンは ${since} を最後にイベント ログへ書き込めておらず、通知も送信していません。ディスクの空き (df) と、デーモンのログのエラーを確認してください`,
  }),
  /** @param since undefined: the daemon has not reported the store as unreadable */
  unreadable: phrase({
    en: (store: string, since: string | undefined, reason: Reason | undefined) => {
      if (since !== undefined) return `${store} has been unreadable since ${since}`;
      if (reason === 'not_found') return `${store} does not exist`;
      const isDenied = reason === undefined || reason === 'permission_denied';
      return isDenied
        ? `${store} cannot be read by this user`
        : `${store} cannot be read (${reasonTextOrCode(reason, 'en')})`;
    },
    ja: (store, since, reason) => {
      if (since !== undefined) return `${store} を ${since} から読み取れません`;
      if (reason === 'not_found') return `${store} がありません`;
      const isDenied = reason === undefined || reason === 'permission_denied';
      return isDenied
        ? `${store} をこのユーザーでは読み取れません`
        : `${store} を読み取れません (${reasonTextOrCode(reason, 'ja')})`;
    },
  }),
  undelivered: phrase({
    en: (notifier: string, since: string, reason: string, isDisabled: boolean) =>
      `notifier ${notifier} has failed since ${since} (${reason}${isDisabled ? '; disabled until the configuration is reloaded' : ''})`,
    ja: (notifier, since, reason, isDisabled) =>
      `通知先 ${notifier} への通知が ${since} から失敗しています (${reason}${isDisabled ? '、構成の再読み込みまで無効' : ''})`,
  }),
  unwritten: phrase({
    en: (output: string, since: string, reason: string, pendingRecords: number) =>
      `log output ${output} has failed since ${since} (${reason}; ${pendingRecordsText(pendingRecords)})`,
    ja: (output, since, reason, pendingRecords) =>
      `ログ出力 ${output} への書き込みが ${since} から失敗しています (${reason}、未書き込み ${pendingRecords} 件)`,
  }),
  /** As `unwritten`, for the summary. */
  outputFailing: phrase({
    en: (since: string, reason: string, pendingRecords: number) =>
      `failing since ${since} (${reason}), ${pendingRecordsText(pendingRecords)}`,
    ja: (since, reason, pendingRecords) => `${since} から失敗 (${reason})、未書き込み ${pendingRecords} 件`,
  }),
  noOtherProblem: phrase({ en: 'no other problem', ja: 'その他は問題ありません' }),
  /** The label of the stores in the summary. */
  stores: phrase({ en: 'stores', ja: 'ストア' }),
  storeUnreadable: phrase({
    en: (store: string, since: string | undefined, reason: string) =>
      `${store} UNREADABLE${SINCE.en(since)} (${reason})`,
    ja: (store, since, reason) => `${store} 読み取り不可${SINCE.ja(since)} (${reason})`,
  }),
  storeProblems: phrase({
    en: (count: number) => `(${countWithNoun(count, 'problem')})`,
    ja: (count) => `(問題 ${count} 件)`,
  }),
  filesOfConnectors: phrase({
    en: (count: number) => `${countWithNoun(count, 'connector file')}`,
    ja: (count) => `コネクタのファイル ${count} 個`,
  }),
  filesUnreadable: phrase({
    en: (count: number) => `(${count} UNREADABLE)`,
    ja: (count) => `(読み取り不可 ${count} 個)`,
  }),
  createdAtFirstStart: phrase({ en: '(created at the first start)', ja: '(初回起動時に作成)' }),
  storeUnconfirmed: phrase({
    en: (since: string) => `(unconfirmed since ${since})`,
    ja: (since) => `(${since} から確認待ち)`,
  }),
  scannedByDaemon: phrase({
    en: (time: string) => `(as scanned by the daemon ${time})`,
    ja: (time) => `(デーモンが ${time} に確認)`,
  }),
  /** The unreadable files are shown as the daemon last saw them. */
  unreadableFilesScannedByDaemon: phrase({
    en: (time: string) => `files that this account cannot read: as scanned by the daemon on ${time}`,
    ja: (time) => `このアカウントで読み取れないファイル: デーモンが ${time} に確認した内容`,
  }),
  /** The label of the notifiers in the summary. */
  notifiers: phrase({ en: 'notifiers', ja: '通知先' }),
  /** The label of failing log outputs in the summary. */
  logs: phrase({ en: 'logs', ja: 'ログ出力' }),
  noNotifiers: phrase({ en: 'none configured', ja: '構成なし' }),
  nothingSent: phrase({ en: 'nothing sent yet', ja: 'まだ送信なし' }),
  /** @param duration ms */
  interval: phrase({
    en: (duration: number) => `(every ${renderDuration(duration)})`,
    ja: (duration) => `(${formatDuration(duration, 'ja')}ごと)`,
  }),
  pendingDeliveries: phrase({
    en: (count: number, since: string) => `${count} pending since ${since}`,
    ja: (count, since) => `${since} から ${count} 件送信待ち`,
  }),
  /** The label of the daemon in the summary. */
  daemon: phrase({ en: 'daemon', ja: 'デーモン' }),
  scanned: phrase({ en: (time: string) => `scanned ${time}`, ja: (time) => `前回のスキャン ${time}` }),
  nextScan: phrase({ en: (time: string) => `next ${time}`, ja: (time) => `次回 ${time}` }),
  recordCount: phrase({ en: (count: number) => countWithNoun(count, 'record'), ja: (count) => `イベント ${count} 件` }),
  noDaemonScan: phrase({ en: 'has not scanned here yet', ja: 'まだスキャンしていません' }),
};
