import type { DiscoveryState } from '../../../domain/connector/found-inventory.ts';
import { countWithNoun } from '../../../domain/event/count-with-noun.ts';
import { quoteName } from '../../../domain/event/quote-name.ts';
import type { Locale } from '../../../domain/text/locale.ts';

/** The texts about discovery, in one language. Arguments are escaped and formatted. */
export interface DiscoverWords {
  readonly state: Readonly<Record<Exclude<DiscoveryState, 'found' | 'unreadable'>, string>>;
  readonly found: (connectors: number, stores: number, remarks: number) => string;
  readonly unreadable: (location: string, error: string) => string;
  readonly incompleteList: string;
  /** The label of mail servers that no discovery supports. */
  readonly otherServers: string;
  /** @param program undefined: it is unknown */
  readonly listening: (program: string | undefined, sockets: string) => string;
  readonly notMonitored: (servers: readonly string[]) => string;
  readonly column: Readonly<
    Record<
      'connector' | 'probeUrl' | 'certificate' | 'keyReadBy' | 'reload' | 'source' | 'store' | 'path' | 'renewed',
      string
    >
  >;
  readonly noValue: string;
  readonly noTls: string;
  readonly notEnabled: string;
  readonly unknownCertificate: string;
  readonly byName: (name: string) => string;
  readonly byComputer: string;
  readonly more: (count: number) => string;
  readonly yes: string;
  readonly no: string;
  readonly remarks: string;
  /**
   * Files could not be read.
   * @param command discovers again as root
   */
  readonly readMoreAsRoot: (command: string) => string;
  /** @param command writes a configuration file with what was discovered */
  readonly noConfiguration: (command: string) => string;
  /** @param line enables the missing discoveries */
  readonly notConfigured: (file: string, line: string) => string;
  /** The note of other commands that discovered servers replace the missing configuration. */
  readonly discoveredInsteadOfFile: (file: string, command: string) => string;
  /**
   * There is neither a store nor a connector.
   * @param command discovers servers
   */
  readonly nothingToScan: (command: string) => string;
}

/** The texts about discovery, by language. */
export const DISCOVER_WORDS: Readonly<Record<Locale, DiscoverWords>> = {
  en: {
    state: {
      nothing: 'no certificate needed',
      'not-installed': 'not installed',
      'not-configured': 'not configured',
    },
    found: (connectors, stores, remarks) =>
      [
        ...(connectors > 0 ? [countWithNoun(connectors, 'connector')] : []),
        ...(stores > 0 ? [countWithNoun(stores, 'store')] : []),
        ...(remarks > 0 ? [`${countWithNoun(remarks, 'remark')} below`] : []),
      ].join(', '),
    unreadable: (location, error) => `UNREADABLE: ${location} (${error})`,
    incompleteList: 'the list is incomplete',
    otherServers: 'Other servers',
    listening: (program, sockets) =>
      `${program === undefined ? 'an unknown program' : quoteName(program, 'en')} on ${sockets}`,
    notMonitored: (servers) => `NOT MONITORED: ${servers.join('; ')}`,
    column: {
      connector: 'connector',
      probeUrl: 'probed at',
      certificate: 'certificate',
      keyReadBy: 'key read by',
      reload: 'reload',
      source: 'source',
      store: 'store',
      path: 'path',
      renewed: 'auto-renewed',
    },
    noValue: '-',
    noTls: 'no TLS',
    notEnabled: 'disabled',
    unknownCertificate: 'UNKNOWN',
    byName: (name) => `by name ${name}`,
    byComputer: 'by the FQDN of this computer',
    more: (count) => `+${count}`,
    yes: 'yes',
    no: 'no',
    remarks: 'Remarks',
    readMoreAsRoot: (command) => `To read more, run as root: ${command}`,
    noConfiguration: (command) => `There is no configuration file. To write one from this discovery: ${command}`,
    notConfigured: (file, line) => `${file} does not enable discovery of all these servers. To enable it: ${line}`,
    discoveredInsteadOfFile: (file, command) =>
      `${file} does not exist, so discovered servers are used. To write it: ${command}`,
    nothingToScan: (command) =>
      `Nothing to scan: there are no stores and no connectors. To discover the servers of this host: ${command}`,
  },
  ja: {
    state: {
      nothing: '証明書を使うものはありません',
      'not-installed': 'インストールされていません',
      'not-configured': '構成されていません',
    },
    found: (connectors, stores, remarks) =>
      [
        ...(connectors > 0 ? [`コネクタ ${connectors} 個`] : []),
        ...(stores > 0 ? [`ストア ${stores} 個`] : []),
        ...(remarks > 0 ? [`下記の注記 ${remarks} 件`] : []),
      ].join('、'),
    unreadable: (location, error) => `読み取り不可: ${location} (${error})`,
    incompleteList: '表示されているのは一部です',
    otherServers: 'その他のサーバー',
    listening: (program, sockets) =>
      `${program === undefined ? '名前を特定できないプログラム' : quoteName(program, 'ja')} (${sockets})`,
    notMonitored: (servers) => `監視対象外: ${servers.join('、')}`,
    column: {
      connector: 'コネクタ',
      probeUrl: '接続確認先',
      certificate: '証明書',
      keyReadBy: 'キーを読むアカウント',
      reload: '再読み込み',
      source: '出所',
      store: 'ストア',
      path: 'パス',
      renewed: '自動更新',
    },
    noValue: '-',
    noTls: 'TLS なし',
    notEnabled: '無効',
    unknownCertificate: '不明',
    byName: (name) => `名前 ${name} で選択`,
    byComputer: 'このコンピューターの FQDN で選択',
    more: (count) => `ほか ${count}`,
    yes: 'はい',
    no: 'いいえ',
    remarks: '注記',
    readMoreAsRoot: (command) => `root であればさらに読み取れます: ${command}`,
    noConfiguration: (command) =>
      `構成ファイルがありません。次のコマンドで、見つかったものから作成できます: ${command}`,
    notConfigured: (file, line) =>
      `${file} では一部が検出の対象になっていません。対象にするには次のように記述します: ${line}`,
    discoveredInsteadOfFile: (file, command) =>
      `${file} がないため、検出したサーバーを使用します。構成ファイルの作成: ${command}`,
    nothingToScan: (command) =>
      `スキャンする対象 (ストアやコネクタ) がありません。このホストで検出できるものの一覧: ${command}`,
  },
};
