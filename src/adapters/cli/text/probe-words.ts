import type { Weakness } from '../../../domain/certificate/weakness.ts';
import type { Locale } from '../../../domain/event/event-definition.ts';
import { counted } from '../../../domain/event/wording.ts';
import type { NameServed } from '../../../domain/served/judge-served.ts';
import type { ProbeFault } from '../../../domain/served/probe-judgement.ts';
import type { ConversationStep } from '../../../work/ports/probes.ts';

/** The texts about probes, in one language. Arguments are escaped and formatted. */
export interface ProbeWords {
  readonly connectors: (names: string) => string;
  readonly asked: (name: string) => string;
  readonly nobodyAsked: string;
  readonly step: Readonly<Record<ConversationStep['step'], string>>;
  readonly keyType: Readonly<Record<'rsa' | 'ecdsa' | 'any', string>>;
  readonly moreLines: (count: number) => string;
  readonly unseen: string;
  readonly spare: string;
  /** Appended if the probe's own client certificate is unusable. */
  readonly ownCertificate: string;
  readonly withoutTls: Readonly<Record<'not-offered' | 'refused', string>>;
  readonly label: Readonly<
    Record<
      | 'presents'
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
  readonly wrong: string;
  readonly right: string;
  readonly name: Readonly<Record<NameServed | 'mismatch', (name: string) => string>>;
  /** The note on a name that does not match and is not required. */
  readonly nameNotRequired: string;
  /**
   * The requirements for a server that is not probed like a connector. `name` undefined: no name is
   * required.
   */
  readonly assumed: (name: string | undefined) => string;
  readonly expired: (ago: string) => string;
  readonly notYetValid: (from: string) => string;
  readonly left: (left: string) => string;
  readonly soon: (left: string) => string;
  readonly trusted: Readonly<Record<'system' | 'enterprise', string>>;
  readonly selfSigned: string;
  readonly incomplete: (detail: string) => string;
  readonly untrusted: (detail: string) => string;
  readonly weakness: Readonly<Record<Weakness, string>>;
  /** The purposes of a certificate that is not for servers. */
  readonly notForServers: (purposes: string) => string;
  readonly old: string;
  readonly same: (places: string, connectors: string) => string;
  readonly differs: (connectors: string, places: string) => string;
  readonly nowhere: string;
  readonly unknown: string;
  readonly place: (thumbprint: string, until: string, path: string) => string;
  readonly nothingSeen: string;
  /** With --now: no daemon is running, or it did not finish in time. */
  readonly noDaemon: string;
  readonly notYet: (command: string) => string;
  /** With --now: the daemon has no such connectors, or probes them at another URL. */
  readonly notLoaded: (connectors: readonly string[]) => string;
  /** With --now: no enabled connector has a probe. */
  readonly nothingToProbe: (command: string) => string;
  /** One sentence for each problem of a server. */
  readonly fault: Readonly<Record<ProbeFault, string>>;
  readonly check: {
    readonly unresolved: (host: string, why: string) => string;
    readonly unseen: (address: string, why: string) => string;
    readonly at: (address: string, what: string) => string;
    readonly refused: (answer: string) => string;
    readonly well: (left: string, protocol: string) => string;
    readonly past: (left: string) => string;
    readonly more: (count: number) => string;
  };
  readonly separator: string;
}

