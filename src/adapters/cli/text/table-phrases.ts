import type { LifetimeState } from '../../../domain/certificate/lifetime.ts';
import type { Origin } from '../../../domain/certificate/origin.ts';
import { countWithNoun } from '../../../domain/event/count-with-noun.ts';
import { type Phrase, phrase } from '../../../domain/text/phrase.ts';

/** The headings and cells that several tables share. */
export const TABLE_PHRASES = {
  origin: {
    'self-signed': phrase({ en: 'self-signed', ja: '自己署名' }),
    enterprise: phrase({ en: 'enterprise', ja: 'エンタープライズ' }),
    'third-party': phrase({ en: 'third-party', ja: 'サード パーティ' }),
    unknown: phrase({ en: 'unknown issuer', ja: '発行者不明' }),
  } satisfies Record<Origin, Phrase<string>>,
  /** Replaces the thumbprint of a certificate that is not issued yet. */
  notIssued: phrase({ en: 'the new one,', ja: '新規発行' }),
  lifetime: {
    ok: phrase({ en: 'ok', ja: '有効' }),
    expiring: phrase({ en: 'expiring', ja: '期限間近' }),
    expired: phrase({ en: 'expired', ja: '有効期限切れ' }),
    'not-yet-valid': phrase({ en: 'not yet valid', ja: '有効期間前' }),
    superseded: phrase({ en: 'superseded', ja: '後継あり' }),
  } satisfies Record<LifetimeState | 'superseded', Phrase<string>>,
  /** The state of a CSR. */
  pendingRequest: phrase({ en: 'pending request', ja: '保留中の要求' }),
  yes: phrase({ en: 'yes', ja: 'はい' }),
  no: phrase({ en: 'no', ja: 'いいえ' }),
  /** Replaces an empty list. */
  none: phrase({ en: 'none', ja: 'なし' }),
  /** The column headings. */
  column: {
    since: phrase({ en: 'since', ja: '発生日時' }),
    event: phrase({ en: 'event', ja: 'イベント' }),
    connector: phrase({ en: 'connector', ja: 'コネクタ' }),
    direction: phrase({ en: 'direction', ja: '方向' }),
    requiredName: phrase({ en: 'required name', ja: '検索する名前' }),
    selected: phrase({ en: 'selected', ja: '選択された証明書' }),
    origin: phrase({ en: 'origin', ja: '種類' }),
    until: phrase({ en: 'until', ja: '有効期限' }),
    timeLeft: phrase({ en: 'left', ja: '残り' }),
    thumbprint: phrase({ en: 'thumbprint', ja: '拇印' }),
    services: phrase({ en: 'services', ja: 'サービス' }),
    state: phrase({ en: 'state', ja: '状態' }),
    names: phrase({ en: 'names', ja: '名前' }),
    usedBy: phrase({ en: 'used by', ja: '使用コネクタ' }),
    file: phrase({ en: 'file', ja: 'ファイル' }),
    level: phrase({ en: 'level', ja: 'レベル' }),
    summary: phrase({ en: 'summary', ja: '内容' }),
  },
  /** The line below a table that is too wide for the terminal. */
  dropped: phrase({
    en: (headings: readonly string[]) => `(hidden at this width: ${headings.join(', ')})`,
    ja: (headings) => `(この幅では表示しない列: ${headings.join('、')})`,
  }),
  ago: phrase({ en: (duration: string) => `${duration} ago`, ja: (duration) => `${duration}前` }),
  /** Follows the first items of a list: the number of the others. */
  more: phrase({ en: (count: number) => `+${count}`, ja: (count) => `ほか ${count} 個` }),
  /** The number of certificates whose chain was not checked completely. */
  unverifiedChains: phrase({
    en: (count: number) =>
      `cannot verify the chain of ${countWithNoun(count, 'certificate')}: many CAs have the same name, and the limit of checks was reached; the origin is shown as unknown issuer`,
    ja: (count) =>
      `証明書 ${count} 個のチェーンを検証できません: 同じ名前の証明機関が多く、検証回数が上限に達しました。種類は「発行者不明」と表示されます`,
  }),
};
