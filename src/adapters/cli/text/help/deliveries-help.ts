import { phrase } from '../../../../domain/text/phrase.ts';

/** The help of `mailcertd deliveries` and its subcommands. */
export const DELIVERIES_HELP = {
  description: phrase({
    en: 'list, show and resend deliveries of alerts to notifiers',
    ja: '通知先への送信の一覧、詳細、再送信',
  }),
  list: {
    description: phrase({ en: 'list deliveries, oldest first', ja: '送信の一覧 (古い順)' }),
    notifier: phrase({ en: 'only deliveries to this notifier', ja: 'この通知先への送信だけ' }),
    state: phrase({
      en: (states: string) => `only these states, comma-separated: ${states}; pending includes grouping and sending`,
      ja: (states) => `この状態だけ (コンマ区切り): ${states} (pending は grouping と sending を含む)`,
    }),
    since: phrase({
      en: 'only deliveries since a time or age, for example 24h',
      ja: 'この時刻以降、または現在からさかのぼる時間内の送信だけ (例: 24h)',
    }),
    last: phrase({
      en: (count: number) => `only the last COUNT deliveries (default: ${count}, or all with --since)`,
      ja: (count) => `最新の送信だけを、この件数まで (既定値: ${count}、--since の指定時はすべて)`,
    }),
  },
  show: {
    description: phrase({
      en: 'show a delivery: its records, and each attempt with its response',
      ja: '送信の詳細の表示 (レコード、各試行とその応答)',
    }),
  },
  resend: {
    description: phrase({ en: 'send a delivery again, under a new ID', ja: '新しい ID での再送信' }),
  },
};
