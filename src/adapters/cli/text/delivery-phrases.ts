import type { DeliveryState } from '../../../domain/alert/delivery.ts';
import { countWithNoun } from '../../../domain/event/count-with-noun.ts';
import { formatDuration } from '../../../domain/event/format-duration.ts';
import { type Phrase, phrase } from '../../../domain/text/phrase.ts';
import { renderDuration } from '../../../formats/text/duration.ts';

/** The name of a notifier in the configuration, and its type. */
interface NotifierName {
  readonly name: string;
  readonly type: string;
}

/** The texts about notifiers, deliveries and silences. Arguments are escaped and formatted. */
export const DELIVERY_PHRASES = {
  /** The headings of the tables of deliveries, notifiers and silences. */
  column: {
    id: phrase({ en: 'id', ja: 'ID' }),
    until: phrase({ en: 'until', ja: '期限' }),
    matches: phrase({ en: 'matches', ja: '対象' }),
    by: phrase({ en: 'by', ja: '設定者' }),
    reason: phrase({ en: 'reason', ja: '理由' }),
    created: phrase({ en: 'created', ja: '作成日時' }),
    notifier: phrase({ en: 'notifier', ja: '通知先' }),
    state: phrase({ en: 'state', ja: '状態' }),
    attempts: phrase({ en: 'attempts', ja: '試行' }),
    content: phrase({ en: 'content', ja: '内容' }),
    type: phrase({ en: 'type', ja: '種類' }),
    events: phrase({ en: 'events', ja: '通知の対象' }),
    lastSent: phrase({ en: 'last sent', ja: '最後の通知' }),
    waiting: phrase({ en: 'pending', ja: '送信待ち' }),
    health: phrase({ en: 'status', ja: '状況' }),
  },
  /** The end of a silence that ends when its conditions are resolved. */
  untilCleared: phrase({ en: 'resolved', ja: '解消まで' }),
  /** The end of a silence that has ended. */
  hasEnded: phrase({ en: 'ended', ja: '終了' }),
  /** The filter of a notifier without filters. */
  allEvents: phrase({ en: 'all', ja: 'すべて' }),
  matchedCondition: phrase({
    en: (eventId: number, sentence: string) => `${eventId}: ${sentence}`,
    ja: (eventId, sentence) => `${eventId}: ${sentence}`,
  }),
  matchesNone: phrase({ en: 'no open condition', ja: '現在該当する未解消の問題なし' }),
  noSilences: phrase({ en: 'No silences.', ja: '通知停止はありません。' }),
  unreadableSilence: phrase({
    en: (id: string, detail: string) => `Silence "${id}" cannot be read and is ignored: ${detail}`,
    ja: (id, detail) => `通知停止「${id}」を読み取れないため、無視します: ${detail}`,
  }),
  /** @param columns those of the event log that cannot be read */
  unreadableDelivery: phrase({
    en: (columns: string) => `unreadable in the event log: ${columns}`,
    ja: (columns) => `イベント ログから読み取れない項目: ${columns}`,
  }),
  /** @param until undefined: until the conditions are resolved */
  silenced: phrase({
    en: (until: string | undefined, by: string, reason: string) =>
      `silenced until ${until ?? 'resolved'} by ${by}: ${reason}`,
    ja: (until, by, reason) =>
      `通知停止中 (${until === undefined ? '解消まで' : `${until} まで`}、設定者 ${by}): ${reason}`,
  }),
  expireCommandLabel: phrase({ en: 'To end it:', ja: '解除するには:' }),
  expiredWithMatches: phrase({
    en: (id: string, conditions: number) =>
      `Silence ${id} has ended. It matched ${countWithNoun(conditions, 'condition')} that ${conditions === 1 ? 'is' : 'are'} still open. Notifications that it suppressed are sent now, if there are any.`,
    ja: (id, conditions) =>
      `通知停止 ${id} を解除しました。対象のうち ${conditions} 件が未解消です。停止中に発生または継続した問題と、緊急度が上昇した問題は、これから通知します。`,
  }),
  expiredWithoutMatches: phrase({
    en: (id: string) => `Silence ${id} has ended. It matched no condition that is still open.`,
    ja: (id) => `通知停止 ${id} を解除しました。対象に未解消の問題はありません。`,
  }),
  state: {
    grouping: phrase({ en: 'grouping', ja: '集約中' }),
    pending: phrase({ en: 'pending', ja: '送信待ち' }),
    sending: phrase({ en: 'sending', ja: '送信中' }),
    delivered: phrase({ en: 'delivered', ja: '送信済み' }),
    failed: phrase({ en: 'failed', ja: '送信失敗' }),
    canceled: phrase({ en: 'canceled', ja: '取り消し' }),
  } satisfies Record<DeliveryState, Phrase<string>>,
  /** The content of a test delivery. */
  test: phrase({ en: 'a marked test', ja: 'テスト通知' }),
  recordDeleted: phrase({
    en: (eventRecordId: number) => `record #${eventRecordId} (deleted by retention)`,
    ja: (eventRecordId) => `レコード #${eventRecordId} (保存期間を過ぎています)`,
  }),
  /** Follows the first record of a delivery. */
  more: phrase({ en: (records: number) => `(and ${records} more)`, ja: (records) => `(ほか ${records} 件)` }),
  nextAttempt: phrase({ en: (time: string) => `next attempt ${time}`, ja: (time) => `次の試行 ${time}` }),
  dueSince: phrase({ en: (time: string) => `due since ${time}`, ja: (time) => `${time} から試行待ち` }),
  noDeliveries: phrase({ en: 'No delivery matches.', ja: '該当する送信はありません。' }),
  onlyNewestListed: phrase({
    en: (shown: number) => `Only the last ${shown} are listed. To list more: -n COUNT`,
    ja: (shown) => `新しい順に ${shown} 件のみ表示しています。-n で件数を指定できます。`,
  }),
  delivery: phrase({
    en: (id: string, notifier: string) => `Delivery ${id} to ${notifier}`,
    ja: (id, notifier) => `送信 ${id} (通知先 ${notifier})`,
  }),
  label: {
    created: phrase({ en: 'created', ja: '作成日時' }),
    state: phrase({ en: 'state', ja: '状態' }),
    next: phrase({ en: 'next attempt', ja: '次の試行' }),
    retryUntil: phrase({ en: 'retried until', ja: '再試行の期限' }),
    content: phrase({ en: 'content', ja: '内容' }),
    attempts: phrase({ en: 'attempts', ja: '試行' }),
  },
  noAttempts: phrase({ en: 'none yet', ja: 'まだありません' }),
  attempt: phrase({
    en: (count: number, time: string, outcome: string, duration: string) =>
      `${count}  ${time}  ${outcome}, after ${duration}`,
    ja: (count, time, outcome, duration) => `${count}  ${time}  ${outcome} (所要時間 ${duration})`,
  }),
  outcome: {
    delivered: phrase({ en: 'delivered', ja: '送信済み' }),
    retry: phrase({ en: 'failed', ja: '失敗' }),
    rejected: phrase({ en: 'rejected', ja: '拒否' }),
  },
  /** @param repeats the ID of the original delivery */
  resent: phrase({
    en: (id: string, repeats: string, notifier: string) =>
      `Queued delivery ${id} for ${notifier}, a copy of ${repeats}.`,
    ja: (id, repeats, notifier) =>
      `送信 ${id} を作成しました。${repeats} と同じ内容を通知先 ${notifier} へもう一度送ります。`,
  }),
  sentAfterDaemonStart: phrase({
    en: 'The daemon is not running; it sends the delivery when it starts.',
    ja: 'デーモンが動作していないため、次回の起動時に送信します。',
  }),
  milliseconds: phrase({ en: (count: number) => `${count} ms`, ja: (count) => `${count} ミリ秒` }),
  seconds: phrase({ en: (count: string) => `${count} s`, ja: (count) => `${count} 秒` }),
  noNotifiers: phrase({
    en: 'The configuration has no notifiers, so no alerts are sent.',
    ja: '構成に通知先がないため、通知は送信されません。',
  }),
  /** @param interval ms */
  alertmanagerFilter: phrase({
    en: (interval: number) => `all open conditions, every ${renderDuration(interval)}`,
    ja: (interval) => `未解消の問題すべて (${formatDuration(interval, 'ja')}ごと)`,
  }),
  /** @param interval ms */
  heartbeatFilter: phrase({
    en: (interval: number) => `heartbeat every ${renderDuration(interval)}`,
    ja: (interval) => `稼働通知 (${formatDuration(interval, 'ja')}ごと)`,
  }),
  /** The attempts of a notifier fail. */
  /** How many attempts had an outcome with a reason. */
  failedAttempts: phrase({
    en: (outcome: string, reason: string, count: number) => `${outcome} ${count} (${reason})`,
    ja: (outcome, reason, count) => `${outcome} ${count} (${reason})`,
  }),
  failing: phrase({
    en: (since: string, reason: string) => `failing since ${since}: ${reason}`,
    ja: (since, reason) => `${since} から失敗: ${reason}`,
  }),
  disabled: phrase({
    en: (since: string, reason: string) => `disabled since ${since}, until the configuration is reloaded: ${reason}`,
    ja: (since, reason) => `${since} から無効 (構成の再読み込みまで): ${reason}`,
  }),
  failedDeliveries: phrase({
    en: (count: number) => `${count} failed finally`,
    ja: (count) => `送信失敗 (再試行終了) ${count} 件`,
  }),
  testSent: phrase({
    en: (notifier: string, type: string, account: string, duration: string) =>
      `Sent a test to ${notifier} (${type}) as ${account} in ${duration}`,
    ja: (notifier, type, account, duration) =>
      `通知先 ${notifier} (${type}) へアカウント ${account} で送信しました (${duration})`,
  }),
  /** @param advice the next step */
  testFailed: phrase({
    en: ({ name, type }: NotifierName, account: string, error: string, advice: string) =>
      `cannot notify "${name}" (${type}) as ${account}: ${error}; ${advice}`,
    ja: ({ name, type }, account, error, advice) =>
      `通知先「${name}」(${type}) のテスト (アカウント ${account}): ${error}。${advice}`,
  }),
  testStored: phrase({ en: (command: string) => `More: ${command}`, ja: (command) => `詳細: ${command}` }),
  testNotStored: phrase({
    en: 'No daemon has run here yet, so the result of the test is not stored.',
    ja: 'デーモンがまだ一度も動作していないため、テストの結果は保存されません。',
  }),
  noSilencesYet: phrase({
    en: 'No daemon has run here yet, so there are no silences. To start one: mailcertd run',
    ja: 'デーモンがまだ一度も動作していないため、通知停止はありません。開始: mailcertd run',
  }),
  daemonNeverRan: phrase({
    en: 'No daemon has run here yet, so nothing was sent. To start one: mailcertd run',
    ja: 'デーモンがまだ一度も動作していないため、通知の記録はありません。開始: mailcertd run',
  }),
};
