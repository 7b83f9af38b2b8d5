import type { Weakness } from '../../../domain/certificate/weakness.ts';
import { countWithNoun } from '../../../domain/event/count-with-noun.ts';
import type { ProbeProblem } from '../../../domain/served/check-served-certificate.ts';
import type { NameMatch } from '../../../domain/served/match-served-name.ts';
import type { Locale } from '../../../domain/text/locale.ts';
import type { ConversationStep } from '../../../work/ports/probes.ts';

/** The texts about probes, in one language. Arguments are escaped and formatted. */
export interface ProbeWords {
  readonly connectors: (names: string) => string;
  readonly serverName: (name: string) => string;
  readonly noServerName: string;
  readonly step: Readonly<Record<ConversationStep['step'], string>>;
  readonly keyType: Readonly<Record<'rsa' | 'ecdsa' | 'any', string>>;
  readonly moreLines: (count: number) => string;
  readonly probeFailed: string;
  readonly noCertificateOfKeyType: string;
  /** Appended if the probe's own client certificate is unusable. */
  readonly clientCertificateUnusable: string;
  readonly withoutTls: Readonly<Record<'not-offered' | 'refused', string>>;
  readonly label: Readonly<
    Record<
      | 'issuer'
      | 'names'
      | 'until'
      | 'thumbprint'
      | 'name'
      | 'purpose'
      | 'dates'
      | 'chain'
      | 'key'
      | 'protocol'
      | 'onDisk',
      string
    >
  >;
  readonly unreadable: string;
  readonly problemMark: string;
  readonly okMark: string;
  readonly name: Readonly<Record<NameMatch | 'mismatch', (name: string) => string>>;
  /** The note on a name that does not match and is not required. */
  readonly nameNotRequired: string;
  /**
   * The requirements for a server that is not probed like a connector. `name` undefined: no name is
   * required.
   */
  readonly assumed: (name: string | undefined) => string;
  readonly expired: (ago: string) => string;
  readonly notYetValid: (from: string) => string;
  readonly timeLeft: (timeLeft: string) => string;
  readonly expiresSoon: (timeLeft: string) => string;
  readonly trusted: Readonly<Record<'system' | 'enterprise', string>>;
  readonly selfSigned: string;
  readonly incomplete: (detail: string) => string;
  readonly untrusted: (detail: string) => string;
  readonly weakness: Readonly<Record<Weakness, string>>;
  /** The purposes of a certificate that is not for servers. */
  readonly notForServers: (purposes: string) => string;
  readonly noNewerVersion: string;
  readonly sameOnDisk: (locations: string, connectors: string) => string;
  readonly differentOnDisk: (connectors: string, locations: string) => string;
  readonly nowhere: string;
  readonly unknown: string;
  readonly place: (thumbprint: string, until: string, path: string) => string;
  readonly everyAddressFailed: string;
  /** With --now: no daemon is running, or it did not finish in time. */
  readonly noDaemon: string;
  readonly notFinished: (command: string) => string;
  /** With --now: the daemon has no such connectors, or probes them at another URL. */
  readonly notLoaded: (connectors: readonly string[]) => string;
  /** With --now: no enabled connector has a probe. */
  readonly nothingToProbe: (command: string) => string;
  /** One sentence for each problem of a server. */
  readonly problem: Readonly<Record<ProbeProblem, string>>;
  readonly check: {
    readonly unresolved: (host: string, error: string) => string;
    readonly probeFailed: (address: string, error: string) => string;
    readonly atAddress: (address: string, text: string) => string;
    readonly refused: (answer: string) => string;
    readonly servesValid: (timeLeft: string, protocol: string) => string;
    readonly expiresIn: (timeLeft: string) => string;
    readonly andOthers: (count: number) => string;
  };
  readonly separator: string;
}

