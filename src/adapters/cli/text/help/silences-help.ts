import { phrase } from '../../../../domain/text/phrase.ts';

/** The help of `mailcertd silences` and its subcommands. */
export const SILENCES_HELP = {
  description: phrase({ en: 'suppress notifications for a limited time', ja: '一定期間の通知停止' }),
  list: {
    description: phrase({
      en: 'list active silences and the open conditions they match',
      ja: '有効な通知停止と、対象の未解消の問題の一覧',
    }),
    all: phrase({ en: 'also list expired silences', ja: '期限切れの通知停止も表示' }),
  },
  add: {
    description: phrase({
      en: 'suppress notifications for conditions that match all given filters',
      ja: '指定したすべての条件に一致する問題の通知停止',
    }),
    id: phrase({ en: 'these event IDs, comma-separated', ja: '対象のイベント ID (コンマ区切り)' }),
    level: phrase({
      en: 'exactly this level: Error, Warning or Information',
      ja: '対象のレベル (Error、Warning、Information)',
    }),
    connector: phrase({
      en: 'this connector: name, unique prefix, FQDN, or a pattern with *',
      ja: '対象のコネクタ (名前、その先頭部分、FQDN、* を含むパターン)',
    }),
    store: phrase({
      en: 'this store: name, or a pattern with *',
      ja: '対象のストア (名前、または * を含むパターン)',
    }),
    thumbprint: phrase({
      en: 'this certificate: thumbprint, DNS name or file',
      ja: '対象の証明書 (拇印、DNS 名、ファイル)',
    }),
    name: phrase({
      en: 'this FQDN or name in a certificate, for example *.contoso.com',
      ja: '対象の FQDN または証明書内の名前 (例: *.contoso.com)',
    }),
    for: phrase({ en: 'how long, for example 7d', ja: '期間 (例: 7d)' }),
    until: phrase({ en: 'end time: a timestamp, or +7d', ja: '終了時刻、または現在からの時間 (例: +7d)' }),
    untilCleared: phrase({
      en: 'until all matching open conditions are resolved',
      ja: '対象の未解消の問題がすべて解消するまで',
    }),
    reason: phrase({ en: 'reason (required)', ja: '理由 (必須)' }),
  },
  expire: {
    description: phrase({
      en: 'end a silence now, and send the alerts it suppressed',
      ja: '通知停止を今すぐ解除し、停止していた通知を送信',
    }),
  },
};
