import { countWithNoun } from '../../../domain/event/count-with-noun.ts';
import { phrase } from '../../../domain/text/phrase.ts';

/** The certificate of a change, escaped and formatted. */
interface ChangeDetails {
  /** undefined: the change is simulated and would create the certificate. */
  readonly thumbprint: string | undefined;
  readonly names: string;
  readonly validity: Validity;
  readonly services: string;
  /** Where the certificate is after the change; undefined: the change is simulated. */
  readonly path: string | undefined;
}

/** The validity of a certificate now, with formatted times. */
export type Validity =
  | { readonly kind: 'valid' | 'expired'; readonly until: string }
  | { readonly kind: 'not-yet-valid'; readonly from: string; readonly until: string };

const VALIDITY = phrase({
  en: (validity: Validity) => {
    if (validity.kind === 'expired') return `expired since ${validity.until}`;
    if (validity.kind === 'not-yet-valid') return `not valid before ${validity.from}, valid until ${validity.until}`;
    return `valid until ${validity.until}`;
  },
  ja: (validity) => {
    if (validity.kind === 'expired') return `有効期限切れ ${validity.until}`;
    if (validity.kind === 'not-yet-valid') return `有効期間の開始 ${validity.from}、有効期限 ${validity.until}`;
    return `有効期限 ${validity.until}`;
  },
});

/** The certificate of a change. In Japanese, the verb follows it. */
const CERTIFICATE = phrase({
  en: (verb: string, { thumbprint, names, validity, services, path }: ChangeDetails) =>
    `${verb}${thumbprint === undefined ? '' : ` ${thumbprint}`} for ${names}, ${VALIDITY.en(validity)}, enabled for ${services}${path === undefined ? '' : `, in ${path}`}`,
  ja: (verb, { thumbprint, names, validity, services, path }) =>
    `${names} の証明書${thumbprint === undefined ? '' : ` ${thumbprint} `}${verb} (${VALIDITY.ja(validity)}、サービス ${services}${path === undefined ? '' : `、場所 ${path}`})`,
});

