import type {
  ClientKind,
  SuitabilityAdvice,
  SuitabilityReason,
  Verdict,
} from '../../../domain/certificate/suitability.ts';
import { type Phrase, phrase } from '../../../domain/text/phrase.ts';

/** The kinds of clients, as cells of a table. */
export const CLIENT_PHRASES = {
  'smtp-starttls': phrase({ en: 'SMTP (STARTTLS)', ja: 'SMTP (STARTTLS)' }),
  'imap-pop3': phrase({ en: 'IMAP, POP3', ja: 'IMAP、POP3' }),
  'outlook-web-access': phrase({ en: 'Outlook Web Access', ja: 'Outlook Web Access' }),
  'outlook-domain-joined': phrase({ en: 'Outlook, joined to the domain', ja: 'ドメイン参加の Outlook' }),
  autodiscover: phrase({ en: 'Autodiscover', ja: '自動検出 (Autodiscover)' }),
  'outlook-anywhere': phrase({ en: 'Outlook Anywhere', ja: 'Outlook Anywhere' }),
  activesync: phrase({ en: 'Exchange ActiveSync', ja: 'Exchange ActiveSync' }),
  'client-access-proxy': phrase({ en: 'Client Access proxying', ja: 'クライアント アクセス サーバー間のプロキシ' }),
} satisfies Record<ClientKind, Phrase<string>>;

/** The cells that say whether a certificate is suitable for a client. */
export const VERDICT_PHRASES = {
  yes: phrase({ en: 'yes', ja: '使用できる' }),
  warns: phrase({ en: 'warns', ja: '警告あり' }),
  no: phrase({ en: 'no', ja: '使用できない' }),
} satisfies Record<Verdict, Phrase<string>>;

/** Why a certificate is suitable or not, as clauses. */
export const SUITABILITY_PHRASES = {
  trusted: phrase({ en: 'its issuer is trusted', ja: '発行者が信頼されている' }),
  'enterprise-root': phrase({
    en: "trusted by clients that have the enterprise's root CA",
    ja: '社内 CA のルートを信頼するクライアントで有効',
  }),
  'between-servers': phrase({ en: 'servers do not check the issuer', ja: 'サーバー間では発行者を検証しない' }),
  'self-signed-tolerated': phrase({
    en: 'self-signed; these clients accept this for the internal FQDN',
    ja: '自己署名だが、内部 FQDN への接続では許容される',
  }),
  'chain-not-checked': phrase({
    en: 'unknown issuer; these clients accept this for the internal FQDN',
    ja: '発行者不明だが、内部 FQDN への接続では許容される',
  }),
  'untrusted-certs-allowed': phrase({
    en: 'untrusted, but allowed by proxy: in the configuration',
    ja: '信頼されていないが、proxy の設定で許可されている',
  }),
  'self-signed-warns': phrase({
    en: 'self-signed: users see a warning',
    ja: '自己署名のため、利用者に警告が表示される',
  }),
  'self-signed-not-supported': phrase({
    en: 'self-signed certificates are not supported',
    ja: '自己署名証明書はサポートされない',
  }),
  'issuer-unknown': phrase({ en: 'unknown issuer', ja: '発行者不明' }),
  'untrusted-certs-refused': phrase({
    en: 'untrusted, and not allowed by proxy: in the configuration',
    ja: '信頼されておらず、proxy の設定で許可されていない',
  }),
  'internal-fqdn-missing': phrase({
    en: 'the internal FQDN is not a subject alternative name',
    ja: '内部 FQDN がサブジェクトの別名にない',
  }),
  expired: phrase({ en: 'expired', ja: '有効期限切れ' }),
  'expired-between-servers': phrase({
    en: 'expired; internal connections continue to work',
    ja: '有効期限切れ (内部の通信は継続)',
  }),
  'not-yet-valid': phrase({ en: 'not yet valid', ja: 'まだ有効ではない' }),
  'private-key-missing': phrase({ en: 'no private key', ja: '秘密キーがない' }),
  'private-key-mismatch': phrase({ en: 'the private key of another certificate', ja: '秘密キーが一致しない' }),
  'certification-authority': phrase({
    en: 'a CA certificate',
    ja: '証明機関 (CA) の証明書',
  }),
  'not-for-servers': phrase({ en: 'its purposes do not include servers', ja: '用途にサーバー認証が含まれない' }),
} satisfies Record<SuitabilityReason, Phrase<string>>;

/** How to get a suitable certificate, as sentences. */
export const ADVICE_PHRASES = {
  'import-root': phrase({
    en: "Import the enterprise's root certificate into the trusted root store of each client.",
    ja: '社内 CA のルート証明書を各クライアントの信頼されたルート ストアにインポートしてください。',
  }),
  'replace-before-long': phrase({
    en: 'Replace it soon with a certificate of the enterprise CA or a trusted third party. A self-signed certificate is for the first days only.',
    ja: '当面の使用にとどめ、社内 CA または信頼されたサード パーティの証明書に置き換えてください。',
  }),
  replace: phrase({
    en: 'Replace it with a certificate of the enterprise CA or a trusted third party. Each client needs the root CA in its trusted root store.',
    ja: '社内 CA または信頼されたサード パーティの証明書に置き換え、そのルートを各クライアントの信頼されたルート ストアにインポートしてください。',
  }),
  'find-issuer': phrase({
    en: "Add its intermediate certificates to its file, or add the enterprise's CA under trust: in the configuration.",
    ja: '中間証明書を同じファイルに置くか、構成ファイルの trust に社内 CA を追加してください。',
  }),
  'allow-untrusted-certs': phrase({
    en: 'On the Internet-facing server, back up the registry. Then set AllowInternalUntrustedCerts and AllowExternallUntrustedCerts (sic) to 1 under HKLM\\System\\CurrentControlSet\\Services\\MSExchangeOWA, and set proxy: in the configuration accordingly.',
    ja: 'インターネットに接続するサーバーでレジストリをバックアップしてから、HKLM\\System\\CurrentControlSet\\Services\\MSExchangeOWA の AllowInternalUntrustedCerts と AllowExternallUntrustedCerts (綴りはこのとおり) を 1 に設定し、構成ファイルの proxy にも反映してください。',
  }),
  'name-internal-fqdn': phrase({
    en: 'Use a certificate with the internal FQDN, or change the internal URLs to a name in this certificate.',
    ja: '内部 FQDN を含む証明書を使用するか、内部 URL をこの証明書の名前に変更してください。',
  }),
  renew: phrase({ en: 'Renew it.', ja: '証明書を更新してください。' }),
  wait: phrase({
    en: 'Use another certificate until this one is valid.',
    ja: '有効期間の開始まで別の証明書を使用してください。',
  }),
  'bring-private-key': phrase({
    en: 'Put its private key next to the certificate.',
    ja: '対応する秘密キーを証明書と同じ場所に置いてください。',
  }),
  'use-another': phrase({ en: 'Use another certificate here.', ja: '別の証明書を使用してください。' }),
} satisfies Record<SuitabilityAdvice, Phrase<string>>;
