import type { Connector } from '../../../domain/connector/connector.ts';
import type { ClientRejectionReason } from '../../../domain/selection/client-rejection.ts';
import { type Phrase, phrase } from '../../../domain/text/phrase.ts';

/** The texts about connectors and the certificates that they select, as cells of tables. */
export const SELECTION_PHRASES = {
  direction: {
    receive: phrase({ en: 'receive', ja: '受信' }),
    send: phrase({ en: 'send', ja: '送信' }),
  } satisfies Record<Connector['direction'], Phrase<string>>,
  /** Replaces the selected certificate if none can be selected. */
  noneSelected: phrase({ en: 'NONE', ja: 'なし' }),
  /** Why a certificate that a server uses from its files is not usable. */
  unsuitable: {
    'certificate-host-mismatch': phrase({ en: 'NAME MISMATCH', ja: '名前の不一致' }),
    'purpose-mismatch': phrase({ en: 'NOT FOR SERVERS', ja: 'サーバー用以外' }),
    'not-yet-valid': phrase({ en: 'NOT YET VALID', ja: '有効期間前' }),
  } satisfies Record<ClientRejectionReason, Phrase<string>>,
  /** The selection is unknown because a store is unreadable. */
  unknownSelection: phrase({ en: 'unknown', ja: '判断できません' }),
  /** Appended for a store that is unexpectedly empty. */
  unexpectedlyEmpty: phrase({
    en: (store: string, since: string) =>
      `store ${store} has been unexpectedly empty since ${since} (waiting for confirmation)`,
    ja: (store, since) => `ストア ${store} は ${since} から空で、確認待ちです`,
  }),
  /** From here to `noConfiguredFile`: a `NoSelectionReason`, as a cell of a table. */
  noTls: phrase({ en: 'no TLS', ja: 'TLS を提供しない' }),
  noClientCertificate: phrase({ en: 'not needed', ja: '不要' }),
  onlyProbed: phrase({ en: '(only probed)', ja: '(接続確認のみ)' }),
  notEnabled: phrase({ en: 'disabled', ja: '無効' }),
  noConfiguredFile: phrase({ en: 'not configured', ja: '証明書の指定なし' }),
  expired: phrase({ en: 'expired', ja: '有効期限切れ' }),
  noConnectors: phrase({ en: 'The configuration has no connectors.', ja: '構成にコネクタがありません。' }),
};
