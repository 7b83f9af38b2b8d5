import { phrase } from '../../../domain/text/phrase.ts';

/** The comments of a first configuration, in the language of the reader. Each line begins with #. */
export const INITIAL_PHRASES = {
  header: phrase({
    en: `# mailcertd monitors the certificates that the mail connectors of this host use.
# All keys and defaults: docs/configuration.md. After a change:`,
    ja: `# mailcertd は、このホストのメール コネクタが使用する証明書を監視します。
# すべてのキーと既定値: docs/configuration.md。変更後に実行するコマンド:`,
  }),
  computerUnknown: phrase({
    en: '# The FQDN of this host is unknown. Write it here:',
    ja: '# このホストの FQDN が不明です。次の行に指定してください:',
  }),
  schedule: phrase({
    en: '# When to scan: minute, hour, day of month, month, day of week. Changed files also start a scan.',
    ja: '# スキャンの日時: 分、時、日、月、曜日。ファイルの変更時にもスキャンします。',
  }),
  personalStore: phrase({
    en: '# Certificate stores. mailcertd writes only to the store My.',
    ja: '# 証明書ストア。mailcertd が書き込むのは、ストア My だけです。',
  }),
  noPersonalStore: phrase({
    en: `# Certificate stores, in addition to the files that mail servers name. mailcertd issues a certificate, and
# writes one, only in a store named My: add it to use Exchange connectors or "mailcertd certificates new".`,
    ja: `# 証明書ストア (メール サーバーの設定にあるファイルは不要)。mailcertd が証明書を発行し、書き込むのは、
# ストア My だけです。Exchange のコネクタや mailcertd certificates new を使用する場合は追加してください。`,
  }),
  internalTransport: phrase({
    en: '# The certificate for mail between the Exchange servers of an organization. Remove this line to monitor Exchange.',
    ja: '# 組織内の Exchange サーバー間のメールに使用する証明書。Exchange を監視する場合は、次の行を削除してください。',
  }),
  connectors: phrase({
    en: '# Connectors. A connector without fqdn uses the FQDN of this computer.',
    ja: '# コネクタ。fqdn を省略すると、このコンピューターの FQDN を使用します。',
  }),
  certificateFile: phrase({
    en: '# A server with a configured certificate file, such as Postfix, uses this file:',
    ja: '# Postfix のように、設定で証明書ファイルを指定するサーバーの例:',
  }),
  noServer: phrase({
    en: '# Mail servers on this host are discovered automatically. None was found when this was written.',
    ja: '# このホストのメール サーバーは自動検出できます。このファイルの作成時には見つかりませんでした。',
  }),
  noServerYet: phrase({
    en: '# Mail servers and certbot are discovered automatically, at each scan. None was found when this was written.',
    ja: '# メール サーバーと certbot は、スキャンのたびに自動検出します。このファイルの作成時には見つかりませんでした。',
  }),
  undiscovered: phrase({
    en: '# A connector that is not discovered, with the certificate file of its server:',
    ja: '# 自動検出できないコネクタと、そのサーバーの証明書ファイルの例:',
  }),
  helpLink: phrase({
    en: '# Help pages, to which alerts link. The pages, docs/events of the installed package, can be copied to a wiki.',
    ja: '# 通知に記載するヘルプ ページの URL。ページは、パッケージの docs/events から Wiki などにコピーできます。',
  }),
  logs: phrase({
    en: '# Log outputs, in addition to the event log.',
    ja: '# イベント ログに加えて使用するログ出力。',
  }),
  notifiers: phrase({
    en: '# Notifiers: programs, webhooks, mail, Alertmanager. Keys: docs/configuration.md.',
    ja: '# 通知先: プログラム、Webhook、メール、Alertmanager。キー: docs/configuration.md',
  }),
  discovered: phrase({
    en: '# Automatic discovery at each scan. Found when this was written:',
    ja: '# スキャンのたびに自動検出します。このファイルの作成時に見つかったもの:',
  }),
  inventoryUnreadable: phrase({
    en: (name: string, location: string, reason: string) => `# ${name} could not be read: ${location} (${reason})`,
    ja: (name, location, reason) => `# ${name} を読み取れませんでした: ${location} (${reason})`,
  }),
  notFound: phrase({
    en: (names: string) => `# Not found: ${names}`,
    ja: (names) => `# 見つからなかったもの: ${names}`,
  }),
  noKnownFile: phrase({ en: 'no file is known', ja: 'ファイル不明' }),
  noTls: phrase({ en: 'no TLS', ja: 'TLS なし' }),
  furtherRows: phrase({
    en: (count: number) => `… ${count} more: mailcertd connectors discover`,
    ja: (count) => `… ほか ${count} 個: mailcertd connectors discover`,
  }),
  overrides: phrase({
    en: `# A connector in this file takes precedence over a discovered one with the same name. The settings of these servers do
# not show which certificate they use:`,
    ja: `# このファイルのコネクタは、自動検出した同じ名前のコネクタより優先されます。次のサーバーが使用する証明書は、
# サーバーの設定からはわかりません:`,
  }),
};
