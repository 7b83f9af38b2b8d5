import { phrase } from '../../../../domain/text/phrase.ts';

/** The help of `mailcertd connectors` and its subcommands. */
export const CONNECTORS_HELP = {
  description: phrase({
    en: 'list and examine connectors, probe and reload their servers',
    ja: 'コネクタの一覧と調査、サーバーの接続確認と再読み込み',
  }),
  list: {
    description: phrase({ en: 'list connectors in the order of the configuration', ja: 'コネクタの一覧 (構成の順)' }),
  },
  explain: {
    description: phrase({
      en: 'show which certificate a connector selects, and why (default: all)',
      ja: 'コネクタが選択する証明書とその理由の表示 (省略時: すべて)',
    }),
    connector: phrase({ en: 'name, unique prefix or FQDN', ja: '名前、その先頭部分、または FQDN' }),
    with: phrase({
      en: 'simulate: assume this file is installed; repeatable',
      ja: 'シミュレーション: このファイルの導入を想定 (複数指定可)',
    }),
    store: phrase({
      en: 'store for the file of --with (default: My)',
      ja: '--with のファイルのストア (既定値: My)',
    }),
    at: phrase({
      en: 'simulate: assume this time, for example 2027-01-31 or +30d',
      ja: 'シミュレーション: この時刻を想定 (例: 2027-01-31、+30d)',
    }),
  },
  discover: {
    description: phrase({
      en: 'list mail servers and certbot certificates discovered on this host',
      ja: 'このホストで検出したメール サーバーと certbot の証明書の一覧',
    }),
  },
  probe: {
    description: phrase({
      en: 'probe a server, and check the certificate that it serves',
      ja: 'サーバーの接続確認と、提示している証明書の検査',
    }),
    server: phrase({
      en: 'connector, host, or URL, for example imaps://mail.example.com',
      ja: 'コネクタ、ホスト、または URL (例: imaps://mail.example.com)',
    }),
    now: phrase({
      en: 'let the daemon probe these connectors now (default: all)',
      ja: 'このコネクタの接続確認を今すぐデーモンで実行 (省略時: すべて)',
    }),
    wait: phrase({
      en: 'with --now: how long to wait for the daemon',
      ja: '--now の指定時にデーモンを待つ時間',
    }),
    name: phrase({
      en: 'TLS server name, which the certificate must match (default: the host)',
      ja: 'TLS サーバー名 (証明書に必要な名前、既定値: ホスト名)',
    }),
    allKeyTypes: phrase({
      en: 'probe twice, for the RSA and for the ECDSA certificate',
      ja: 'RSA と ECDSA の証明書をそれぞれ確認するため、2 回接続確認',
    }),
    timeout: phrase({
      en: 'timeout for each address (default: 10s)',
      ja: 'アドレスごとのタイムアウト (既定値: 10s)',
    }),
    check: phrase({
      en: 'print one line and exit 0 to 3, as a Nagios plugin',
      ja: 'Nagios プラグインとして 1 行を表示 (終了コード: 0 ～ 3)',
    }),
  },
  reload: {
    description: phrase({
      en: 'reload each server once, and verify what it serves afterwards',
      ja: '各サーバーを一度だけ再読み込みし、提示する証明書を確認',
    }),
    connector: phrase({
      en: 'names, unique prefixes or FQDNs of connectors',
      ja: 'コネクタの名前、その先頭部分、または FQDN',
    }),
    file: phrase({
      en: 'connectors that use this certificate file or directory',
      ja: 'この証明書ファイルまたはフォルダーを使うコネクタ',
    }),
    server: phrase({
      en: 'connectors of this server, for example postfix',
      ja: 'このサーバーのコネクタ (例: postfix)',
    }),
    all: phrase({ en: 'all connectors that can be reloaded', ja: '再読み込みできるすべてのコネクタ' }),
    dryRun: phrase({
      en: 'show the served and the selected certificates; reload nothing',
      ja: '提示している証明書と選択された証明書の表示のみ (再読み込みなし)',
    }),
    wait: phrase({
      en: 'how long to wait for the certificates on disk to be served',
      ja: 'ファイル上の証明書が提示されるまで待つ時間',
    }),
  },
};
