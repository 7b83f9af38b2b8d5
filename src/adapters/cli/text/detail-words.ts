import type { StoredKey } from '../../../domain/certificate/certificate.ts';
import type { Locale } from '../../../domain/event/event-definition.ts';

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
  readonly authorityLabel: string;
  readonly authority: { readonly yes: string; readonly no: string };
  readonly pathLength: (authority: string, length: number) => string;
  readonly subjectKeyIdentifier: string;
  readonly authorityKeyIdentifier: string;
  readonly services: string;
  readonly privateKey: string;
  readonly keyKinds: Readonly<Record<StoredKey['kind'], string>>;
  readonly file: string;
  readonly selectedBy: string;
  readonly friendlyName: string;
  readonly isExportable: string;
  readonly asked: string;
  readonly requestedBy: (who: string, command: string, at: string) => string;
  readonly notGiven: string;
  readonly client: string;
  readonly verdict: string;
  readonly isEnabled: string;
  readonly why: string;
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
    authorityLabel: 'CA certificate',
    authority: { yes: 'yes', no: 'no' },
    pathLength: (authority, length) => `${authority}, path length ${length}`,
    subjectKeyIdentifier: 'subject key identifier',
    authorityKeyIdentifier: 'authority key identifier',
    services: 'services',
    privateKey: 'private key',
    keyKinds: {
      matches: 'yes, matches',
      missing: 'none',
      differs: 'yes, of another certificate',
      unreadable: 'unknown',
    },
    file: 'file (store)',
    selectedBy: 'selected by',
    friendlyName: 'friendly name',
    isExportable: 'exportable key',
    asked: 'last change',
    requestedBy: (who, command, at) => `by ${who}, ${at}: ${command}`,
    notGiven: '-',
    client: 'client',
    verdict: 'suitable',
    isEnabled: 'enabled',
    why: 'reason',
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
    authorityLabel: '証明書の発行',
    authority: { yes: '可 (証明機関)', no: '不可' },
    pathLength: (authority, length) => `${authority}、パスの長さ ${length}`,
    subjectKeyIdentifier: 'サブジェクト キー識別子',
    authorityKeyIdentifier: '機関キー識別子',
    services: 'サービス',
    privateKey: '秘密キー',
    keyKinds: {
      matches: 'あり (一致)',
      missing: 'なし',
      differs: 'あり (不一致)',
      unreadable: '判断できません',
    },
    file: 'ファイル (ストア)',
    selectedBy: '使用コネクタ',
    friendlyName: 'フレンドリ名',
    isExportable: '秘密キーのエクスポート',
    asked: '最後の操作',
    requestedBy: (who, command, at) => `${who}、${at}: ${command}`,
    notGiven: '-',
    client: 'クライアント',
    verdict: '適否',
    isEnabled: '割り当て',
    why: '理由',
    whatToDo: '対処',
  },
};
