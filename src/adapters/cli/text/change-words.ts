import type { Locale } from '../../../domain/text/locale.ts';

/** The validity of a certificate now, with formatted times. */
export type Validity =
  | { readonly kind: 'valid' | 'expired'; readonly until: string }
  | { readonly kind: 'not-yet-valid'; readonly from: string; readonly until: string };

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

/**
 * The texts of commands that change the store, in one language. Arguments are escaped and
 * formatted.
 */
interface ChangeWords {
  /** The first line of the screen, for a change or, without a path, a simulation. */
  readonly created: (details: ChangeDetails) => string;
  readonly renewed: (previousThumbprint: string, details: ChangeDetails) => string;
  readonly imported: (details: ChangeDetails) => string;
  readonly importedForRequest: (details: ChangeDetails) => string;
  /** A CSR was created. */
  readonly requested: (names: string, services: string, path: string | undefined) => string;
  readonly enabled: (details: ChangeDetails) => string;
  readonly removed: (details: ChangeDetails) => string;
  readonly requestRemoved: (names: string, path: string | undefined) => string;
  readonly unchanged: (thumbprint: string, services: string) => string;
  /** Only the stable path was changed. */
  readonly linked: (thumbprint: string, services: string) => string;
  readonly alreadyInStore: (thumbprint: string, services: string, path: string) => string;
  readonly noService: string;
  readonly exported: (thumbprint: string, path: string, format: string) => string;
  readonly keyUnencrypted: string;
  /** Replaces the thumbprint of a certificate that a simulation does not create. */
  readonly newCertificate: string;
  /** The label of the stable path. */
  readonly stablePathLabel: string;
  /** The label of `setAsInternal`. */
  readonly setLabel: string;
  readonly setAsInternal: string;
  /** The label of `expiresSooner`. */
  readonly shorterLabel: string;
  /** @param until the expiry of the previous certificate */
  readonly expiresSooner: (until: string) => string;
  /** The label of `issuerMissing`. */
  readonly incompleteLabel: string;
  /** @param file the file to append it to; undefined: nothing was written */
  readonly issuerMissing: (issuer: string, file: string | undefined) => string;
  readonly requestLabel: string;
  readonly nextStepLabel: string;
  readonly sendRequest: string;
  readonly dryRun: string;
  /** The question whether the recorded internal transport certificate is replaced. */
  readonly replaceInternal: (recorded: string, until: string | undefined) => string;
  readonly internalKept: (recorded: string, command: string) => string;
  readonly internalKeptInDryRun: (recorded: string) => string;
  readonly noDaemon: string;
  readonly storeNeverScanned: string;
  readonly notLoggedYet: (command: string) => string;
}

function validityEn(validity: Validity): string {
  if (validity.kind === 'expired') return `expired since ${validity.until}`;
  if (validity.kind === 'not-yet-valid') return `not valid before ${validity.from}, valid until ${validity.until}`;
  return `valid until ${validity.until}`;
}

function validityJa(validity: Validity): string {
  if (validity.kind === 'expired') return `有効期限切れ ${validity.until}`;
  if (validity.kind === 'not-yet-valid') return `有効期間の開始 ${validity.from}、有効期限 ${validity.until}`;
  return `有効期限 ${validity.until}`;
}

const certificateEn = (prefix: string, { thumbprint, names, validity, services, path }: ChangeDetails): string =>
  `${prefix}${thumbprint === undefined ? '' : ` ${thumbprint}`} for ${names}, ${validityEn(validity)}, enabled for ${services}${path === undefined ? '' : `, in ${path}`}`;

const certificateJa = (predicate: string, { thumbprint, names, validity, services, path }: ChangeDetails): string =>
  `${names} の証明書${thumbprint === undefined ? '' : ` ${thumbprint} `}${predicate} (${validityJa(validity)}、サービス ${services}${path === undefined ? '' : `、場所 ${path}`})`;

