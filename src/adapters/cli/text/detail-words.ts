import type { StoredKey } from '../../../domain/certificate/certificate.ts';
import type { Locale } from '../../../domain/text/locale.ts';

/** The labels of `certificates show`, in one language. */
interface DetailWords {
  readonly thumbprint: string;
  readonly sha256Fingerprint: string;
  readonly subject: string;
  readonly issuer: string;
  readonly serialNumber: string;
  readonly origin: string;
  readonly validFrom: string;
  readonly validTo: string;
  readonly state: string;
  readonly dnsNames: string;
  readonly ipAddresses: string;
  readonly commonName: string;
  readonly publicKey: string;
  readonly signature: string;
  readonly keyUsage: string;
  readonly extendedKeyUsage: string;
  /** The label of whether the certificate is a CA certificate. */
  readonly caLabel: string;
  readonly isCa: { readonly yes: string; readonly no: string };
  /** @param isCa a value of `isCa` */
  readonly pathLength: (isCa: string, length: number) => string;
  readonly subjectKeyIdentifier: string;
  readonly authorityKeyIdentifier: string;
  readonly services: string;
  readonly privateKey: string;
  readonly privateKeyStates: Readonly<Record<StoredKey['kind'], string>>;
  readonly file: string;
  readonly selectedBy: string;
  readonly friendlyName: string;
  readonly isExportable: string;
  readonly lastChange: string;
  readonly requestedBy: (requester: string, command: string, time: string) => string;
  /** Replaces the value of an extension that the certificate does not have. */
  readonly absent: string;
  readonly client: string;
  /** The heading of the verdict on a certificate for a client. */
  readonly suitable: string;
  /** The heading of whether the services of a client are enabled. */
  readonly isEnabled: string;
  readonly reason: string;
  readonly whatToDo: string;
}

/** The labels of `certificates show`, by language. */
export const DETAIL_WORDS: Readonly<Record<Locale, DetailWords>> = {
  en: {
    thumbprint: 'thumbprint',
    sha256Fingerprint: 'SHA-256 fingerprint',
    subject: 'subject',
    issuer: 'issuer',
    serialNumber: 'serial number',
    origin: 'origin',
    validFrom: 'valid from',
    validTo: 'valid to',
    state: 'state',
    dnsNames: 'DNS names',
    ipAddresses: 'IP addresses',
    commonName: 'common name',
    publicKey: 'public key',
    signature: 'signature',
    keyUsage: 'key usage',
    extendedKeyUsage: 'extended key usage',
    caLabel: 'CA certificate',
    isCa: { yes: 'yes', no: 'no' },
    pathLength: (isCa, length) => `${isCa}, path length ${length}`,
    subjectKeyIdentifier: 'subject key identifier',
    authorityKeyIdentifier: 'authority key identifier',
    services: 'services',
    privateKey: 'private key',
    privateKeyStates: {
      matches: 'yes, matches',
      missing: 'none',
      differs: 'yes, of another certificate',
      unreadable: 'unknown',
    },
    file: 'file (store)',
    selectedBy: 'selected by',
    friendlyName: 'friendly name',
    isExportable: 'exportable key',
    lastChange: 'last change',
    requestedBy: (requester, command, time) => `by ${requester}, ${time}: ${command}`,
    absent: '-',
    client: 'client',
    suitable: 'suitable',
    isEnabled: 'enabled',
    reason: 'reason',
    whatToDo: 'What to do',
  },
  ja: {
    thumbprint: '拇印',
    sha256Fingerprint: 'SHA-256 フィンガープリント',
    subject: 'サブジェクト',
    issuer: '発行者',
    serialNumber: 'シリアル番号',
    origin: '証明書の種類',
    validFrom: '有効期間の開始',
    validTo: '有効期間の終了',
    state: '状態',
    dnsNames: 'DNS 名',
    ipAddresses: 'IP アドレス',
    commonName: '共通名 (CN)',
    publicKey: '公開キー',
    signature: '署名アルゴリズム',
    keyUsage: 'キー使用法',
    extendedKeyUsage: '拡張キー使用法',
    caLabel: '証明書の発行',
    isCa: { yes: '可 (証明機関)', no: '不可' },
    pathLength: (isCa, length) => `${isCa}、パスの長さ ${length}`,
    subjectKeyIdentifier: 'サブジェクト キー識別子',
    authorityKeyIdentifier: '機関キー識別子',
    services: 'サービス',
    privateKey: '秘密キー',
    privateKeyStates: {
      matches: 'あり (一致)',
      missing: 'なし',
      differs: 'あり (不一致)',
      unreadable: '判断できません',
    },
    file: 'ファイル (ストア)',
    selectedBy: '使用コネクタ',
    friendlyName: 'フレンドリ名',
    isExportable: '秘密キーのエクスポート',
    lastChange: '最後の操作',
    requestedBy: (requester, command, time) => `${requester}、${time}: ${command}`,
    absent: '-',
    client: 'クライアント',
    suitable: '適否',
    isEnabled: '割り当て',
    reason: '理由',
    whatToDo: '対処',
  },
};
