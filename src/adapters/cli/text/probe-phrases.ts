import type { Weakness } from '../../../domain/certificate/weakness.ts';
import { countWithNoun } from '../../../domain/event/count-with-noun.ts';
import type { ProbeProblem } from '../../../domain/served/check-served-certificate.ts';
import type { NameMatch } from '../../../domain/served/match-served-name.ts';
import { type InLanguage, type Phrase, phrase } from '../../../domain/text/phrase.ts';
import type { ConversationStep } from '../../../work/ports/probes.ts';

/** The texts about probes. Arguments are escaped and formatted. */
export const PROBE_PHRASES = {
  connectors: phrase({ en: (names: string) => `connector ${names}`, ja: (names) => `コネクタ ${names}` }),
  serverName: phrase({ en: (name: string) => `server name ${name}`, ja: (name) => `確認する名前: ${name}` }),
  noServerName: phrase({ en: 'no server name', ja: '確認する名前: なし' }),
  step: {
    connect: phrase({ en: 'connect', ja: '接続' }),
    greeting: phrase({ en: 'greeting', ja: 'グリーティング' }),
    capabilities: phrase({ en: 'capabilities', ja: '機能の確認' }),
    starttls: phrase({ en: 'STARTTLS', ja: 'STARTTLS' }),
    handshake: phrase({ en: 'handshake', ja: 'ハンドシェイク' }),
    quit: phrase({ en: 'quit', ja: '終了' }),
  } satisfies Record<ConversationStep['step'], Phrase<string>>,
  keyType: {
    rsa: phrase({ en: 'RSA', ja: 'RSA' }),
    ecdsa: phrase({ en: 'ECDSA', ja: 'ECDSA' }),
    any: phrase({ en: '', ja: '' }),
  },
  moreLines: phrase({
    en: (count: number) => `(${countWithNoun(count, 'more line')})`,
    ja: (count) => `(ほか ${count} 行)`,
  }),
  probeFailed: phrase({ en: 'PROBE FAILED', ja: '接続確認できません' }),
  noCertificateOfKeyType: phrase({ en: 'no certificate of this kind', ja: 'この種類の証明書はありません' }),
  /** Appended if the probe's own client certificate is unusable. */
  clientCertificateUnusable: phrase({
    en: 'The server was not contacted. Fix the file, or set another one as clientCertificateFile or clientKeyFile of the probe.',
    ja: 'サーバーには接続していません。このファイルを修正するか、probe の clientCertificateFile または clientKeyFile に別のファイルを指定してください。',
  }),
  withoutTls: {
    'not-offered': phrase({ en: 'STARTTLS NOT OFFERED', ja: 'STARTTLS が提供されていません' }),
    refused: phrase({ en: 'STARTTLS REFUSED', ja: 'STARTTLS が拒否されました' }),
  },
  label: {
    issuer: phrase({ en: 'issuer', ja: '発行者' }),
    names: phrase({ en: 'names', ja: '名前' }),
    until: phrase({ en: 'until', ja: '有効期限' }),
    thumbprint: phrase({ en: 'thumbprint', ja: '拇印' }),
    name: phrase({ en: 'name', ja: '名前' }),
    purpose: phrase({ en: 'purpose', ja: '用途' }),
    dates: phrase({ en: 'validity', ja: '有効期間' }),
    chain: phrase({ en: 'chain', ja: 'チェーン' }),
    key: phrase({ en: 'key', ja: 'キー' }),
    protocol: phrase({ en: 'protocol', ja: 'プロトコル' }),
    onDisk: phrase({ en: 'on disk', ja: 'ファイル' }),
  },
  unreadable: phrase({ en: 'an unreadable certificate', ja: '読み取れない証明書' }),
  problemMark: phrase({ en: 'PROBLEM', ja: '問題' }),
  okMark: phrase({ en: 'OK', ja: '正常' }),
  name: {
    exact: phrase({ en: (name: string) => `matches ${name}`, ja: (name) => `${name} と一致します` }),
    wildcard: phrase({
      en: (name: string) => `matches ${name} by a wildcard`,
      ja: (name) => `${name} とワイルドカードで一致します`,
    }),
    'common-name': phrase({
      en: (name: string) => `has ${name} only in the common name (CN), which clients ignore`,
      ja: (name) => `${name} は CN にしかなく、クライアントには無視されます`,
    }),
    mismatch: phrase({ en: (name: string) => `does not match ${name}`, ja: (name) => `${name} と一致しません` }),
  } satisfies Record<NameMatch | 'mismatch', Phrase<(name: string) => string>>,
  /** The note on a name that does not match and is not required. */
  nameNotRequired: phrase({
    en: 'not required, because this name is not configured',
    ja: 'この名前は構成で指定されていないため、必須ではありません',
  }),
  /**
   * The requirements for a server that is not probed like a connector. `name` undefined: no name is
   * required.
   */
  assumed: phrase({
    en: (name: string | undefined) =>
      `assumed, because this is not the probe of a connector: the certificate must ${name === undefined ? '' : `match ${name} and `}chain to a trusted root`,
    ja: (name) =>
      `コネクタの接続確認ではないため、次の条件で判定: 証明書が${name === undefined ? '' : ` ${name} に一致し、`}信頼されたルートにつながること`,
  }),
  expired: phrase({ en: (ago: string) => `expired ${ago}`, ja: (ago) => `${ago}に有効期限切れ` }),
  notYetValid: phrase({
    en: (from: string) => `not valid before ${from}`,
    ja: (from) => `まだ有効ではありません (有効期間の開始: ${from})`,
  }),
  timeLeft: phrase({ en: (timeLeft: string) => `${timeLeft} left`, ja: (timeLeft) => `残り ${timeLeft}` }),
  expiresSoon: phrase({
    en: (timeLeft: string) => `expires soon: ${timeLeft} left`,
    ja: (timeLeft) => `まもなく期限切れ: 残り ${timeLeft}`,
  }),
  trusted: {
    system: phrase({ en: 'chains to a trusted root of the system', ja: 'システムが信頼する発行者です' }),
    enterprise: phrase({ en: 'chains to a trusted root of the enterprise', ja: '組織が信頼する発行者です' }),
  },
  selfSigned: phrase({ en: 'self-signed and not trusted', ja: '自己署名で、信頼されていません' }),
  incomplete: phrase({
    en: (detail: string) => `incomplete: ${detail}`,
    ja: (detail) => `中間証明書の不足: ${detail}`,
  }),
  untrusted: phrase({
    en: (detail: string) => `untrusted: ${detail}`,
    ja: (detail) => `信頼されていません: ${detail}`,
  }),
  weakness: {
    'rsa-key': phrase({ en: 'the RSA key is too short', ja: 'RSA キーが短すぎます' }),
    'ec-key': phrase({ en: 'the EC key is too short', ja: 'EC キーが短すぎます' }),
    'dsa-key': phrase({ en: 'DSA keys are obsolete', ja: 'DSA キーは廃止されており、クライアントに拒否されます' }),
    'md5-signature': phrase({ en: 'the signature uses MD5', ja: '署名が MD5 です' }),
    'sha1-signature': phrase({ en: 'the signature uses SHA-1', ja: '署名が SHA-1 です' }),
  } satisfies Record<Weakness, Phrase<string>>,
  /** The purposes of a certificate that is not for servers. */
  notForServers: phrase({
    en: (purposes: string) => `not for TLS servers: ${purposes}`,
    ja: (purposes) => `サーバー用ではありません: ${purposes}`,
  }),
  noNewerVersion: phrase({ en: 'no newer version supported', ja: 'より新しいプロトコルに対応していません' }),
  sameOnDisk: phrase({
    en: (locations: string, connectors: string) =>
      `same as served: ${locations}${connectors === '' ? '' : `, for ${connectors}`}`,
    ja: (locations, connectors) => `一致: ${locations}${connectors === '' ? '' : ` (コネクタ ${connectors})`}`,
  }),
  differentOnDisk: phrase({
    en: (connectors: string, locations: string) => `different certificate for ${connectors}: ${locations}`,
    ja: (connectors, locations) => `不一致: コネクタ ${connectors} のファイルは ${locations}`,
  }),
  nowhere: phrase({ en: 'not found in the stores of this host', ja: 'このホストのストアにはありません' }),
  unknown: phrase({ en: 'nothing to compare with', ja: '比較できるものがありません' }),
  place: phrase({
    en: (thumbprint: string, until: string, path: string) => `${thumbprint} until ${until} in ${path}`,
    ja: (thumbprint, until, path) => `${thumbprint} (有効期限 ${until}、${path})`,
  }),
  everyAddressFailed: phrase({
    en: 'The probe failed at every address.',
    ja: 'どのアドレスの接続確認もできませんでした。',
  }),
  /** With --now: no daemon is running, or it did not finish in time. */
  noDaemon: phrase({
    en: 'No daemon is running, so nothing was probed. Without --now, this command probes one server itself.',
    ja: 'デーモンが動作していないため、接続確認は行われませんでした。--now を付けなければ、このコマンドがサーバー 1 台の接続確認を行います。',
  }),
  notFinished: phrase({
    en: (command: string) =>
      `The daemon has not finished its probes yet and continues. To show the results: ${command}`,
    ja: (command) => `デーモンによる接続確認はまだ完了していません。結果の表示: ${command}`,
  }),
  /** With --now: the daemon has no such connectors, or probes them at another URL. */
  notLoaded: phrase({
    en: (connectors: readonly string[]) =>
      `Not probed, because the running daemon has not loaded the current configuration of ${connectors.join(', ')}. Reload the daemon.`,
    ja: (connectors) =>
      `実行中のデーモンが現在の構成を読み込んでいないため、接続確認は行われませんでした: ${connectors.join('、')}。デーモンを再読み込みしてください。`,
  }),
  /** With --now: no enabled connector has a probe. */
  nothingToProbe: phrase({
    en: (command: string) =>
      `Nothing to probe: no enabled connector has a probe. To discover the servers of this host: ${command}`,
    ja: (command) =>
      `接続確認の対象 (probe を指定した有効なコネクタ) がありません。このホストで検出できるものの一覧: ${command}`,
  }),
  /** One sentence for each problem of a server. */
  problem: {
    'starttls-not-supported': phrase({ en: 'does not offer STARTTLS', ja: 'STARTTLS を提供していません' }),
    'certificate-expired': phrase({ en: 'serves an expired certificate', ja: '有効期限切れの証明書を提示しています' }),
    'certificate-not-yet-valid': phrase({
      en: 'serves a certificate that is not yet valid',
      ja: 'まだ有効ではない証明書を提示しています',
    }),
    'certificate-host-mismatch': phrase({
      en: 'serves a certificate that does not match the name',
      ja: '名前が一致しない証明書を提示しています',
    }),
    'purpose-mismatch': phrase({
      en: 'serves a certificate that is not for TLS servers',
      ja: 'サーバー用ではない証明書を提示しています',
    }),
    'chain-incomplete': phrase({ en: 'serves an incomplete chain', ja: '中間証明書が不足しています' }),
    'certificate-not-trusted': phrase({
      en: 'serves an untrusted certificate',
      ja: '信頼されていない証明書を提示しています',
    }),
    'differs-from-disk': phrase({
      en: 'does not serve the certificate on disk',
      ja: 'ファイル上の証明書を提示していません',
    }),
    'certificate-weak': phrase({
      en: 'serves a weak certificate',
      ja: '強度の低いキーまたは署名の証明書を提示しています',
    }),
    'old-protocol': phrase({ en: 'supports only obsolete TLS versions', ja: '古いプロトコルにしか対応していません' }),
    'certificate-expires-soon': phrase({
      en: 'serves a certificate that expires soon',
      ja: 'まもなく有効期限が切れる証明書を提示しています',
    }),
  } satisfies Record<ProbeProblem, Phrase<string>>,
  check: {
    unresolved: phrase({
      en: (host: string, error: string) => `cannot resolve ${host}: ${error}`,
      ja: (host, error) => `${host} のアドレスがありません: ${error}`,
    }),
    probeFailed: phrase({
      en: (address: string, error: string) => `cannot probe ${address}: ${error}`,
      ja: (address, error) => `${address} の接続確認ができません: ${error}`,
    }),
    atAddress: phrase({
      en: (address: string, text: string) => `${address} ${text}`,
      ja: (address, text) => `${address}: ${text}`,
    }),
    refused: phrase({
      en: (answer: string) => `refuses STARTTLS: ${answer}`,
      ja: (answer) => `STARTTLS の要求を拒否しました (${answer})`,
    }),
    servesValid: phrase({
      en: (timeLeft: string, protocol: string) => `${timeLeft} left, ${protocol}`,
      ja: (timeLeft, protocol) => `残り ${timeLeft}、${protocol}`,
    }),
    expiresIn: phrase({
      en: (timeLeft: string) => `serves a certificate that expires in ${timeLeft}`,
      ja: (timeLeft) => `残り ${timeLeft} の証明書を提示しています`,
    }),
    andOthers: phrase({ en: (count: number) => `and ${count} more`, ja: (count) => `ほか ${count} 件` }),
  },
  separator: phrase({ en: '; ', ja: '、' }),
};

/** The texts about probes, in one language. */
export type ProbeTexts = InLanguage<typeof PROBE_PHRASES>;
