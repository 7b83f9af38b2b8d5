import { type InLanguage, phrase } from '../../../domain/text/phrase.ts';
import { CONDITION_PHRASES, type OpenCounts } from './condition-phrases.ts';

/** The texts of `mailcertd` without a command. */
export const OVERVIEW_PHRASES = {
  tagline: phrase({
    en: 'monitors the certificates that mail connectors use',
    ja: 'メール コネクタが使う証明書を監視します',
  }),
  openConditions: phrase({
    en: (open: OpenCounts, since: string | undefined) =>
      `${CONDITION_PHRASES.counts.en(open)}, the oldest${since === undefined ? '' : ` since ${since}`}.`,
    ja: (open, since) => `${CONDITION_PHRASES.counts.ja(open)} (最も古いものは ${since ?? '-'} から)`,
  }),
  noOpenConditions: phrase({
    en: 'OK: the daemon is running, and no conditions are open.',
    ja: '問題なし: デーモンが動作中で、未解消の問題はありません。',
  }),
  unknown: phrase({ en: 'UNKNOWN: some objects cannot be checked.', ja: '判断不能: 監視できない対象があります。' }),
  neverScanned: phrase({ en: 'No daemon has scanned here yet.', ja: 'デーモンはまだスキャンしていません。' }),
  noConfiguration: phrase({
    en: 'Not configured: there is no configuration file yet.',
    ja: 'まだ構成ファイルがありません。',
  }),
  invalidConfiguration: phrase({
    en: (error: string) => `The configuration file has errors: ${error}`,
    ja: (error) => `構成ファイルに誤りがあります: ${error}`,
  }),
  openConditionsUnknown: phrase({
    en: (error: string) => `Open conditions are unknown: ${error}`,
    ja: (error) => `未解消の問題は不明です: ${error}`,
  }),
  /** From here to `integrate`: the headings of groups of commands. */
  view: phrase({ en: 'View', ja: '確認' }),
  manage: phrase({ en: 'Manage', ja: '操作' }),
  configure: phrase({ en: 'Configure', ja: '設定' }),
  integrate: phrase({ en: 'Integrate', ja: '連携' }),
  /** The description of each command. */
  about: {
    scan: phrase({ en: 'scan once, without changes', ja: '一度だけスキャン (変更なし)' }),
    status: phrase({ en: 'show open conditions, connectors and stores', ja: '未解消の問題、コネクタ、ストアの表示' }),
    events: phrase({ en: 'follow the event log', ja: 'イベント ログの追跡' }),
    certificates: phrase({ en: 'list certificates, soonest expiry first', ja: '証明書の一覧 (有効期限順)' }),
    explain: phrase({
      en: 'show which certificate each connector selects, and why',
      ja: '各コネクタが選択する証明書とその理由',
    }),
    conditions: phrase({ en: 'list open conditions', ja: '未解消の問題の一覧' }),
    renew: phrase({
      en: 'also: new, enable, import, export, remove',
      ja: '証明書の更新 (ほかに new、enable、import、export、remove)',
    }),
    silence: phrase({
      en: 'suppress notifications; also: list, expire',
      ja: '一定期間の通知停止 (ほかに list、expire)',
    }),
    notifiers: phrase({ en: 'list notifiers and their status', ja: '通知先とその状況の一覧' }),
    testNotifier: phrase({ en: 'send a marked test', ja: 'テスト通知の送信' }),
    init: phrase({ en: 'write a first configuration from discovery', ja: '検出結果から構成ファイルを作成' }),
    check: phrase({ en: 'list all configuration errors, with line', ja: '構成ファイルの検査 (行番号付き)' }),
    run: phrase({ en: 'run the daemon in the foreground', ja: 'デーモンをフォアグラウンドで実行' }),
    nagios: phrase({ en: 'Nagios plugin', ja: 'Nagios プラグイン' }),
    metrics: phrase({ en: 'Prometheus metrics', ja: 'Prometheus のメトリック' }),
  },
  help: phrase({ en: 'mailcertd COMMAND --help', ja: 'mailcertd COMMAND --help' }),
};

/** The texts of the overview, in one language. */
export type OverviewTexts = InLanguage<typeof OVERVIEW_PHRASES>;
