import type { StoredKey } from '../../../domain/certificate/certificate.ts';
import { type Phrase, phrase } from '../../../domain/text/phrase.ts';

/** The labels of `certificates show`. */
export const DETAIL_PHRASES = {
  thumbprint: phrase({ en: 'thumbprint', ja: '拇印' }),
  sha256Fingerprint: phrase({ en: 'SHA-256 fingerprint', ja: 'SHA-256 フィンガープリント' }),
  subject: phrase({ en: 'subject', ja: 'サブジェクト' }),
  issuer: phrase({ en: 'issuer', ja: '発行者' }),
  serialNumber: phrase({ en: 'serial number', ja: 'シリアル番号' }),
  origin: phrase({ en: 'origin', ja: '証明書の種類' }),
  validFrom: phrase({ en: 'valid from', ja: '有効期間の開始' }),
  validTo: phrase({ en: 'valid to', ja: '有効期間の終了' }),
  state: phrase({ en: 'state', ja: '状態' }),
  dnsNames: phrase({ en: 'DNS names', ja: 'DNS 名' }),
  ipAddresses: phrase({ en: 'IP addresses', ja: 'IP アドレス' }),
  commonName: phrase({ en: 'common name', ja: '共通名 (CN)' }),
  publicKey: phrase({ en: 'public key', ja: '公開キー' }),
  signature: phrase({ en: 'signature', ja: '署名アルゴリズム' }),
  keyUsage: phrase({ en: 'key usage', ja: 'キー使用法' }),
  extendedKeyUsage: phrase({ en: 'extended key usage', ja: '拡張キー使用法' }),
  /** The label of whether the certificate is a CA certificate. */
  caLabel: phrase({ en: 'CA certificate', ja: '証明書の発行' }),
  isCa: {
    yes: phrase({ en: 'yes', ja: '可 (証明機関)' }),
    no: phrase({ en: 'no', ja: '不可' }),
  },
  /** @param isCa a value of `isCa` */
  pathLength: phrase({
    en: (isCa: string, length: number) => `${isCa}, path length ${length}`,
    ja: (isCa, length) => `${isCa}、パスの長さ ${length}`,
  }),
  subjectKeyIdentifier: phrase({ en: 'subject key identifier', ja: 'サブジェクト キー識別子' }),
  authorityKeyIdentifier: phrase({ en: 'authority key identifier', ja: '機関キー識別子' }),
  services: phrase({ en: 'services', ja: 'サービス' }),
  privateKey: phrase({ en: 'private key', ja: '秘密キー' }),
  privateKeyStates: {
    matches: phrase({ en: 'yes, matches', ja: 'あり (一致)' }),
    missing: phrase({ en: 'none', ja: 'なし' }),
    differs: phrase({ en: 'yes, of another certificate', ja: 'あり (不一致)' }),
    unreadable: phrase({ en: 'unknown', ja: '判断できません' }),
  } satisfies Record<StoredKey['kind'], Phrase<string>>,
  file: phrase({ en: 'file (store)', ja: 'ファイル (ストア)' }),
  selectedBy: phrase({ en: 'selected by', ja: '使用コネクタ' }),
  friendlyName: phrase({ en: 'friendly name', ja: 'フレンドリ名' }),
  isExportable: phrase({ en: 'exportable key', ja: '秘密キーのエクスポート' }),
  lastChange: phrase({ en: 'last change', ja: '最後の操作' }),
  requestedBy: phrase({
    en: (requester: string, command: string, time: string) => `by ${requester}, ${time}: ${command}`,
    ja: (requester, command, time) => `${requester}、${time}: ${command}`,
  }),
  /** Replaces the value of an extension that the certificate does not have. */
  absent: phrase({ en: '-', ja: '-' }),
  client: phrase({ en: 'client', ja: 'クライアント' }),
  /** The heading of the verdict on a certificate for a client. */
  suitable: phrase({ en: 'suitable', ja: '適否' }),
  /** The heading of whether the services of a client are enabled. */
  isEnabled: phrase({ en: 'enabled', ja: '割り当て' }),
  reason: phrase({ en: 'reason', ja: '理由' }),
  whatToDo: phrase({ en: 'What to do', ja: '対処' }),
};