/** The texts of changes, by language. */
export const CHANGE_WORDS: Readonly<Record<Locale, ChangeWords>> = {
  en: {
    created: (details) =>
      certificateEn(details.path === undefined ? 'Would create a self-signed certificate' : 'Created', details),
    renewed: (previousThumbprint, details) =>
      details.path === undefined
        ? certificateEn(`Would renew ${previousThumbprint} with a new certificate`, details)
        : certificateEn(`Renewed ${previousThumbprint} with`, details),
    imported: (details) => certificateEn(details.path === undefined ? 'Would import' : 'Imported', details),
    importedForRequest: (details) =>
      certificateEn(
        details.path === undefined ? 'Would import the issued certificate' : 'Imported the issued certificate',
        details,
      ),
    requested: (names, services, path) =>
      `${path === undefined ? 'Would create a CSR' : 'Created a CSR'} for ${names}, to be enabled for ${services}${path === undefined ? '' : `, in ${path}`}`,
    enabled: ({ thumbprint, names, validity, services, path }) =>
      `${path === undefined ? 'Would enable' : 'Enabled'} ${thumbprint} for ${services} (${names}, ${validityEn(validity)})${path === undefined ? '' : `, in ${path}`}`,
    removed: ({ thumbprint, names, path }) =>
      path === undefined
        ? `Would remove ${thumbprint} for ${names}`
        : `Removed ${thumbprint} for ${names}; its files are now in ${path}`,
    requestRemoved: (names, path) =>
      path === undefined
        ? `Would remove the CSR for ${names} and its private key`
        : `Removed the CSR for ${names}; its files are now in ${path}`,
    unchanged: (thumbprint, services) => `${thumbprint} is already enabled for ${services}; nothing was changed`,
    linked: (thumbprint, services) => `${thumbprint} is already enabled for ${services}; the path now points to it`,
    alreadyInStore: (thumbprint, services, path) =>
      `${thumbprint} is already in the store (${path}), enabled for ${services}; nothing was changed`,
    noService: 'no service',
    exported: (thumbprint, path, format) => `Exported ${thumbprint} with its private key to ${path} (${format})`,
    keyUnencrypted: 'the private key in the file is not encrypted; to encrypt it: --password-file',
    newCertificate: 'the new certificate',
    stablePathLabel: 'Path',
    setLabel: 'Set',
    setAsInternal: 'as the internal transport certificate',
    shorterLabel: 'Shorter',
    expiresSooner: (until) =>
      `it expires before the certificate that it renews (${until}); set the validity with --years`,
    incompleteLabel: 'Incomplete',
    issuerMissing: (issuer, file) =>
      `the certificate of its issuer is missing (${issuer}); unless that is a root CA, append it ${file === undefined ? 'to the imported file' : `to ${file}`} for a complete chain`,
    requestLabel: 'CSR',
    nextStepLabel: 'Next',
    sendRequest: 'send the CSR to a CA, then import the issued certificate:',
    dryRun: 'Dry run: nothing was changed.',
    replaceInternal: (recorded, until) =>
      `The internal transport certificate is ${recorded} (${until === undefined ? 'no longer in the store' : `until ${until}`}). Replace it with this certificate? [y/N] `,
    internalKept: (recorded, command) =>
      `The internal transport certificate is still ${recorded}; to replace it: ${command}`,
    internalKeptInDryRun: (recorded) =>
      `The internal transport certificate would still be ${recorded}. A terminal asks for confirmation to replace it; --force replaces it.`,
    noDaemon: 'The daemon is not running; it logs this change when it starts.',
    storeNeverScanned:
      'The daemon has not scanned this store yet. Its first scan takes the current contents as the baseline, so this change will not be logged.',
    notLoggedYet: (command) => `The daemon has not logged this change yet; to show its event later: ${command}`,
  },
  ja: {
    created: (details) =>
      certificateJa(details.path === undefined ? ' (自己署名) を作成します' : 'を作成しました', details),
    renewed: (previousThumbprint, details) =>
      details.path === undefined
        ? certificateJa(` (${previousThumbprint} の複製) を作成します`, details)
        : certificateJa(`を ${previousThumbprint} の更新として作成しました`, details),
    imported: (details) =>
      certificateJa(details.path === undefined ? 'をインポートします' : 'をインポートしました', details),
    importedForRequest: (details) =>
      certificateJa(
        details.path === undefined
          ? 'を証明書の要求に対してインポートします'
          : 'を証明書の要求に対してインポートしました',
        details,
      ),
    requested: (names, services, path) =>
      `${names} の証明書の要求を${path === undefined ? '作成します' : '作成しました'} (サービス ${services}${path === undefined ? '' : `、場所 ${path}`})`,
    enabled: (details) =>
      certificateJa(details.path === undefined ? 'のサービスを設定します' : 'のサービスを設定しました', details),
    removed: ({ thumbprint, names, path }) =>
      path === undefined
        ? `${names} の証明書 ${thumbprint} を削除します`
        : `${names} の証明書 ${thumbprint} を削除しました (ファイルの移動先 ${path})`,
    requestRemoved: (names, path) =>
      path === undefined
        ? `${names} の証明書の要求とその秘密キーを削除します`
        : `${names} の証明書の要求を削除しました (ファイルの移動先 ${path})`,
    unchanged: (thumbprint, services) => `${thumbprint} はすでに ${services} に割り当てられています。変更はありません`,
    linked: (thumbprint, services) =>
      `${thumbprint} はすでに ${services} に割り当てられています。パスの参照先をこの証明書に変更しました`,
    alreadyInStore: (thumbprint, services, path) =>
      `${thumbprint} はすでにストアにあります (${path}、サービス ${services})。変更はありません`,
    noService: 'なし',
    exported: (thumbprint, path, format) => `${thumbprint} を秘密キーと共に ${path} にエクスポートしました (${format})`,
    keyUnencrypted: 'ファイル内の秘密キーは暗号化されていません。--password-file を指定すると暗号化されます',
    newCertificate: '新しい証明書',
    stablePathLabel: 'パス',
    setLabel: '設定',
    setAsInternal: '内部トランスポート証明書として設定',
    shorterLabel: '期間の短縮',
    expiresSooner: (until) => `更新前の証明書の有効期限 (${until}) より早く切れます。期間は --years で指定できます`,
    incompleteLabel: '不足',
    issuerMissing: (issuer, file) =>
      `発行者 ${issuer} の証明書がありません。ルート証明書でなければ、サーバーが送るチェーンが不完全になります。${file === undefined ? 'インポートするファイル' : file} の末尾に追加してください`,
    requestLabel: '要求ファイル',
    nextStepLabel: '次の手順',
    sendRequest: '要求ファイルを証明機関に送り、発行された証明書をインポート:',
    dryRun: 'シミュレーションのため、変更は行っていません。',
    replaceInternal: (recorded, until) =>
      `現在の内部トランスポート証明書は ${recorded} です${until === undefined ? ' (すでにありません)' : ` (有効期限 ${until})`}。この証明書に置き換えますか? [y/N] `,
    internalKept: (recorded, command) =>
      `内部トランスポート証明書は ${recorded} のままです。置き換える場合: ${command}`,
    internalKeptInDryRun: (recorded) =>
      `内部トランスポート証明書は ${recorded} のままです。置き換えるかどうかは端末での実行時に確認します (--force を付けると置き換え)`,
    noDaemon: 'デーモンが動作していないため、次回の起動時にイベントを記録します。',
    storeNeverScanned:
      'このストアはまだデーモンがスキャンしていません。最初のスキャンの内容が基準となるため、この変更は記録されません。',
    notLoggedYet: (command) => `デーモンはまだこの変更を記録していません。後で確認: ${command}`,
  },
};