/** The texts of commands that change the store. Arguments are escaped and formatted. */
export const CHANGE_PHRASES = {
  /** The first line of the screen, for a change or, without a path, a simulation. */
  created: phrase({
    en: (details: ChangeDetails) =>
      CERTIFICATE.en(details.path === undefined ? 'Would create a self-signed certificate' : 'Created', details),
    ja: (details) =>
      CERTIFICATE.ja(details.path === undefined ? ' (自己署名) を作成します' : 'を作成しました', details),
  }),
  renewed: phrase({
    en: (previousThumbprint: string, details: ChangeDetails) =>
      details.path === undefined
        ? CERTIFICATE.en(`Would renew ${previousThumbprint} with a new certificate`, details)
        : CERTIFICATE.en(`Renewed ${previousThumbprint} with`, details),
    ja: (previousThumbprint, details) =>
      details.path === undefined
        ? CERTIFICATE.ja(` (${previousThumbprint} の複製) を作成します`, details)
        : CERTIFICATE.ja(`を ${previousThumbprint} の更新として作成しました`, details),
  }),
  imported: phrase({
    en: (details: ChangeDetails) => CERTIFICATE.en(details.path === undefined ? 'Would import' : 'Imported', details),
    ja: (details) =>
      CERTIFICATE.ja(details.path === undefined ? 'をインポートします' : 'をインポートしました', details),
  }),
  importedForRequest: phrase({
    en: (details: ChangeDetails) =>
      CERTIFICATE.en(
        details.path === undefined ? 'Would import the issued certificate' : 'Imported the issued certificate',
        details,
      ),
    ja: (details) =>
      CERTIFICATE.ja(
        details.path === undefined
          ? 'を証明書の要求に対してインポートします'
          : 'を証明書の要求に対してインポートしました',
        details,
      ),
  }),
  /** A CSR was created. */
  requested: phrase({
    en: (names: string, services: string, path: string | undefined) =>
      `${path === undefined ? 'Would create a CSR' : 'Created a CSR'} for ${names}, to be enabled for ${services}${path === undefined ? '' : `, in ${path}`}`,
    ja: (names, services, path) =>
      `${names} の証明書の要求を${path === undefined ? '作成します' : '作成しました'} (サービス ${services}${path === undefined ? '' : `、場所 ${path}`})`,
  }),
  enabled: phrase({
    en: ({ thumbprint, names, validity, services, path }: ChangeDetails) =>
      `${path === undefined ? 'Would enable' : 'Enabled'} ${thumbprint} for ${services} (${names}, ${VALIDITY.en(validity)})${path === undefined ? '' : `, in ${path}`}`,
    ja: (details) =>
      CERTIFICATE.ja(details.path === undefined ? 'のサービスを設定します' : 'のサービスを設定しました', details),
  }),
  removed: phrase({
    en: ({ thumbprint, names, path }: ChangeDetails) =>
      path === undefined
        ? `Would remove ${thumbprint} for ${names}`
        : `Removed ${thumbprint} for ${names}; its files are now in ${path}`,
    ja: ({ thumbprint, names, path }) =>
      path === undefined
        ? `${names} の証明書 ${thumbprint} を削除します`
        : `${names} の証明書 ${thumbprint} を削除しました (ファイルの移動先 ${path})`,
  }),
  requestRemoved: phrase({
    en: (names: string, path: string | undefined) =>
      path === undefined
        ? `Would remove the CSR for ${names} and its private key`
        : `Removed the CSR for ${names}; its files are now in ${path}`,
    ja: (names, path) =>
      path === undefined
        ? `${names} の証明書の要求とその秘密キーを削除します`
        : `${names} の証明書の要求を削除しました (ファイルの移動先 ${path})`,
  }),
  unchanged: phrase({
    en: (thumbprint: string, services: string) =>
      `${thumbprint} is already enabled for ${services}; nothing was changed`,
    ja: (thumbprint, services) => `${thumbprint} はすでに ${services} に割り当てられています。変更はありません`,
  }),
  /** Only the stable path was changed. */
  linked: phrase({
    en: (thumbprint: string, services: string) =>
      `${thumbprint} is already enabled for ${services}; the path now points to it`,
    ja: (thumbprint, services) =>
      `${thumbprint} はすでに ${services} に割り当てられています。パスの参照先をこの証明書に変更しました`,
  }),
  alreadyInStore: phrase({
    en: (thumbprint: string, services: string, path: string) =>
      `${thumbprint} is already in the store (${path}), enabled for ${services}; nothing was changed`,
    ja: (thumbprint, services, path) =>
      `${thumbprint} はすでにストアにあります (${path}、サービス ${services})。変更はありません`,
  }),
  noService: phrase({ en: 'no service', ja: 'なし' }),
  exported: phrase({
    en: (thumbprint: string, path: string, format: string) =>
      `Exported ${thumbprint} with its private key to ${path} (${format})`,
    ja: (thumbprint, path, format) => `${thumbprint} を秘密キーとともに ${path} にエクスポートしました (${format})`,
  }),
  eventsExported: phrase({
    en: (count: number, path: string) => `Exported ${countWithNoun(count, 'event')} to ${path}`,
    ja: (count, path) => `${path} にイベント ${count} 件をエクスポートしました`,
  }),
  /** Some events are larger than a record of an .evtx file can be. */
  eventsShortened: phrase({
    en: (count: number) =>
      `The longest texts of ${countWithNoun(count, 'event')} are shortened, because a record of an .evtx file has at most 64 KiB. For all texts, use --format xml.`,
    ja: (count) =>
      `.evtx ファイルのレコードは最大 64 KiB のため、${count} 件のイベントの長いテキストを省略しました。すべてのテキストを書き出すには --format xml を使用してください。`,
  }),
  keyUnencrypted: phrase({
    en: 'the private key in the file is not encrypted; to encrypt it: --password-file',
    ja: 'ファイル内の秘密キーは暗号化されていません。--password-file を指定すると暗号化されます',
  }),
  /** Replaces the thumbprint of a certificate that a simulation does not create. */
  newCertificate: phrase({ en: 'the new certificate', ja: '新しい証明書' }),
  /** The label of the stable path. */
  stablePathLabel: phrase({ en: 'Path', ja: 'パス' }),
  /** The label of `setAsInternal`. */
  setLabel: phrase({ en: 'Set', ja: '設定' }),
  setAsInternal: phrase({ en: 'as the internal transport certificate', ja: '内部トランスポート証明書として設定' }),
  /** The label of `expiresSooner`. */
  shorterLabel: phrase({ en: 'Shorter', ja: '期間の短縮' }),
  /** @param until the expiry of the previous certificate */
  expiresSooner: phrase({
    en: (until: string) => `it expires before the certificate that it renews (${until}); set the validity with --years`,
    ja: (until) =>
      `新しい証明書は、更新前の証明書 (有効期限 ${until}) より早く期限が切れます。期間は --years で指定できます`,
  }),
  /** The label of `issuerMissing`. */
  incompleteLabel: phrase({ en: 'Incomplete', ja: '不足' }),
  /** @param file the file to append it to; undefined: nothing was written */
  issuerMissing: phrase({
    en: (issuer: string, file: string | undefined) =>
      `the certificate of its issuer is missing (${issuer}); unless that is a root CA, append it ${file === undefined ? 'to the imported file' : `to ${file}`} for a complete chain`,
    ja: (issuer, file) =>
      `発行者 ${issuer} の証明書がありません。ルート証明書でなければ、サーバーが送るチェーンが不完全になります。${file === undefined ? 'インポートするファイル' : file} の末尾に追加してください`,
  }),
  requestLabel: phrase({ en: 'CSR', ja: '要求ファイル' }),
  nextStepLabel: phrase({ en: 'Next', ja: '次の手順' }),
  sendRequest: phrase({
    en: 'send the CSR to a CA, then import the issued certificate:',
    ja: '要求ファイルを証明機関に送り、発行された証明書をインポート:',
  }),
  dryRun: phrase({ en: 'Dry run: nothing was changed.', ja: 'シミュレーションのため、変更は行っていません。' }),
  /** The question whether the recorded internal transport certificate is replaced. */
  replaceInternal: phrase({
    en: (recorded: string, until: string | undefined) =>
      `The internal transport certificate is ${recorded} (${until === undefined ? 'no longer in the store' : `until ${until}`}). Replace it with this certificate? [y/N] `,
    ja: (recorded, until) =>
      `現在の内部トランスポート証明書は ${recorded} です${until === undefined ? ' (すでにありません)' : ` (有効期限 ${until})`}。この証明書に置き換えますか? [y/N] `,
  }),
  internalKept: phrase({
    en: (recorded: string, command: string) =>
      `The internal transport certificate is still ${recorded}; to replace it: ${command}`,
    ja: (recorded, command) => `内部トランスポート証明書は ${recorded} のままです。置き換える場合: ${command}`,
  }),
  internalKeptInDryRun: phrase({
    en: (recorded: string) =>
      `The internal transport certificate would still be ${recorded}. A terminal asks for confirmation to replace it; --force replaces it.`,
    ja: (recorded) =>
      `内部トランスポート証明書は ${recorded} のままです。置き換えるかどうかは端末での実行時に確認します (--force を付けると置き換え)`,
  }),
  noDaemon: phrase({
    en: 'The daemon is not running; it logs this change when it starts.',
    ja: 'デーモンが動作していないため、次回の起動時にイベントを記録します。',
  }),
  storeNeverScanned: phrase({
    en: 'The daemon has not scanned this store yet. Its first scan takes the current contents as the baseline, so this change will not be logged.',
    ja: 'このストアはまだデーモンがスキャンしていません。最初のスキャンの内容が基準となるため、この変更は記録されません。',
  }),
  notLoggedYet: phrase({
    en: (command: string) => `The daemon has not logged this change yet; to show its event later: ${command}`,
    ja: (command) => `デーモンはまだこの変更を記録していません。後で確認: ${command}`,
  }),
};
