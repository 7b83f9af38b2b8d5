import type { RequiredName, UnusableFile } from '../../../domain/selection/selection.ts';
import { type InLanguage, type Phrase, phrase } from '../../../domain/text/phrase.ts';

/**
 * Why a connector selects no certificate.
 * - noTls: it does not offer TLS
 * - notEnabled: it is disabled
 * - noConfiguredFile: a discovered server that offers TLS, but whose settings name no certificate
 *   file
 * - noClientCertificate: a Send connector, which needs none
 * - onlyProbed: only the served certificate is checked
 */
export type NoSelectionReason = 'noTls' | 'notEnabled' | 'noConfiguredFile' | 'noClientCertificate' | 'onlyProbed';

/** The values of `titleNoSelection` about a connector. */
const NO_SELECTION = {
  noTls: phrase({ en: 'does not offer TLS', ja: 'は TLS を提供しません' }),
  notEnabled: phrase({ en: 'is disabled', ja: 'は無効です' }),
  noConfiguredFile: phrase({ en: 'has no configured certificate', ja: 'は証明書を指定していません' }),
  noClientCertificate: phrase({ en: 'needs no client certificate', ja: 'はクライアント証明書を必要としません' }),
  onlyProbed: phrase({ en: 'is only probed', ja: 'は接続確認だけを行います' }),
} satisfies Record<NoSelectionReason, Phrase<string>>;

