import type { DeliveryState } from '../../../domain/alert/delivery.ts';
import { countWithNoun } from '../../../domain/event/count-with-noun.ts';
import type { Locale } from '../../../domain/text/locale.ts';

/**
 * The texts about notifiers, deliveries and silences, in one language. Arguments are escaped and
 * formatted.
 */
export interface DeliveryWords {
  /** The headings of the tables of deliveries, notifiers and silences. */
  readonly column: Readonly<
    Record<
      | 'id'
      | 'until'
      | 'matches'
      | 'by'
      | 'reason'
      | 'created'
      | 'notifier'
      | 'state'
      | 'attempts'
      | 'content'
      | 'type'
      | 'events'
      | 'lastSent'
      | 'waiting'
      | 'health',
      string
    >
  >;
  /** The end of a silence that ends when its conditions are resolved. */
  readonly untilCleared: string;
  /** The end of a silence that has ended. */
  readonly hasEnded: string;
  /** The filter of a notifier without filters. */
  readonly allEvents: string;
  readonly matchedCondition: (eventId: number, sentence: string) => string;
  readonly matchesNone: string;
  readonly noSilences: string;
  readonly unreadableSilence: (id: string, detail: string) => string;
  /** @param columns those of the event log that cannot be read */
  readonly unreadableDelivery: (columns: string) => string;
  /** @param until undefined: until the conditions are resolved */
  readonly silenced: (until: string | undefined, by: string, reason: string) => string;
  readonly expireCommandLabel: string;
  readonly expiredWithMatches: (id: string, conditions: number) => string;
  readonly expiredWithoutMatches: (id: string) => string;
  readonly state: Readonly<Record<DeliveryState, string>>;
  /** The content of a test delivery. */
  readonly test: string;
  readonly recordDeleted: (eventRecordId: number) => string;
  /** Follows the first record of a delivery. */
  readonly more: (records: number) => string;
  readonly nextAttempt: (time: string) => string;
  readonly dueSince: (time: string) => string;
  readonly noDeliveries: string;
  readonly onlyNewestListed: (shown: number) => string;
  readonly delivery: (id: string, notifier: string) => string;
  readonly label: Readonly<Record<'created' | 'state' | 'next' | 'retryUntil' | 'content' | 'attempts', string>>;
  readonly noAttempts: string;
  readonly attempt: (count: number, time: string, outcome: string, duration: string) => string;
  readonly outcome: Readonly<Record<'delivered' | 'retry' | 'rejected', string>>;
  /** @param repeats the ID of the original delivery */
  readonly resent: (id: string, repeats: string, notifier: string) => string;
  readonly sentAfterDaemonStart: string;
  readonly noNotifiers: string;
  readonly alertmanagerFilter: (interval: string) => string;
  readonly heartbeatFilter: (interval: string) => string;
  /** The attempts of a notifier fail. */
  readonly failing: (since: string, reason: string) => string;
  readonly disabled: (since: string, reason: string) => string;
  readonly failedDeliveries: (count: number) => string;
  readonly testSent: (notifier: string, type: string, account: string, duration: string) => string;
  readonly testStored: (command: string) => string;
  readonly testNotStored: string;
  readonly daemonNeverRan: string;
}