/** The texts about probes, by language. */
export const PROBE_WORDS: Readonly<Record<Locale, ProbeWords>> = {
  en: {
    connectors: (names) => `connector ${names}`,
    serverName: (name) => `server name ${name}`,
    noServerName: 'no server name',
    step: {
      connect: 'connect',
      greeting: 'greeting',
      capabilities: 'capabilities',
      starttls: 'STARTTLS',
      handshake: 'handshake',
      quit: 'quit',
    },
    keyType: { rsa: 'RSA', ecdsa: 'ECDSA', any: '' },
    moreLines: (count) => `(${countWithNoun(count, 'more line')})`,
    probeFailed: 'PROBE FAILED',
    noCertificateOfKeyType: 'no certificate of this kind',
    clientCertificateUnusable:
      'The server was not contacted. Fix the file, or set another one as clientCertificateFile or clientKeyFile of the probe.',
    withoutTls: { 'not-offered': 'STARTTLS NOT OFFERED', refused: 'STARTTLS REFUSED' },
    label: {
      issuer: 'issuer',
      names: 'names',
      until: 'until',
      thumbprint: 'thumbprint',
      name: 'name',
      purpose: 'purpose',
      dates: 'validity',
      chain: 'chain',
      key: 'key',
      protocol: 'protocol',
      onDisk: 'on disk',
    },
    unreadable: 'an unreadable certificate',
    problemMark: 'PROBLEM',
    okMark: 'OK',
    name: {
      exact: (name) => `matches ${name}`,
      wildcard: (name) => `matches ${name} by a wildcard`,
      'common-name': (name) => `has ${name} only in the common name (CN), which clients ignore`,
      mismatch: (name) => `does not match ${name}`,
    },
    nameNotRequired: 'not required, because this name is not configured',
    assumed: (name) =>
      `assumed, because this is not the probe of a connector: the certificate must ${name === undefined ? '' : `match ${name} and `}chain to a trusted root`,
    expired: (ago) => `expired ${ago}`,
    notYetValid: (from) => `not valid before ${from}`,
    timeLeft: (timeLeft) => `${timeLeft} left`,
    expiresSoon: (timeLeft) => `expires soon: ${timeLeft} left`,
    trusted: {
      system: 'chains to a trusted root of the system',
      enterprise: 'chains to a trusted root of the enterprise',
    },
    selfSigned: 'self-signed and not trusted',
    incomplete: (detail) => `incomplete: ${detail}`,
    untrusted: (detail) => `untrusted: ${detail}`,
    weakness: {
      'rsa-key': 'the RSA key is too short',
      'ec-key': 'the EC key is too short',
      'dsa-key': 'DSA keys are obsolete',
      'md5-signature': 'the signature uses MD5',
      'sha1-signature': 'the signature uses SHA-1',
    },
    notForServers: (purposes) => `not for TLS servers: ${purposes}`,
    noNewerVersion: 'no newer version supported',
    sameOnDisk: (locations, connectors) =>
      `same as served: ${locations}${connectors === '' ? '' : `, for ${connectors}`}`,
    differentOnDisk: (connectors, locations) => `different certificate for ${connectors}: ${locations}`,
    nowhere: 'not found in the stores of this host',
    unknown: 'nothing to compare with',
    place: (thumbprint, until, path) => `${thumbprint} until ${until} in ${path}`,
    everyAddressFailed: 'The probe failed at every address.',
    noDaemon: 'No daemon is running, so nothing was probed. Without --now, this command probes one server itself.',
    notFinished: (command) =>
      `The daemon has not finished its probes yet and continues. To show the results: ${command}`,
    notLoaded: (connectors) =>
      `Not probed, because the running daemon has not loaded the current configuration of ${connectors.join(', ')}. Reload the daemon.`,
    nothingToProbe: (command) =>
      `Nothing to probe: no enabled connector has a probe. To discover the servers of this host: ${command}`,
    problem: {
      'starttls-not-supported': 'does not offer STARTTLS',
      'certificate-expired': 'serves an expired certificate',
      'certificate-not-yet-valid': 'serves a certificate that is not yet valid',
      'certificate-host-mismatch': 'serves a certificate that does not match the name',
      'purpose-mismatch': 'serves a certificate that is not for TLS servers',
      'chain-incomplete': 'serves an incomplete chain',
      'certificate-not-trusted': 'serves an untrusted certificate',
      'differs-from-disk': 'does not serve the certificate on disk',
      'certificate-weak': 'serves a weak certificate',
      'old-protocol': 'supports only obsolete TLS versions',
      'certificate-expires-soon': 'serves a certificate that expires soon',
    },
    check: {
      unresolved: (host, error) => `cannot resolve ${host}: ${error}`,
      probeFailed: (address, error) => `cannot probe ${address}: ${error}`,
      atAddress: (address, text) => `${address} ${text}`,
      refused: (answer) => `refuses STARTTLS: ${answer}`,
      servesValid: (timeLeft, protocol) => `${timeLeft} left, ${protocol}`,
      expiresIn: (timeLeft) => `serves a certificate that expires in ${timeLeft}`,
      andOthers: (count) => `and ${count} more`,
    },
    separator: '; ',
  },
  ja: {
    connectors: (names) => `コネクタ ${names}`,
    serverName: (name) => `確認する名前: ${name}`,
    noServerName: '確認する名前: なし',
    step: {
      connect: '接続',
      greeting: 'グリーティング',
      capabilities: '機能の確認',
      starttls: 'STARTTLS',
      handshake: 'ハンドシェイク',
      quit: '終了',
    },
    keyType: { rsa: 'RSA', ecdsa: 'ECDSA', any: '' },
    moreLines: (count) => `(ほか ${count} 行)`,
    probeFailed: '接続確認できません',
    noCertificateOfKeyType: 'この種類の証明書はありません',
    clientCertificateUnusable:
      'サーバーには接続していません。このファイルを修正するか、probe の clientCertificateFile または clientKeyFile に別のファイルを指定してください。',
    withoutTls: { 'not-offered': 'STARTTLS が提供されていません', refused: 'STARTTLS が拒否されました' },
    label: {
      issuer: '発行者',
      names: '名前',
      until: '有効期限',
      thumbprint: '拇印',
      name: '名前',
      purpose: '用途',
      dates: '有効期間',
      chain: 'チェーン',
      key: 'キー',
      protocol: 'プロトコル',
      onDisk: 'ファイル',
    },
    unreadable: '読み取れない証明書',
    problemMark: '問題',
    okMark: '正常',
    name: {
      exact: (name) => `${name} と一致します`,
      wildcard: (name) => `${name} とワイルドカードで一致します`,
      'common-name': (name) => `${name} は CN にしかなく、クライアントには無視されます`,
      mismatch: (name) => `${name} と一致しません`,
    },
    nameNotRequired: 'この名前は構成で指定されていないため、必須ではありません',
    assumed: (name) =>
      `コネクタの接続確認ではないため、次の条件を想定: 証明書は${name === undefined ? '' : ` ${name} に一致し、`}信頼されたルートに連なる必要があります`,
    expired: (ago) => `${ago}に有効期限切れ`,
    notYetValid: (from) => `まだ有効ではありません (有効期間の開始: ${from})`,
    timeLeft: (timeLeft) => `残り ${timeLeft}`,
    expiresSoon: (timeLeft) => `まもなく期限切れ: 残り ${timeLeft}`,
    trusted: { system: 'システムが信頼する発行者です', enterprise: '組織が信頼する発行者です' },
    selfSigned: '自己署名で、信頼されていません',
    incomplete: (detail) => `中間証明書の不足: ${detail}`,
    untrusted: (detail) => `信頼されていません: ${detail}`,
    weakness: {
      'rsa-key': 'RSA キーが短すぎます',
      'ec-key': 'EC キーが短すぎます',
      'dsa-key': 'DSA キーは廃止されており、クライアントに拒否されます',
      'md5-signature': '署名が MD5 です',
      'sha1-signature': '署名が SHA-1 です',
    },
    notForServers: (purposes) => `サーバー用ではありません: ${purposes}`,
    noNewerVersion: 'より新しいプロトコルに対応していません',
    sameOnDisk: (locations, connectors) => `一致: ${locations}${connectors === '' ? '' : ` (コネクタ ${connectors})`}`,
    differentOnDisk: (connectors, locations) => `不一致: コネクタ ${connectors} のファイルは ${locations}`,
    nowhere: 'このホストのストアにはありません',
    unknown: '比較できるものがありません',
    place: (thumbprint, until, path) => `${thumbprint} (有効期限 ${until}、${path})`,
    everyAddressFailed: 'どのアドレスにも接続確認できませんでした。',
    noDaemon:
      'デーモンが動作していないため、接続確認は行われませんでした。--now を付けなければ、このコマンドがサーバー 1 台の接続確認を行います。',
    notFinished: (command) => `デーモンによる接続確認はまだ完了していません。結果の表示: ${command}`,
    notLoaded: (connectors) =>
      `実行中のデーモンが現在の構成を読み込んでいないため、接続確認は行われませんでした: ${connectors.join('、')}。デーモンを再読み込みしてください。`,
    nothingToProbe: (command) =>
      `接続確認の対象 (probe を指定した有効なコネクタ) がありません。このホストで検出できるものの一覧: ${command}`,
    problem: {
      'starttls-not-supported': 'STARTTLS を提供していません',
      'certificate-expired': '有効期限切れの証明書を提示しています',
      'certificate-not-yet-valid': 'まだ有効ではない証明書を提示しています',
      'certificate-host-mismatch': '名前が一致しない証明書を提示しています',
      'purpose-mismatch': 'サーバー用ではない証明書を提示しています',
      'chain-incomplete': '中間証明書が不足しています',
      'certificate-not-trusted': '信頼されていない証明書を提示しています',
      'differs-from-disk': 'ファイル上の証明書を提示していません',
      'certificate-weak': '強度の低いキーまたは署名の証明書を提示しています',
      'old-protocol': '古いプロトコルにしか対応していません',
      'certificate-expires-soon': 'まもなく有効期限が切れる証明書を提示しています',
    },
    check: {
      unresolved: (host, error) => `${host} のアドレスがありません: ${error}`,
      probeFailed: (address, error) => `${address} に接続確認できません: ${error}`,
      atAddress: (address, text) => `${address}: ${text}`,
      refused: (answer) => `STARTTLS の要求を拒否しました (${answer})`,
      servesValid: (timeLeft, protocol) => `残り ${timeLeft}、${protocol}`,
      expiresIn: (timeLeft) => `残り ${timeLeft} の証明書を提示しています`,
      andOthers: (count) => `ほか ${count} 件`,
    },
    separator: '、',
  },
};
