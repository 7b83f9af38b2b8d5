import type { Locale } from '../../../domain/event/event-definition.ts';

/** The validity of a certificate at present, with formatted times. */
export type Validity =
  | { readonly kind: 'valid' | 'expired'; readonly until: string }
  | { readonly kind: 'not-yet'; readonly from: string; readonly until: string };

/**
 * The formatted details of a certificate. `thumbprint` is undefined for a simulated new
 * certificate; `path` is undefined in a simulation.
 */
interface ChangeDetails {
  readonly thumbprint: string | undefined;
  readonly names: string;
  readonly validity: Validity;
  readonly services: string;
  readonly path: string | undefined;
}

/**
 * The texts of commands that change the store, in one language. Arguments are escaped and
 * formatted.
 */
interface ChangeWords {
  /** The change was made or, without a path, is simulated. */
  readonly made: (details: ChangeDetails) => string;
  readonly renewed: (before: string, details: ChangeDetails) => string;
  readonly imported: (details: ChangeDetails) => string;
  readonly answered: (details: ChangeDetails) => string;
  readonly requested: (names: string, services: string, path: string | undefined) => string;
  readonly enabled: (details: ChangeDetails) => string;
  readonly removed: (details: ChangeDetails) => string;
  readonly requestRemoved: (names: string, path: string | undefined) => string;
  readonly unchanged: (thumbprint: string, services: string) => string;
  readonly linked: (thumbprint: string, services: string) => string;
  readonly isThere: (thumbprint: string, services: string, path: string) => string;
  readonly noService: string;
  readonly exported: (thumbprint: string, path: string, format: string) => string;
  readonly keyUnencrypted: string;
  /** The name of a certificate that a simulation does not create. */
  readonly newOne: string;
  readonly sameAsBefore: string;
  /** The label of the stable path. */
  readonly live: string;
  readonly recorded: string;
  readonly asInternal: string;
  readonly shorter: string;
  /** @param until the expiry of the previous certificate */
  readonly endsSooner: (until: string) => string;
  readonly incomplete: string;
  /** @param file the file to append it to; undefined: nothing was written */
  readonly lacksIssuer: (issuer: string, file: string | undefined) => string;
  readonly request: string;
  readonly next: string;
  readonly sendIt: string;
  readonly dryRun: string;
  readonly question: (recorded: string, until: string | undefined) => string;
  readonly kept: (recorded: string, command: string) => string;
  readonly keptInDryRun: (recorded: string) => string;
  readonly noDaemon: string;
  readonly neverRan: string;
  readonly notYet: (command: string) => string;
}

function validityEn(validity: Validity): string {
  if (validity.kind === 'expired') return `expired since ${validity.until}`;
  if (validity.kind === 'not-yet') return `not valid before ${validity.from}, valid until ${validity.until}`;
  return `valid until ${validity.until}`;
}

function validityJa(validity: Validity): string {
  if (validity.kind === 'expired') return `有効期限切れ ${validity.until}`;
  if (validity.kind === 'not-yet') return `有効期間の開始 ${validity.from}、有効期限 ${validity.until}`;
  return `有効期限 ${validity.until}`;
}

const certificateEn = (begins: string, { thumbprint, names, validity, services, path }: ChangeDetails): string =>
  `${begins}${thumbprint === undefined ? '' : ` ${thumbprint}`} for ${names}, ${validityEn(validity)}, enabled for ${services}${path === undefined ? '' : `, in ${path}`}`;

const certificateJa = (ends: string, { thumbprint, names, validity, services, path }: ChangeDetails): string =>
  `${names} の証明書${thumbprint === undefined ? '' : ` ${thumbprint} `}${ends} (${validityJa(validity)}、サービス ${services}${path === undefined ? '' : `、場所 ${path}`})`;