/** The texts of `connectors explain`. Arguments are escaped and formatted. */
export const EXPLAIN_PHRASES = {
  /** The title for a connector that selects a certificate. */
  titleSelects: phrase({
    en: (connector: string, direction: string, verdict: string) => `${connector} (${direction}) selects: ${verdict}`,
    ja: (connector, direction, verdict) => `${connector} (${direction}) が選択する証明書: ${verdict}`,
  }),
  openEvent: phrase({
    en: (eventId: number, since: string) => `event ${eventId}, open since ${since}`,
    ja: (eventId, since) => `イベント ${eventId} (${since} から未解消)`,
  }),
  titleNoSelection: phrase({
    en: (connector: string, direction: string, reason: NoSelectionReason) =>
      `${connector} (${direction}) ${NO_SELECTION[reason].en}`,
    ja: (connector, direction, reason) => `${connector} (${direction}) ${NO_SELECTION[reason].ja}`,
  }),
  stepTitles: {
    offersTls: phrase({ en: 'TLS offered', ja: 'TLS の提供' }),
    requiredName: phrase({ en: 'required name', ja: '検索する名前' }),
    searchedStores: phrase({ en: 'stores', ja: '検索するストア' }),
    matchesName: phrase({ en: 'matches', ja: '名前が一致' }),
    eligible: phrase({ en: 'eligible', ja: '使用可能' }),
  },
  /** Where the required name comes from. */
  nameFrom: {
    connector: phrase({ en: 'its FQDN', ja: 'コネクタの FQDN' }),
    computer: phrase({
      en: 'the FQDN of this computer, because the connector has none',
      ja: 'コンピューターの FQDN (コネクタに FQDN がないため)',
    }),
    discovered: phrase({ en: "the server's own name, from its settings", ja: 'サーバーが名乗る名前' }),
  } satisfies Record<RequiredName['from'], Phrase<string>>,
  /** The same for a required issuer and subject. */
  ownTlsCertificateName: phrase({ en: 'its tlsCertificateName', ja: 'コネクタの tlsCertificateName' }),
  /** Follows the direction in the title: how the certificate is selected. */
  byTlsCertificateName: phrase({ en: ', by issuer and subject', ja: '、発行者とサブジェクトで選択' }),
  /** Follows the direction in the title: the certificate is in a file that the connector names. */
  byConfiguredFiles: phrase({ en: ', from its files', ja: '、ファイルを指定' }),
  /** The note in the step of the stores if the connector names its files. */
  onlyConfiguredFiles: phrase({ en: 'only its configured files', ja: '指定のファイルのみ' }),
  /** The result of a further selected certificate, for example of another key type. */
  alsoSelected: phrase({ en: 'also selected', ja: '併せて選択される証明書です' }),
  unusableFile: {
    'certificate-file-missing': phrase({ en: () => 'does not exist', ja: () => 'ファイルが存在しません' }),
    'certificate-file-unusable': phrase({
      en: (detail: string) => `contains no readable certificate${detail === '' ? '' : ` (${detail})`}`,
      ja: (detail) => `読み取れる証明書がありません${detail === '' ? '' : ` (${detail})`}`,
    }),
  } satisfies Record<UnusableFile['reason'], Phrase<(detail: string) => string>>,
  /** Replaces the selection order if the connector names its files. */
  noOrderOfFiles: phrase({
    en: 'not applicable: the server uses the configured files; if one of them or its key cannot be loaded, TLS is unavailable',
    ja: '対象外 (サーバーは指定のファイルを使用します。証明書か秘密キーが 1 つでも読み込めなければ TLS を提供できません)',
  }),
  countOfTotal: phrase({
    en: (count: number, all: number) => `${count} of ${all}`,
    ja: (count, all) => `${all} 個中 ${count} 個`,
  }),
  /**
   * How many more certificates have the required name, but are in stores that the connector does
   * not search.
   */
  countInOtherStores: phrase({
    en: (count: number) => `and ${count} in other stores`,
    ja: (count) => `ほかに検索対象外のストアに ${count} 個`,
  }),
  /** Shown for the stores if there is none in which connectors search. */
  noSearchedStore: phrase({
    en: 'none: connectors search no store',
    ja: 'なし (コネクタが検索するストアがありません)',
  }),
  storeUnreadable: phrase({
    en: (store: string, reason: string) => `${store} UNREADABLE (${reason})`,
    ja: (store, reason) => `${store} 読み取り不可 (${reason})`,
  }),
  match: {
    exact: phrase({ en: 'exact', ja: '完全一致' }),
    wildcard: phrase({ en: 'wildcard', ja: 'ワイルドカード' }),
    other: phrase({ en: 'no match', ja: '不一致' }),
  },
  validUntil: phrase({ en: (until: string) => `until ${until}`, ja: (until) => `有効期限 ${until}` }),
  selected: phrase({ en: 'selected', ja: '選択される証明書です' }),
  /** Replaces `selected` for a certificate that has expired. */
  selectedExpired: phrase({
    en: 'expired; no valid certificate matches',
    ja: '有効期限が切れています。代わりの有効な証明書はありません',
  }),
  lastSeen: phrase({ en: (time: string) => `last seen ${time}`, ja: (time) => `最後に確認した日時 ${time}` }),
  closestCertificateMark: phrase({ en: '<- closest certificate', ja: '<- 最も近い候補' }),
  selectionOrder: phrase({ en: 'Order', ja: '優先順位' }),
  /** The label of the commands that simulate. */
  simulate: phrase({ en: 'Simulate', ja: 'シミュレーション' }),
  evaluatedAt: phrase({ en: 'Evaluated at', ja: '判定時点' }),
  /** Replaces the selected certificate if it has expired and the server therefore serves none. */
  noneValid: phrase({ en: 'NONE (expired)', ja: 'なし (有効期限切れ)' }),
  /** The notes for a connector that selects no certificate. */
  noSelectionNoEvent: phrase({
    en: 'no certificate is selected, and no event is raised for it',
    ja: '証明書は選択せず、イベントも発生しません',
  }),
  noSelectionOnlyServed: phrase({
    en: 'no certificate is selected; only what is served is checked',
    ja: '証明書は選択せず、サーバーが提示している証明書だけを確認します',
  }),
};

/** The texts of `connectors explain`, in one language. */
export type ExplainTexts = InLanguage<typeof EXPLAIN_PHRASES>;
