import type { Locale } from '../../domain/text/locale.ts';

/** The labels of the parts of an alert that people read. */
export interface AlertLabels {
  readonly effect: string;
  readonly since: string;
  /** For a cleared condition. */
  readonly wasOpenSince: string;
  readonly changed: string;
  readonly expires: string;
  readonly expired: string;
  readonly connectors: string;
  readonly names: string;
  readonly thumbprints: string;
  readonly stores: string;
  readonly event: string;
  readonly computer: string;
  readonly records: string;
  readonly remedy: string;
  readonly link: string;
  /** The notice of a test alert. */
  readonly test: string;
}

/** The labels in each language. */
export const ALERT_LABELS: Readonly<Record<Locale, AlertLabels>> = {
  en: {
    effect: 'Effect on mail',
    since: 'Open since',
    wasOpenSince: 'Was open since',
    changed: 'Last change',
    expires: 'Expires',
    expired: 'Expired',
    connectors: 'Connectors',
    names: 'Names',
    thumbprints: 'Thumbprints',
    stores: 'Certificate stores',
    event: 'Event',
    computer: 'Computer',
    records: 'Records',
    remedy: 'What to do:',
    link: 'More:',
    test: 'Test alert: no action needed. The details below are sample data.',
  },
  ja: {
    effect: 'メールへの影響',
    since: '発生日時',
    wasOpenSince: '発生日時',
    changed: '最後の変化',
    expires: '有効期限',
    expired: '有効期限',
    connectors: 'コネクタ',
    names: '名前',
    thumbprints: '拇印',
    stores: '証明書ストア',
    event: 'イベント',
    computer: 'コンピューター',
    records: 'レコード',
    remedy: '対処:',
    link: '詳細情報:',
    test: 'これは動作確認のためのテスト通知です。実際の問題は発生していません。以下の内容は例です。',
  },
};
