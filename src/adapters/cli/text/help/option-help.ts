import { phrase } from '../../../../domain/text/phrase.ts';

/** The help of options and arguments that several commands have. */
export const OPTION_HELP = {
  format: phrase({ en: 'output format', ja: '出力形式' }),
  eventFormat: phrase({ en: 'format of events', ja: 'イベントの表示形式' }),
  exchangeExport: phrase({
    en: 'export of an Exchange server (command: docs/discovery.md)',
    ja: 'Exchange サーバーからエクスポートしたファイル (コマンド: docs/discovery.md)',
  }),
  stores: phrase({
    en: 'scan this path instead of the configured stores; repeatable',
    ja: '構成のストアの代わりにスキャンするパス (複数指定可)',
  }),
  fields: phrase({
    en: (fields: string) => `only these fields, comma-separated: ${fields}`,
    ja: (fields) => `このフィールドだけ (コンマ区切り): ${fields}`,
  }),
  idOrPrefix: phrase({ en: 'ID or unique prefix', ja: 'ID またはその先頭部分' }),
  warning: phrase({
    en: 'WARNING if a certificate expires within this time, for example 30d',
    ja: '有効期限までこの時間以内の証明書があれば WARNING (例: 30d)',
  }),
  critical: phrase({
    en: 'CRITICAL if a certificate expires within this time, for example 7d',
    ja: '有効期限までこの時間以内の証明書があれば CRITICAL (例: 7d)',
  }),
};