/** The texts of changes, by language. */
export const CHANGE_WORDS: Readonly<Record<Locale, ChangeWords>> = {
  en: {
    made: (details) =>
      certificateEn(details.path === undefined ? 'Would create a self-signed certificate' : 'Created', details),
    renewed: (before, details) =>
      details.path === undefined
        ? certificateEn(`Would renew ${before} with a new certificate`, details)
        : certificateEn(`Renewed ${before} with`, details),
    imported: (details) => certificateEn(details.path === undefined ? 'Would import' : 'Imported', details),
    answered: (details) =>
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
    isThere: (thumbprint, services, path) =>
      `${thumbprint} is already in the store (${path}), enabled for ${services}; nothing was changed`,
    noService: 'no service',
    exported: (thumbprint, path, format) => `Exported ${thumbprint} with its private key to ${path} (${format})`,
    keyUnencrypted: 'the private key in the file is not encrypted; to encrypt it: --password-file',
    newOne: 'the new certificate',
    sameAsBefore: 'no change for any connector',
    live: 'Path',
    recorded: 'Set',
    asInternal: 'as the internal transport certificate',
    shorter: 'Shorter',
    endsSooner: (until) => `it expires before the certificate that it renews (${until}); set the validity with --years`,
    incomplete: 'Incomplete',
    lacksIssuer: (issuer, file) =>
      `the certificate of its issuer is missing (${issuer}); unless that is a root CA, append it ${file === undefined ? 'to the imported file' : `to ${file}`} for a complete chain`,
    request: 'CSR',
    next: 'Next',
    sendIt: 'send the CSR to a CA, then import the issued certificate:',
    dryRun: 'Dry run: nothing was changed.',
    question: (recorded, until) =>
      `The internal transport certificate is ${recorded} (${until === undefined ? 'no longer in the store' : `until ${until}`}). Replace it with this certificate? [y/N] `,
    kept: (recorded, command) => `The internal transport certificate is still ${recorded}; to replace it: ${command}`,
    keptInDryRun: (recorded) =>
      `The internal transport certificate would still be ${recorded}. A terminal asks for confirmation to replace it; --force replaces it.`,
    noDaemon: 'The daemon is not running; it logs this change when it starts.',
    neverRan:
      'The daemon has not scanned this store yet. Its first scan takes the current contents as the baseline, so this change will not be logged.',
    notYet: (command) => `The daemon has not logged this change yet; to show its event later: ${command}`,
  },
  ja: {
    made: (details) =>
      certificateJa(details.path === undefined ? ' (自己署名) を作成します' : 'を作成しました', details),
    renewed: (before, details) =>
      details.path === undefined
        ? certificateJa(` (${before} の複製) を作成します`, details)
        : certificateJa(`を ${before} の更新として作成しました`, details),
    imported: (details) =>
      certificateJa(details.path === undefined ? 'をインポートします' : 'をインポートしました', details),
    answered: (details) =>
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
    isThere: (thumbprint, services, path) =>
      `${thumbprint} はすでにストアにあります (${path}、サービス ${services})。変更はありません`,
    noService: 'なし',
    exported: (thumbprint, path, format) => `${thumbprint} を秘密キーと共に ${path} にエクスポートしました (${format})`,
    keyUnencrypted: 'ファイル内の秘密キーは暗号化されていません。--password-file を指定すると暗号化されます',
    newOne: '新しい証明書',
    sameAsBefore: 'すべてのコネクタで変更なし',
    live: 'パス',
    recorded: '設定',
    asInternal: '内部トランスポート証明書として設定',
    shorter: '期間の短縮',
    endsSooner: (until) => `更新前の証明書の有効期限 (${until}) より早く切れます。期間は --years で指定できます`,
    incomplete: '不足',
    lacksIssuer: (issuer, file) =>
      `発行者 ${issuer} の証明書がありません。ルート証明書でなければ、サーバーが送るチェーンが不完全になります。${file === undefined ? 'インポートするファイル' : file} の末尾に追加してください`,
    request: '要求ファイル',
    next: '次の手順',
    sendIt: '要求ファイルを証明機関に送り、発行された証明書をインポート:',
    dryRun: 'シミュレーションのため、変更は行っていません。',
    question: (recorded, until) =>
      `現在の内部トランスポート証明書は ${recorded} です${until === undefined ? ' (すでにありません)' : ` (有効期限 ${until})`}。この証明書に置き換えますか? [y/N] `,
    kept: (recorded, command) => `内部トランスポート証明書は ${recorded} のままです。置き換える場合: ${command}`,
    keptInDryRun: (recorded) =>
      `内部トランスポート証明書は ${recorded} のままです。置き換えるかどうかは端末での実行時に確認します (--force を付けると置き換え)`,
    noDaemon: 'デーモンが動作していないため、次回の起動時にイベントを記録します。',
    neverRan:
      'このストアはまだデーモンがスキャンしていません。最初のスキャンの内容が基準となるため、この変更は記録されません。',
    notYet: (command) => `デーモンはまだこの変更を記録していません。後で確認: ${command}`,
  },
};