/** The texts about probes, by language. */
export const PROBE_WORDS: Readonly<Record<Locale, ProbeWords>> = {
  en: {
    connectors: (names) => `connector ${names}`,
    asked: (name) => `asks for ${name}`,
    nobodyAsked: 'asks for no name',
    step: {
      connect: 'connect',
      greeting: 'greeting',
      capabilities: 'capabilities',
      starttls: 'STARTTLS',
      handshake: 'handshake',
      quit: 'goodbye',
    },
    keyType: { rsa: 'RSA', ecdsa: 'ECDSA', any: '' },
    moreLines: (count) => `(${counted(count, 'more line')})`,
    unseen: 'NOT SEEN',
    spare: 'no certificate of this kind',
    ownCertificate:
      'The server was not spoken to. Mend that file, or name another one as clientCertificateFile or clientKeyFile of its probe.',
    withoutTls: { 'not-offered': 'STARTTLS IS NOT OFFERED', refused: 'STARTTLS IS REFUSED' },
    label: {
      presents: 'presents',
      issuer: 'issuer',
      names: 'names',
      until: 'until',
      thumbprint: 'thumbprint',
      name: 'name',
      purpose: 'purpose',
      dates: 'dates',
      chain: 'chain',
      key: 'key',
      protocol: 'protocol',
      onDisk: 'on disk',
    },
    unreadable: 'a certificate that cannot be read',
    wrong: 'WRONG',
    right: 'ok',
    name: {
      exact: (name) => `carries ${name}`,
      wildcard: (name) => `carries ${name} by a wildcard`,
      'common-name': (name) => `carries ${name} in its CN alone, which clients ignore`,
      mismatch: (name) => `does not carry ${name}`,
    },
    nameNotRequired: 'not required, because this name is not configured',
    assumed: (name) =>
      `assumed, because this is not the probe of a connector: the certificate must ${name === undefined ? '' : `match ${name} and `}chain to a trusted root`,
    expired: (ago) => `expired ${ago}`,
    notYetValid: (from) => `not valid before ${from}`,
    left: (left) => `${left} left`,
    soon: (left) => `expires soon: ${left} left`,
    trusted: { system: 'trusted by the system', enterprise: 'trusted by the enterprise' },
    selfSigned: 'self-signed, and no trust anchor',
    incomplete: (detail) => `incomplete: ${detail}`,
    untrusted: (detail) => `untrusted: ${detail}`,
    weakness: {
      'rsa-key': 'the RSA key is too short',
      'ec-key': 'the EC key is too short',
      'dsa-key': 'DSA keys are obsolete',
      'md5-signature': 'the signature is over MD5',
      'sha1-signature': 'the signature is over SHA-1',
    },
    notForServers: (purposes) => `not for TLS servers: ${purposes}`,
    old: 'nothing newer is spoken',
    same: (places, connectors) => `the same: ${places}${connectors === '' ? '' : `, for ${connectors}`}`,
    differs: (connectors, places) => `differs: for ${connectors} lies ${places}`,
    nowhere: 'lies in no store of this host',
    unknown: 'nothing to compare it with',
    place: (thumbprint, until, path) => `${thumbprint} until ${until} in ${path}`,
    nothingSeen: 'No address could be seen.',
    noDaemon: 'No daemon is running, so nothing was probed. Without --now, this command probes one server itself.',
    notYet: (command) => `The daemon has not finished yet and continues. To show the results: ${command}`,
    notLoaded: (connectors) =>
      `Not probed, because the running daemon has not loaded the present configuration of ${connectors.join(', ')}. Reload the daemon.`,
    nothingToProbe: (command) =>
      `There is nothing to probe: no enabled connector has a probe. To list what can be found on this host: ${command}`,
    fault: {
      'starttls-not-supported': 'offers no STARTTLS',
      'certificate-expired': 'presents an expired certificate',
      'certificate-not-yet-valid': 'presents a certificate that is not valid yet',
      'certificate-host-mismatch': 'presents a certificate of another name',
      'purpose-mismatch': 'presents a certificate that is not for TLS servers',
      'chain-incomplete': 'does not send all issuers of its certificate',
      'certificate-not-trusted': 'presents a certificate that nobody vouches for',
      'differs-from-disk': 'does not present the certificate that lies on disk',
      'certificate-weak': 'presents a weak certificate',
      'old-protocol': 'speaks old protocols alone',
      'certificate-expires-soon': 'presents a certificate that expires soon',
    },
    check: {
      unresolved: (host, why) => `${host} has no address: ${why}`,
      unseen: (address, why) => `${address} could not be seen: ${why}`,
      at: (address, what) => `${address} ${what}`,
      refused: (answer) => `refuses STARTTLS: ${answer}`,
      well: (left, protocol) => `${left} left, ${protocol}`,
      past: (left) => `presents a certificate with ${left} left`,
      more: (count) => `and ${count} more`,
    },
    separator: '; ',
  },
  ja: {
    connectors: (names) => `コネクタ ${names}`,
    asked: (name) => `確認する名前: ${name}`,
    nobodyAsked: '確認する名前: なし',
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
    unseen: '確認できません',
    spare: 'この種類の証明書はありません',
    ownCertificate:
      'サーバーには接続していません。このファイルを修正するか、probe の clientCertificateFile または clientKeyFile に別のファイルを指定してください。',
    withoutTls: { 'not-offered': 'STARTTLS が提供されていません', refused: 'STARTTLS が拒否されました' },
    label: {
      presents: '提示',
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
      onDisk: 'ディスク',
    },
    unreadable: '読み取れない証明書',
    wrong: '問題',
    right: '正常',
    name: {
      exact: (name) => `${name} と一致します`,
      wildcard: (name) => `${name} とワイルドカードで一致します`,
      'common-name': (name) => `${name} は CN にしかなく、クライアントには無視されます`,
      mismatch: (name) => `${name} が含まれていません`,
    },
    nameNotRequired: 'この名前は構成で指定されていないため、必須ではありません',
    assumed: (name) =>
      `コネクタの接続確認ではないため、次の条件を想定: 証明書は${name === undefined ? '' : ` ${name} に一致し、`}信頼されたルートに連なる必要があります`,
    expired: (ago) => `${ago}に期限切れ`,
    notYetValid: (from) => `${from} から有効`,
    left: (left) => `残り ${left}`,
    soon: (left) => `まもなく期限切れ: 残り ${left}`,
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
    old: 'より新しいプロトコルに対応していません',
    same: (places, connectors) => `一致: ${places}${connectors === '' ? '' : ` (コネクタ ${connectors})`}`,
    differs: (connectors, places) => `不一致: コネクタ ${connectors} のファイルは ${places}`,
    nowhere: 'このホストのストアにはありません',
    unknown: '比較できるものがありません',
    place: (thumbprint, until, path) => `${thumbprint} (有効期限 ${until}、${path})`,
    nothingSeen: 'どのアドレスも確認できませんでした。',
    noDaemon:
      'デーモンが動作していないため、接続確認は行われませんでした。--now を付けなければ、このコマンドがサーバー 1 台の接続確認を行います。',
    notYet: (command) => `デーモンによる接続確認はまだ完了していません。結果の表示: ${command}`,
    notLoaded: (connectors) =>
      `実行中のデーモンが現在の構成を読み込んでいないため、接続確認は行われませんでした: ${connectors.join('、')}。デーモンを再読み込みしてください。`,
    nothingToProbe: (command) =>
      `接続確認の対象 (probe を指定した有効なコネクタ) がありません。このホストで検出できるものの一覧: ${command}`,
    fault: {
      'starttls-not-supported': 'STARTTLS を提供していません',
      'certificate-expired': '期限切れの証明書を提示しています',
      'certificate-not-yet-valid': '有効期間前の証明書を提示しています',
      'certificate-host-mismatch': '別の名前の証明書を提示しています',
      'purpose-mismatch': 'サーバー用ではない証明書を提示しています',
      'chain-incomplete': '中間証明書が不足しています',
      'certificate-not-trusted': '信頼されていない証明書を提示しています',
      'differs-from-disk': 'ディスク上の証明書を提示していません',
      'certificate-weak': '弱い証明書を提示しています',
      'old-protocol': '古いプロトコルにしか対応していません',
      'certificate-expires-soon': 'まもなく期限切れになる証明書を提示しています',
    },
    check: {
      unresolved: (host, why) => `${host} のアドレスがありません: ${why}`,
      unseen: (address, why) => `${address} を確認できません: ${why}`,
      at: (address, what) => `${address}: ${what}`,
      refused: (answer) => `STARTTLS の要求を拒否しました (${answer})`,
      well: (left, protocol) => `残り ${left}、${protocol}`,
      past: (left) => `残り ${left} の証明書を提示しています`,
      more: (count) => `ほか ${count} 件`,
    },
    separator: '、',
  },
};
