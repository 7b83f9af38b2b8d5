import { phrase } from '../../../../domain/text/phrase.ts';

/** The help of `mailcertd events` and its subcommands. */
export const EVENTS_HELP = {
  description: phrase({ en: 'print the event log, oldest first', ja: 'イベント ログの表示 (古い順)' }),
  idArgument: phrase({ en: 'event IDs, for example 12014', ja: 'イベント ID (例: 12014)' }),
  id: phrase({ en: 'event IDs, comma-separated', ja: 'イベント ID (コンマ区切り)' }),
  level: phrase({
    en: 'minimum level: Error, Warning or Information',
    ja: '最低レベル (Error、Warning、Information)',
  }),
  since: phrase({
    en: 'start: a timestamp or an age, for example 24h',
    ja: '開始時刻、または現在からさかのぼる時間 (例: 24h)',
  }),
  until: phrase({
    en: 'end, exclusive: a timestamp or an age',
    ja: '終了時刻、または現在からさかのぼる時間 (その時刻は含まない)',
  }),
  connector: phrase({
    en: 'only this connector: name, unique prefix or FQDN',
    ja: 'このコネクタだけ (名前、その先頭部分、FQDN)',
  }),
  thumbprint: phrase({
    en: 'only this certificate: thumbprint, prefix, DNS name or file',
    ja: 'この証明書だけ (拇印、その先頭部分、DNS 名、ファイル)',
  }),
  request: phrase({
    en: 'only this CSR: SHA-256, prefix, DNS name or file',
    ja: 'この証明書の要求だけ (SHA-256、その先頭部分、DNS 名、ファイル)',
  }),
  last: phrase({ en: 'show only the last COUNT records', ja: '最新のレコードだけを、この件数まで表示' }),
  follow: phrase({
    en: 'show the last 10 records, then follow new ones',
    ja: '最新の 10 件を表示し、新しいレコードを追跡',
  }),
  export: {
    description: phrase({
      en: 'export events to a file for Event Viewer, a spreadsheet or a script',
      ja: 'イベントのファイルへのエクスポート (イベント ビューアー、表計算ソフト、スクリプト用)',
    }),
    out: phrase({
      en: 'the new file, readable only by its owner; - for standard output',
      ja: '新しいファイル (所有者だけが読み取り可能)、- は標準出力',
    }),
    format: phrase({
      en: 'format; default: that of the file name',
      ja: '形式 (既定: ファイル名の拡張子)',
    }),
    force: phrase({ en: 'replace the file if it exists', ja: '既存のファイルを置き換える' }),
  },
  show: {
    description: phrase({ en: 'show a record of the event log in full', ja: 'イベント ログのレコードの全文の表示' }),
    record: phrase({ en: 'record number, for example 18402', ja: 'レコード番号 (例: 18402)' }),
  },
};
