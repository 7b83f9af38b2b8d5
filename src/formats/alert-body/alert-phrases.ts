import { phrase } from '../../domain/text/phrase.ts';

/** The texts of an alert that people read: the labels of its parts, and sentences about it. */
export const ALERT_PHRASES = {
  effect: phrase({ en: 'Effect on mail', ja: 'メールへの影響' }),
  since: phrase({ en: 'Open since', ja: '発生日時' }),
  /** For a cleared condition. */
  wasOpenSince: phrase({ en: 'Was open since', ja: '発生日時' }),
  changed: phrase({ en: 'Last change', ja: '最後の変化' }),
  expires: phrase({ en: 'Expires', ja: '有効期限' }),
  expired: phrase({ en: 'Expired', ja: '有効期限' }),
  connectors: phrase({ en: 'Connectors', ja: 'コネクタ' }),
  names: phrase({ en: 'Names', ja: '名前' }),
  thumbprints: phrase({ en: 'Thumbprints', ja: '拇印' }),
  stores: phrase({ en: 'Certificate stores', ja: '証明書ストア' }),
  event: phrase({ en: 'Event', ja: 'イベント' }),
  computer: phrase({ en: 'Computer', ja: 'コンピューター' }),
  records: phrase({ en: 'Records', ja: 'レコード' }),
  remedy: phrase({ en: 'What to do:', ja: '対処:' }),
  link: phrase({ en: 'More:', ja: '詳細情報:' }),
  /** The notice of a test alert. */
  test: phrase({
    en: 'Test alert: no action needed. The details below are sample data.',
    ja: 'これは動作確認のためのテスト通知です。実際の問題は発生していません。以下の内容は例です。',
  }),
  /** Follows the first items of a list: the number of the others. */
  andOthers: phrase({ en: (count: number) => `and ${count} more`, ja: (count) => `ほか ${count} 個` }),
  /** Follows the first records. */
  andOtherRecords: phrase({ en: (count: number) => `and ${count} more`, ja: (count) => `ほか ${count} 件` }),
  /** Separates sentences. */
  sentenceSeparator: phrase({ en: ' ', ja: '' }),
  openFor: phrase({
    en: (since: string, duration: string) => `${since}; for ${duration}`,
    ja: (since, duration) => `${since}、${duration}継続`,
  }),
  expiresIn: phrase({
    en: (end: string, timeLeft: string) => `${end}; ${timeLeft} left`,
    ja: (end, timeLeft) => `${end}、あと ${timeLeft}`,
  }),
  expiredAgo: phrase({
    en: (end: string, duration: string) => `${end}; ${duration} ago`,
    ja: (end, duration) => `${end} (期限切れから ${duration})`,
  }),
  /** Where to find more information on the computer of the alert. */
  onComputer: phrase({
    en: (locations: string, computer: string) => `${locations} (on ${computer})`,
    ja: (locations, computer) => `${locations} (${computer} 上)`,
  }),
  /** The notice of a problem that was resolved before the alert was sent. */
  resolvedAt: phrase({
    en: (at: string) => `This problem was resolved on ${at}. The original alert follows.`,
    ja: (at) => `${at} に解消した問題の通知です。以下は発生時の内容です。`,
  }),
};
