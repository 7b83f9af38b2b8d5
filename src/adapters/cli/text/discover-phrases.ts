import type { DiscoveryState } from '../../../domain/connector/found-inventory.ts';
import { countWithNoun } from '../../../domain/event/count-with-noun.ts';
import { quoteName } from '../../../domain/event/quote-name.ts';
import { type InLanguage, type Phrase, phrase } from '../../../domain/text/phrase.ts';

/** The texts about discovery. Arguments are escaped and formatted. */
export const DISCOVER_PHRASES = {
  state: {
    nothing: phrase({ en: 'no certificate needed', ja: '証明書を使うものはありません' }),
    'not-installed': phrase({ en: 'not installed', ja: 'インストールされていません' }),
    'not-configured': phrase({ en: 'not configured', ja: '構成されていません' }),
  } satisfies Record<Exclude<DiscoveryState, 'found' | 'unreadable'>, Phrase<string>>,
  found: phrase({
    en: (connectors: number, stores: number, remarks: number) =>
      [
        ...(connectors > 0 ? [countWithNoun(connectors, 'connector')] : []),
        ...(stores > 0 ? [countWithNoun(stores, 'store')] : []),
        ...(remarks > 0 ? [`${countWithNoun(remarks, 'remark')} below`] : []),
      ].join(', '),
    ja: (connectors, stores, remarks) =>
      [
        ...(connectors > 0 ? [`コネクタ ${connectors} 個`] : []),
        ...(stores > 0 ? [`ストア ${stores} 個`] : []),
        ...(remarks > 0 ? [`下記の注記 ${remarks} 件`] : []),
      ].join('、'),
  }),
  unreadable: phrase({
    en: (location: string, error: string) => `UNREADABLE: ${location} (${error})`,
    ja: (location, error) => `読み取り不可: ${location} (${error})`,
  }),
  incompleteList: phrase({ en: 'the list is incomplete', ja: '表示されているのは一部です' }),
  /** The label of mail servers that no discovery supports. */
  otherServers: phrase({ en: 'Other servers', ja: 'その他のサーバー' }),
  /** @param program undefined: it is unknown */
  listening: phrase({
    en: (program: string | undefined, sockets: string) =>
      `${program === undefined ? 'an unknown program' : quoteName(program, 'en')} on ${sockets}`,
    ja: (program, sockets) =>
      `${program === undefined ? '名前を特定できないプログラム' : quoteName(program, 'ja')} (${sockets})`,
  }),
  notMonitored: phrase({
    en: (servers: readonly string[]) => `NOT MONITORED: ${servers.join('; ')}`,
    ja: (servers) => `監視対象外: ${servers.join('、')}`,
  }),
  column: {
    connector: phrase({ en: 'connector', ja: 'コネクタ' }),
    probeUrl: phrase({ en: 'probed at', ja: '接続確認先' }),
    certificate: phrase({ en: 'certificate', ja: '証明書' }),
    keyReadBy: phrase({ en: 'key read by', ja: 'キーを読むアカウント' }),
    reload: phrase({ en: 'reload', ja: '再読み込み' }),
    source: phrase({ en: 'source', ja: '検出元' }),
    store: phrase({ en: 'store', ja: 'ストア' }),
    path: phrase({ en: 'path', ja: 'パス' }),
    renewed: phrase({ en: 'auto-renewed', ja: '自動更新' }),
  },
  noValue: phrase({ en: '-', ja: '-' }),
  noTls: phrase({ en: 'no TLS', ja: 'TLS なし' }),
  notEnabled: phrase({ en: 'disabled', ja: '無効' }),
  unknownCertificate: phrase({ en: 'UNKNOWN', ja: '不明' }),
  byName: phrase({ en: (name: string) => `by name ${name}`, ja: (name) => `名前 ${name} で選択` }),
  byComputer: phrase({ en: 'by the FQDN of this computer', ja: 'このコンピューターの FQDN で選択' }),
  more: phrase({ en: (count: number) => `+${count}`, ja: (count) => `ほか ${count} 個` }),
  yes: phrase({ en: 'yes', ja: 'はい' }),
  no: phrase({ en: 'no', ja: 'いいえ' }),
  remarks: phrase({ en: 'Remarks', ja: '注記' }),
  /**
   * Files could not be read.
   * @param command discovers again as root
   */
  readMoreAsRoot: phrase({
    en: (command: string) => `To read more, run as root: ${command}`,
    ja: (command) => `root であればさらに読み取れます: ${command}`,
  }),
  /** @param command writes a configuration file with what was discovered */
  noConfiguration: phrase({
    en: (command: string) => `There is no configuration file. To write one from this discovery: ${command}`,
    ja: (command) => `構成ファイルがありません。次のコマンドで、見つかったものから作成できます: ${command}`,
  }),
  /** @param line enables the missing discoveries */
  notConfigured: phrase({
    en: (file: string, line: string) => `${file} does not enable discovery of all these servers. To enable it: ${line}`,
    ja: (file, line) => `${file} では一部が検出の対象になっていません。対象にするには次のように記述します: ${line}`,
  }),
  /** The note of other commands that discovered servers replace the missing configuration. */
  discoveredInsteadOfFile: phrase({
    en: (file: string, command: string) =>
      `${file} does not exist, so discovered servers are used. To write it: ${command}`,
    ja: (file, command) => `${file} がないため、検出したサーバーを使用します。構成ファイルの作成: ${command}`,
  }),
  /**
   * There is neither a store nor a connector.
   * @param command discovers servers
   */
  nothingToScan: phrase({
    en: (command: string) =>
      `Nothing to scan: there are no stores and no connectors. To discover the servers of this host: ${command}`,
    ja: (command) => `スキャンする対象 (ストアやコネクタ) がありません。このホストで検出できるものの一覧: ${command}`,
  }),
};

/** The texts about discovery, in one language. */
export type DiscoverTexts = InLanguage<typeof DISCOVER_PHRASES>;