/** The texts about notifiers, deliveries and silences, by language. */
export const DELIVERY_WORDS: Readonly<Record<Locale, DeliveryWords>> = {
  en: {
    column: {
      id: 'id',
      until: 'until',
      matches: 'matches',
      by: 'by',
      reason: 'reason',
      created: 'created',
      notifier: 'notifier',
      state: 'state',
      attempts: 'attempts',
      content: 'content',
      type: 'type',
      events: 'events',
      lastSent: 'last sent',
      waiting: 'pending',
      health: 'status',
    },
    untilCleared: 'resolved',
    hasEnded: 'ended',
    allEvents: 'all',
    matchedCondition: (eventId, sentence) => `${eventId}: ${sentence}`,
    matchesNone: 'no open condition',
    noSilences: 'No silences.',
    unreadableSilence: (id, detail) => `Silence "${id}" cannot be read and is ignored: ${detail}`,
    unreadableDelivery: (columns) => `unreadable in the event log: ${columns}`,
    silenced: (until, by, reason) => `silenced until ${until ?? 'resolved'} by ${by}: ${reason}`,
    expireCommandLabel: 'To end it:',
    expiredWithMatches: (id, conditions) =>
      `Silence ${id} has ended. It matched ${countWithNoun(conditions, 'condition')} that ${conditions === 1 ? 'is' : 'are'} still open. Notifications that it suppressed are sent now, if there are any.`,
    expiredWithoutMatches: (id) => `Silence ${id} has ended. It matched no condition that is still open.`,
    state: {
      grouping: 'grouping',
      pending: 'pending',
      sending: 'sending',
      delivered: 'delivered',
      failed: 'failed',
      canceled: 'canceled',
    },
    test: 'a marked test',
    recordDeleted: (eventRecordId) => `record #${eventRecordId} (deleted by retention)`,
    more: (records) => `(and ${records} more)`,
    nextAttempt: (time) => `next attempt ${time}`,
    dueSince: (time) => `due since ${time}`,
    noDeliveries: 'No delivery matches.',
    onlyNewestListed: (shown) => `Only the last ${shown} are listed. To list more: -n COUNT`,
    delivery: (id, notifier) => `Delivery ${id} to ${notifier}`,
    label: {
      created: 'created',
      state: 'state',
      next: 'next attempt',
      retryUntil: 'retried until',
      content: 'content',
      attempts: 'attempts',
    },
    noAttempts: 'none yet',
    attempt: (count, time, outcome, duration) => `${count}  ${time}  ${outcome}, after ${duration}`,
    outcome: { delivered: 'delivered', retry: 'failed', rejected: 'rejected' },
    resent: (id, repeats, notifier) => `Queued delivery ${id} for ${notifier}, a copy of ${repeats}.`,
    sentAfterDaemonStart: 'The daemon is not running; it sends the delivery when it starts.',
    noNotifiers: 'The configuration has no notifiers, so no alerts are sent.',
    alertmanagerFilter: (interval) => `all open conditions, every ${interval}`,
    heartbeatFilter: (interval) => `heartbeat every ${interval}`,
    failing: (since, reason) => `failing since ${since}: ${reason}`,
    disabled: (since, reason) => `disabled since ${since}, until the configuration is reloaded: ${reason}`,
    failedDeliveries: (count) => `${count} failed finally`,
    testSent: (notifier, type, account, duration) =>
      `Sent a test to ${notifier} (${type}) as ${account} in ${duration}`,
    testStored: (command) => `More: ${command}`,
    testNotStored: 'No daemon has run here yet, so the result of the test is not stored.',
    daemonNeverRan: 'No daemon has run here yet, so nothing was sent. To start one: mailcertd run',
  },
  ja: {
    column: {
      id: 'ID',
      until: '期限',
      matches: '対象',
      by: '設定者',
      reason: '理由',
      created: '作成時刻',
      notifier: '通知先',
      state: '状態',
      attempts: '試行',
      content: '内容',
      type: '種類',
      events: '通知の対象',
      lastSent: '最後の通知',
      waiting: '送信待ち',
      health: '状況',
    },
    untilCleared: '解消まで',
    hasEnded: '終了',
    allEvents: 'すべて',
    matchedCondition: (eventId, sentence) => `${eventId}: ${sentence}`,
    matchesNone: '現在該当する未解消の問題なし',
    noSilences: '通知停止はありません。',
    unreadableSilence: (id, detail) => `通知停止「${id}」を読み取れないため、無視します: ${detail}`,
    unreadableDelivery: (columns) => `イベント ログから読み取れない項目: ${columns}`,
    silenced: (until, by, reason) =>
      `通知停止中 (${until === undefined ? '解消まで' : `${until} まで`}、設定者 ${by}): ${reason}`,
    expireCommandLabel: '解除するには:',
    expiredWithMatches: (id, conditions) =>
      `通知停止 ${id} を解除しました。対象のうち ${conditions} 件が未解消です。停止中に発生、継続、緊急度上昇したものはこれから通知します。`,
    expiredWithoutMatches: (id) => `通知停止 ${id} を解除しました。対象に未解消の問題はありません。`,
    state: {
      grouping: '集約中',
      pending: '送信待ち',
      sending: '送信中',
      delivered: '送信済み',
      failed: '送信失敗',
      canceled: '取り消し',
    },
    test: 'テスト通知',
    recordDeleted: (eventRecordId) => `レコード #${eventRecordId} (保存期間を過ぎています)`,
    more: (records) => `(ほか ${records} 件)`,
    nextAttempt: (time) => `次の試行 ${time}`,
    dueSince: (time) => `${time} から試行待ち`,
    noDeliveries: '該当する送信はありません。',
    onlyNewestListed: (shown) => `新しい順に ${shown} 件のみ表示しています。-n で件数を指定できます。`,
    delivery: (id, notifier) => `送信 ${id} (通知先 ${notifier})`,
    label: {
      created: '作成時刻',
      state: '状態',
      next: '次の試行',
      retryUntil: '再試行の期限',
      content: '内容',
      attempts: '試行',
    },
    noAttempts: 'まだありません',
    attempt: (count, time, outcome, duration) => `${count}  ${time}  ${outcome} (所要時間 ${duration})`,
    outcome: { delivered: '送信済み', retry: '失敗', rejected: '拒否' },
    resent: (id, repeats, notifier) =>
      `送信 ${id} を作成しました。${repeats} と同じ内容を通知先 ${notifier} へもう一度送ります。`,
    sentAfterDaemonStart: 'デーモンが動作していないため、次の起動時に送信します。',
    noNotifiers: '構成に通知先がないため、通知は送信されません。',
    alertmanagerFilter: (interval) => `未解消の問題すべて (${interval} ごと)`,
    heartbeatFilter: (interval) => `稼働通知 (${interval} ごと)`,
    failing: (since, reason) => `${since} から失敗: ${reason}`,
    disabled: (since, reason) => `${since} から無効 (構成の再読み込みまで): ${reason}`,
    failedDeliveries: (count) => `送信失敗 (再試行終了) ${count} 件`,
    testSent: (notifier, type, account, duration) =>
      `通知先 ${notifier} (${type}) へアカウント ${account} で送信しました (${duration})`,
    testStored: (command) => `詳細: ${command}`,
    testNotStored: 'デーモンがまだ一度も動作していないため、テストの結果は保存されません。',
    daemonNeverRan: 'デーモンがまだ一度も動作していないため、通知の記録はありません。開始: mailcertd run',
  },
};
