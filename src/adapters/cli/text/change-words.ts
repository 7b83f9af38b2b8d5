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
  readonly made: (told: ChangeDetails) => string;
  readonly renewed: (before: string, told: ChangeDetails) => string;
  readonly imported: (told: ChangeDetails) => string;
  readonly answered: (told: ChangeDetails) => string;
  readonly requested: (names: string, services: string, path: string | undefined) => string;
  readonly enabled: (told: ChangeDetails) => string;
  readonly removed: (told: ChangeDetails) => string;
  readonly requestRemoved: (names: string, path: string | undefined) => string;
  readonly unchanged: (thumbprint: string, services: string) => string;
  readonly linked: (thumbprint: string, services: string) => string;
  readonly isThere: (thumbprint: string, services: string, path: string) => string;
  readonly noService: string;
  readonly exported: (thumbprint: string, path: string, format: string) => string;
  readonly keyInTheClear: string;
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
  if (validity.kind === 'not-yet') return `有効期間の開始前 ${validity.from}、有効期限 ${validity.until}`;
  return `有効期限 ${validity.until}`;
}

const certificateEn = (begins: string, { thumbprint, names, validity, services, path }: ChangeDetails): string =>
  `${begins}${thumbprint === undefined ? '' : ` ${thumbprint}`} for ${names}, ${validityEn(validity)}, enabled for ${services}${path === undefined ? '' : `, in ${path}`}`;

const certificateJa = (ends: string, { thumbprint, names, validity, services, path }: ChangeDetails): string =>
  `${names} の証明書${thumbprint === undefined ? '' : ` ${thumbprint} `}${ends} (${validityJa(validity)}、サービス ${services}${path === undefined ? '' : `、場所 ${path}`})`;

