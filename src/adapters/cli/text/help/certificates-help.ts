import { phrase } from '../../../../domain/text/phrase.ts';

const CERTIFICATE = phrase({
  en: 'thumbprint or unique prefix, DNS name, or file',
  ja: '拇印、その先頭部分、DNS 名、またはファイル',
});
const CERTIFICATE_OR_CSR = phrase({
  en: 'thumbprint or unique prefix, DNS name, or file; for a CSR, its SHA-256',
  ja: '拇印、その先頭部分、DNS 名、またはファイル (証明書の要求では SHA-256)',
});
const REPLACE_INTERNAL = phrase({
  en: 'replace the internal transport certificate without confirmation',
  ja: '内部トランスポート証明書を確認なしで置き換え',
});

/** The help of `mailcertd certificates` and its subcommands. */
export const CERTIFICATES_HELP = {
  description: phrase({
    en: 'list and manage certificates in the stores',
    ja: 'ストアの証明書の一覧と管理',
  }),
  list: {
    description: phrase({
      en: 'list certificates, soonest expiry first, then pending CSRs',
      ja: '証明書 (有効期限順) と、保留中の証明書の要求の一覧',
    }),
    domainName: phrase({
      en: 'only certificates that match this name, in selection order',
      ja: 'この名前と一致する証明書だけ (選択の順)',
    }),
    thumbprint: phrase({
      en: 'only thumbprints with this prefix; case, colons and spaces are ignored',
      ja: 'この文字列で始まる拇印だけ (大文字と小文字の違い、コロン、空白は無視)',
    }),
    services: phrase({
      en: 'only certificates enabled for all of these, for example SMTP,IMAP',
      ja: 'このサービスすべてに割り当てられている証明書だけ (例: SMTP,IMAP)',
    }),
    state: phrase({
      en: (states: string) => `only these states, comma-separated: ${states}`,
      ja: (states) => `この状態だけ (コンマ区切り): ${states}`,
    }),
    expiresWithin: phrase({
      en: 'only expired ones and those that expire within, for example 30d',
      ja: '有効期限切れか、有効期限までこの時間以内の証明書だけ (例: 30d)',
    }),
  },
  show: {
    description: phrase({
      en: 'show a certificate and its suitability for clients, or a CSR',
      ja: '証明書とクライアントへの適合性、または証明書の要求の表示',
    }),
    certificate: CERTIFICATE_OR_CSR,
  },
  new: {
    description: phrase({
      en: 'create a self-signed certificate or a CSR in the store My',
      ja: 'ストア My での自己署名証明書または証明書の要求 (CSR) の作成',
    }),
    subject: phrase({
      en: 'for example CN=mail.contoso.com,O=Contoso (default: CN=FIRST-NAME)',
      ja: 'サブジェクト (例: CN=mail.contoso.com,O=Contoso、既定値: CN=最初の名前)',
    }),
    domainName: phrase({
      en: 'name in the certificate; repeatable (default: CN, or this computer)',
      ja: '証明書内の名前 (複数指定可、既定値: CN またはこのコンピューター)',
    }),
    includeAutodiscover: phrase({
      en: 'also add autodiscover.DOMAIN for the domain of each name',
      ja: '各名前のドメインの autodiscover.ドメイン も追加',
    }),
    key: phrase({
      en: 'key type (default: selfSigned.key of the configuration)',
      ja: 'キーの種類 (既定値: 構成の selfSigned.key)',
    }),
    years: phrase({
      en: 'validity in calendar years (default: selfSigned.years)',
      ja: '有効期間の年数 (既定値: 構成の selfSigned.years)',
    }),
    servicesDefault: phrase({
      en: 'IMAP,POP,IIS,SMTP if it has the default names of this computer, else none',
      ja: 'このコンピューターの既定の名前では IMAP,POP,IIS,SMTP、それ以外では none',
    }),
    request: phrase({
      en: 'create a CSR (PKCS#10) for a CA; its key stays in the store',
      ja: '証明機関 (CA) への証明書の要求 (PKCS#10) を作成 (秘密キーはストアに保存)',
    }),
    force: REPLACE_INTERNAL,
  },
  renew: {
    description: phrase({
      en: 'create a successor with the same names and services and a new key',
      ja: '証明書の更新 (同じ名前とサービス、新しい秘密キー)',
    }),
    certificate: CERTIFICATE,
    years: phrase({
      en: 'validity in calendar years, or same as the previous one (default: 1)',
      ja: '有効期間の年数、または same (以前の証明書と同じ) (既定値: 1)',
    }),
    request: phrase({
      en: 'create a CSR (PKCS#10) for the CA that issued the certificate',
      ja: '発行元の証明機関 (CA) への証明書の要求 (PKCS#10) を作成',
    }),
    force: phrase({
      en: 'create a self-signed certificate even if a CA issued the previous one',
      ja: '以前の証明書を CA が発行した場合も、自己署名証明書を作成',
    }),
  },
  enable: {
    description: phrase({
      en: 'enable a certificate of the store My for further services',
      ja: 'ストア My の証明書にサービスを追加で割り当て',
    }),
    certificate: CERTIFICATE,
    replace: phrase({
      en: 'replace the enabled services instead of adding to them',
      ja: '追加の代わりに、割り当てられているサービスを置き換え',
    }),
    force: REPLACE_INTERNAL,
  },
  import: {
    description: phrase({
      en: 'import a certificate with its key, or the certificate for a CSR',
      ja: '証明書と秘密キー、または証明書の要求に対する証明書のインポート',
    }),
    file: phrase({
      en: 'PEM, DER, PKCS#7, PKCS#12 or JKS file; the format is detected',
      ja: 'PEM、DER、PKCS#7、PKCS#12、または JKS のファイル (形式は自動判定)',
    }),
    passwordFile: phrase({
      en: 'file with the password of encrypted keys; repeatable',
      ja: '暗号化された秘密キーのパスワードのファイル (複数指定可)',
    }),
    servicesDefault: phrase({
      en: 'those of the CSR, or of the same certificate in My; else none',
      ja: '証明書の要求または My の同じ証明書のサービス、それ以外では none',
    }),
    force: phrase({
      en: 'replace the internal transport certificate without confirmation; also import a CA with its key',
      ja: '内部トランスポート証明書を確認なしで置き換え (秘密キーのある CA 証明書もインポート)',
    }),
  },
  export: {
    description: phrase({
      en: 'write a certificate, its chain and private key to a new file',
      ja: '証明書、チェーン、秘密キーの新しいファイルへのエクスポート',
    }),
    certificate: CERTIFICATE,
    out: phrase({
      en: 'the new file, readable only by its owner; never overwritten',
      ja: '新しいファイル (所有者だけが読み取り可能、上書きなし)',
    }),
    passwordFile: phrase({
      en: 'file with the password that encrypts the key; required for PKCS#12',
      ja: '秘密キーを暗号化するパスワードのファイル (PKCS#12 では必須)',
    }),
    as: phrase({
      en: 'file format (default: by the extension .p12, .pfx or .pem)',
      ja: 'ファイル形式 (既定値: 拡張子 .p12、.pfx、.pem による)',
    }),
  },
  remove: {
    description: phrase({
      en: 'move a certificate or pending CSR from the store My to the trash',
      ja: 'ストア My の証明書または保留中の証明書の要求をごみ箱に移動',
    }),
    certificate: CERTIFICATE_OR_CSR,
    force: phrase({
      en: 'also if connectors select it, or if it is the last for a name',
      ja: 'コネクタが選択している証明書や、名前に対する最後の証明書も移動',
    }),
  },
  /** Options of several subcommands. */
  services: phrase({
    en: 'services to enable: comma-separated IMAP, POP, UM, IIS, SMTP, Federation, or none',
    ja: '割り当てるサービス (コンマ区切り): IMAP, POP, UM, IIS, SMTP, Federation、または none',
  }),
  servicesWithDefault: phrase({
    en: (services: string, value: string) => `${services} (default: ${value})`,
    ja: (services, value) => `${services} (既定値: ${value})`,
  }),
  friendlyName: phrase({ en: 'descriptive name, shown in lists', ja: 'フレンドリ名 (一覧に表示)' }),
  exportable: phrase({ en: 'allow the private key to be exported', ja: '秘密キーのエクスポートを許可' }),
  dryRun: phrase({
    en: 'change nothing; show the change and what each connector would select',
    ja: '変更内容と、各コネクタが選択する証明書の表示のみ (変更なし)',
  }),
};
