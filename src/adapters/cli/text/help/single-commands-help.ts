import { phrase } from '../../../../domain/text/phrase.ts';

/** The help of the commands without subcommands. */
export const SINGLE_COMMANDS_HELP = {
  run: {
    description: phrase({
      en: 'run in the foreground (SIGHUP: reload, SIGUSR2: scan and probe now)',
      ja: 'フォアグラウンドで実行 (SIGHUP: 再読み込み、SIGUSR2: 即時スキャンと接続確認)',
    }),
  },
  scan: {
    description: phrase({
      en: 'scan once and print the findings as events, without any changes',
      ja: '一度だけスキャンし、結果をイベントとして表示 (変更なし)',
    }),
    path: phrase({
      en: 'directories, files or globs to scan instead of the configured stores',
      ja: '構成のストアの代わりにスキャンするフォルダー、ファイル、パターン',
    }),
    store: phrase({ en: 'same as the argument; repeatable', ja: '引数と同じ (複数指定可)' }),
    at: phrase({
      en: 'check for another time, for example 2027-01-31 or +30d',
      ja: '別の時刻を想定した検査 (例: 2027-01-31、+30d)',
    }),
    noProbe: phrase({ en: 'scan only files, without probes', ja: 'ファイルのスキャンのみ (接続確認なし)' }),
    timeout: phrase({ en: 'timeout for all probes', ja: 'すべての接続確認のタイムアウト' }),
  },
  check: {
    description: phrase({
      en: 'Nagios plugin (exit 0 OK, 1 WARNING, 2 CRITICAL, 3 UNKNOWN)',
      ja: 'Nagios プラグイン (終了コード: 0 OK、1 WARNING、2 CRITICAL、3 UNKNOWN)',
    }),
    path: phrase({
      en: 'check the certificates in these paths (default: open conditions)',
      ja: 'このパスの証明書を検査 (省略時: 未解消の問題)',
    }),
    timeout: phrase({
      en: 'UNKNOWN if the check takes longer, for example 10s',
      ja: '検査がこの時間を超えると UNKNOWN (例: 10s)',
    }),
  },
  status: {
    description: phrase({
      en: 'show open conditions, connectors and their certificates, and stores',
      ja: '未解消の問題、コネクタとその証明書、ストアの表示',
    }),
  },
  conditions: {
    description: phrase({
      en: 'list open conditions, worst first, then oldest first',
      ja: '未解消の問題の一覧 (重大な順、次に古い順)',
    }),
  },
  metrics: {
    description: phrase({
      en: 'print metrics for Prometheus',
      ja: 'Prometheus 用のメトリックの表示',
    }),
  },
  completion: {
    description: phrase({ en: 'print a completion script for a shell', ja: 'シェルの補完スクリプトの表示' }),
    shell: phrase({ en: 'shell', ja: 'シェル' }),
  },
  demo: {
    description: phrase({
      en: 'create a sample store under ./var/demo and run the daemon on it',
      ja: './var/demo にサンプルのストアを作成し、デーモンを実行',
    }),
  },
};