/** The texts of changes, by language. */
export const CHANGE_WORDS: Readonly<Record<Locale, ChangeWords>> = {
  en: {
    made: (told) => certificateEn(told.path === undefined ? 'Would make a self-signed certificate' : 'Made', told),
    renewed: (before, told) =>
      told.path === undefined
        ? certificateEn(`Would renew ${before} by a clone`, told)
        : certificateEn(`Renewed ${before} by`, told),
    imported: (told) => certificateEn(told.path === undefined ? 'Would import' : 'Imported', told),
    answered: (told) =>
      certificateEn(told.path === undefined ? 'Would import the answer' : 'Imported the answer', told),
    requested: (names, services, path) =>
      `${path === undefined ? 'Would make a request' : 'Made a request'} for ${names}, to be enabled for ${services}${path === undefined ? '' : `, in ${path}`}`,
    enabled: ({ thumbprint, names, validity, services, path }) =>
      `${path === undefined ? 'Would enable' : 'Enabled'} ${thumbprint} for ${services} (${names}, ${validityEn(validity)})${path === undefined ? '' : `, in ${path}`}`,
    removed: ({ thumbprint, names, path }) =>
      path === undefined
        ? `Would remove ${thumbprint} for ${names}`
        : `Removed ${thumbprint} for ${names}; its files lie in ${path}`,
    requestRemoved: (names, path) =>
      path === undefined
        ? `Would remove the request for ${names}, and the key that waits for its answer`
        : `Removed the request for ${names}; its files lie in ${path}`,
    unchanged: (thumbprint, services) => `${thumbprint} is enabled for ${services} already; nothing was changed`,
    linked: (thumbprint, services) => `${thumbprint} is enabled for ${services} already; the path now points to it`,
    isThere: (thumbprint, services, path) =>
      `${thumbprint} lies in the store already (${path}), enabled for ${services}; nothing was changed`,
    noService: 'nothing',
    exported: (thumbprint, path, format) => `Exported ${thumbprint} with its private key to ${path} (${format})`,
    keyInTheClear: 'the private key in it is not encrypted; --password-file encrypts it',
    newOne: 'the new one',
    sameAsBefore: 'every connector the same as before',
    live: 'Path',
    recorded: 'Recorded',
    asInternal: 'as the internal transport certificate',
    shorter: 'Shorter',
    endsSooner: (until) => `it ends before the one that it renews (${until}); --years says how long it is valid`,
    incomplete: 'Lacks',
    lacksIssuer: (issuer, file) =>
      `its issuer ${issuer}: unless that is a root, servers would send an incomplete chain; append it ${file === undefined ? 'to the file that is imported' : `to ${file}`}`,
    request: 'Request',
    next: 'Next',
    sendIt: 'send it to a certification authority, and with its answer:',
    dryRun: 'Dry run: nothing was changed.',
    question: (recorded, until) =>
      `The internal transport certificate is ${recorded}${until === undefined ? ', which is not there any more' : ` (until ${until})`}. Shall this one take its place? [y/N] `,
    kept: (recorded, command) => `The internal transport certificate is still ${recorded}; to replace it: ${command}`,
    keptInDryRun: (recorded) =>
      `The internal transport certificate would still be ${recorded}: whether it is replaced is asked on a terminal, and --force says yes`,
    noDaemon: 'No daemon is running here: the next to start tells of it.',
    neverRan:
      'No daemon has looked at this store yet: the first takes what lies in it as it is, and tells nothing of this change.',
    notYet: (command) => `The daemon has not told of it yet; what it tells: ${command}`,
  },
  ja: {
    made: (told) => certificateJa(told.path === undefined ? ' (自己署名) を作成します' : 'を作成しました', told),
    renewed: (before, told) =>
      told.path === undefined
        ? certificateJa(` (${before} の複製) を作成します`, told)
        : certificateJa(`を ${before} の更新として作成しました`, told),
    imported: (told) => certificateJa(told.path === undefined ? 'を取り込みます' : 'を取り込みました', told),
    answered: (told) =>
      certificateJa(
        told.path === undefined ? 'を要求への応答として取り込みます' : 'を要求への応答として取り込みました',
        told,
      ),
    requested: (names, services, path) =>
      `${names} の証明書の要求を${path === undefined ? '作成します' : '作成しました'} (サービス ${services}${path === undefined ? '' : `、場所 ${path}`})`,
    enabled: (told) =>
      certificateJa(told.path === undefined ? 'のサービスを設定します' : 'のサービスを設定しました', told),
    removed: ({ thumbprint, names, path }) =>
      path === undefined
        ? `${names} の証明書 ${thumbprint} を削除します`
        : `${names} の証明書 ${thumbprint} を削除しました (ファイルの移動先 ${path})`,
    requestRemoved: (names, path) =>
      path === undefined
        ? `${names} の証明書の要求と、応答を待つ秘密キーを削除します`
        : `${names} の証明書の要求を削除しました (ファイルの移動先 ${path})`,
    unchanged: (thumbprint, services) => `${thumbprint} はすでに ${services} に割り当てられています。変更はありません`,
    linked: (thumbprint, services) =>
      `${thumbprint} はすでに ${services} に割り当てられています。パスの参照先をこの証明書に変更しました`,
    isThere: (thumbprint, services, path) =>
      `${thumbprint} はすでにストアにあります (${path}、サービス ${services})。変更はありません`,
    noService: 'なし',
    exported: (thumbprint, path, format) => `${thumbprint} を秘密キーと共に ${path} にエクスポートしました (${format})`,
    keyInTheClear: 'ファイル内の秘密キーは暗号化されていません。--password-file を指定すると暗号化されます',
    newOne: '新しい証明書',
    sameAsBefore: 'すべてのコネクタで変更前と同じ',
    live: 'パス',
    recorded: '記録',
    asInternal: '内部トランスポート証明書として記録',
    shorter: '期間の短縮',
    endsSooner: (until) => `更新前の証明書の有効期限 (${until}) より早く切れます。期間は --years で指定できます`,
    incomplete: '不足',
    lacksIssuer: (issuer, file) =>
      `発行者 ${issuer} の証明書がありません。ルート証明書でなければ、サーバーが送るチェーンが不完全になります。${file === undefined ? '取り込むファイル' : file} の末尾に追加してください`,
    request: '要求ファイル',
    next: '次の手順',
    sendIt: '要求ファイルを証明機関に送り、応答を受け取ったら:',
    dryRun: 'シミュレーションのため、変更は行っていません。',
    question: (recorded, until) =>
      `現在の内部トランスポート証明書は ${recorded} です${until === undefined ? ' (すでにありません)' : ` (有効期限 ${until})`}。この証明書に置き換えますか? [y/N] `,
    kept: (recorded, command) => `内部トランスポート証明書は ${recorded} のままです。置き換える場合: ${command}`,
    keptInDryRun: (recorded) =>
      `内部トランスポート証明書は ${recorded} のままです。置き換えるかどうかは端末での実行時に確認します (--force を付けると置き換え)`,
    noDaemon: 'デーモンが稼働していないため、次回の起動時に記録されます。',
    neverRan:
      'このストアはまだデーモンに確認されていません。最初の確認時にあるものは以前からあったものとして扱われ、この変更は記録されません。',
    notYet: (command) => `デーモンはまだ記録していません。確認: ${command}`,
  },
};
