import { phrase } from '../text/phrase.ts';
import { type Failures, type FailureTable, failuresOf, phraseByReader } from './failure.ts';

interface Operation {
  /** The path of the store. */
  readonly path: string;
  readonly cause: string;
}

interface CertificateOperation extends Operation {
  readonly thumbprint: string;
}

interface RequestOperation extends Operation {
  /** The name of the directory of the CSR. */
  readonly request: string;
}

interface SystemError {
  /** The error code of the system, such as EACCES. */
  readonly code: string;
}

interface PathCause {
  readonly path: string;
}

/** The codes of these failures, with the arguments of each text; undefined: a fixed text. */
export interface StoreFailureArguments {
  readonly store_not_created: Operation;
  readonly store_not_locked: Operation;
  readonly certificate_not_written: CertificateOperation;
  readonly request_not_written: RequestOperation;
  readonly certificate_not_enabled: CertificateOperation;
  readonly certificate_not_removed: CertificateOperation;
  readonly request_not_removed: RequestOperation;
  readonly internal_transport_not_set: CertificateOperation;
  readonly stable_path_not_created: CertificateOperation;
  readonly store_busy: { readonly path: string; readonly processId: number | undefined };
  readonly no_write_permission: SystemError;
  readonly store_of_other_account: SystemError & { readonly owner: string };
  readonly store_of_nameless_account: SystemError & { readonly userId: number };
  readonly owner_lacks_right: SystemError & { readonly owner: string };
  readonly file_system_read_only: SystemError;
  readonly disk_full: SystemError;
  readonly other_file_system: SystemError;
  readonly file_missing: SystemError;
  readonly system_error: SystemError;
  readonly already_exists: undefined;
  readonly file_gone: PathCause;
  readonly store_file_not_regular: PathCause;
  readonly not_in_store: PathCause;
  readonly removed_path_is_link: PathCause;
  readonly file_type_not_copied: { readonly name: string };
  readonly directory_in_place_of_link: { readonly name: string };
  readonly link_not_followed: PathCause & { readonly name: string };
  readonly link_of_other_account: PathCause & { readonly account: string; readonly owner: string };
  readonly trash_of_other_account: PathCause & { readonly owner: string };
  readonly directory_replaced: undefined;
  readonly lock_not_held: undefined;
  readonly nameless_account: { readonly userId: number };
  readonly key_not_accepted: PathCause & { readonly cause: string };
  readonly accepted_file_is_link: undefined;
  readonly accepted_file_not_regular: undefined;
  readonly accepted_file_too_long: { readonly size: number };
  readonly accepted_file_of_other_account: undefined;
}

/** The texts of failed changes of a personal store. Operations come first, then causes. */
export const STORE_PHRASES: FailureTable<StoreFailureArguments> = {
  store_not_created: phrase({
    en: ({ path, cause }) => `cannot create the personal store ${path}: ${cause}; nothing was changed`,
    ja: ({ path, cause }) => `個人用ストア ${path} を作成できません: ${cause}。変更はしていません`,
  }),
  store_not_locked: phrase({
    en: ({ path, cause }) => `cannot lock the store ${path}: ${cause}; nothing was changed`,
    ja: ({ path, cause }) => `ストア ${path} をロックできません: ${cause}。変更はしていません`,
  }),
  certificate_not_written: phrase({
    en: ({ path, thumbprint, cause }) =>
      `cannot write certificate ${thumbprint} into the store ${path}: ${cause}; nothing was changed`,
    ja: ({ path, thumbprint, cause }) =>
      `ストア ${path} に証明書 ${thumbprint} を書き込めません: ${cause}。変更はしていません`,
  }),
  request_not_written: phrase({
    en: ({ path, request, cause }) =>
      `cannot write CSR ${request} into the store ${path}: ${cause}; nothing was changed`,
    ja: ({ path, request, cause }) => `ストア ${path} に要求 ${request} を書き込めません: ${cause}。変更はしていません`,
  }),
  certificate_not_enabled: phrase({
    en: ({ path, thumbprint, cause }) =>
      `cannot enable certificate ${thumbprint} in the store ${path}: ${cause}; nothing was changed`,
    ja: ({ path, thumbprint, cause }) =>
      `ストア ${path} の証明書 ${thumbprint} をサービスに割り当てられません: ${cause}。変更はしていません`,
  }),
  certificate_not_removed: phrase({
    en: ({ path, thumbprint, cause }) =>
      `cannot remove certificate ${thumbprint} from the store ${path}: ${cause}; nothing was changed`,
    ja: ({ path, thumbprint, cause }) =>
      `ストア ${path} から証明書 ${thumbprint} を削除できません: ${cause}。変更はしていません`,
  }),
  request_not_removed: phrase({
    en: ({ path, request, cause }) =>
      `cannot remove CSR ${request} from the store ${path}: ${cause}; nothing was changed`,
    ja: ({ path, request, cause }) =>
      `ストア ${path} から要求 ${request} を削除できません: ${cause}。変更はしていません`,
  }),
  internal_transport_not_set: phrase({
    en: ({ path, thumbprint, cause }) =>
      `cannot set ${thumbprint} as the internal transport certificate in the store ${path}: ${cause}; nothing was changed`,
    ja: ({ path, thumbprint, cause }) =>
      `ストア ${path} の証明書 ${thumbprint} を内部トランスポート証明書として設定できません: ${cause}。変更はしていません`,
  }),
  stable_path_not_created: phrase({
    en: ({ path, thumbprint, cause }) =>
      `cannot create a stable path for certificate ${thumbprint} in the store ${path}: ${cause}; nothing was changed`,
    ja: ({ path, thumbprint, cause }) =>
      `ストア ${path} に証明書 ${thumbprint} の固定パスを作成できません: ${cause}。変更はしていません`,
  }),
  store_busy: phraseByReader(
    phrase({
      en: ({ path, processId }) =>
        `cannot change the store ${path}: another mailcertd${processId === undefined ? '' : ` (process ${processId})`} is changing it; try again`,
      ja: ({ path, processId }) =>
        `ストア ${path} を変更できません: 別の mailcertd${processId === undefined ? '' : ` (プロセス ${processId})`} が変更しています。少し待ってから再実行してください`,
    }),
    phrase({
      en: ({ path, processId }) =>
        `cannot change the store ${path}: another mailcertd${processId === undefined ? '' : ` (process ${processId})`} is changing it`,
      ja: ({ path, processId }) =>
        `ストア ${path} を変更できません: 別の mailcertd${processId === undefined ? '' : ` (プロセス ${processId})`} が変更しています`,
    }),
  ),

  no_write_permission: phraseByReader(
    phrase({
      en: ({ code }) => `${code}: no write permission; grant it with chmod or setfacl`,
      ja: ({ code }) =>
        `このアカウントには書き込みの権限がありません。chmod または setfacl で権限を付与してください (${code})`,
    }),
    phrase({
      en: ({ code }) => `${code}: the account of mailcertd has no write permission`,
      ja: ({ code }) => `mailcertd を実行するアカウントに書き込みの権限がありません (${code})`,
    }),
  ),
  store_of_other_account: phraseByReader(
    phrase({
      en: ({ code, owner }) => `${code}: the store belongs to ${owner}; run this as that account, or as root`,
      ja: ({ code, owner }) => `ストアの所有者は ${owner} です。そのアカウントか root で実行してください (${code})`,
    }),
    phrase({
      en: ({ code, owner }) => `${code}: the store belongs to ${owner}, not to the account of mailcertd`,
      ja: ({ code, owner }) => `ストアの所有者が ${owner} で、mailcertd を実行するアカウントではありません (${code})`,
    }),
  ),
  /** The same as `store_of_other_account`, for a user ID without an account name. */
  store_of_nameless_account: phraseByReader(
    phrase({
      en: ({ code, userId }) => `${code}: the store belongs to user ${userId}; run this as that account, or as root`,
      ja: ({ code, userId }) =>
        `ストアの所有者はユーザー ID ${userId} です。そのアカウントか root で実行してください (${code})`,
    }),
    phrase({
      en: ({ code, userId }) => `${code}: the store belongs to user ${userId}, not to the account of mailcertd`,
      ja: ({ code, userId }) =>
        `ストアの所有者がユーザー ID ${userId} で、mailcertd を実行するアカウントではありません (${code})`,
    }),
  ),
  owner_lacks_right: phrase({
    en: ({ code, owner }) =>
      `${code}: root changes the store as its owner ${owner}, who lacks a right in it or in a directory above; give ${owner} that right`,
    ja: ({ code, owner }) =>
      `root はストアの所有者 ${owner} として変更しますが、${owner} にはストアまたは上位のフォルダーの権限がありません。権限を与えてください (${code})`,
  }),
  /** The unit of systemd also makes paths read-only, but only for the daemon. */
  file_system_read_only: phraseByReader(
    phrase({
      en: ({ code }) => `${code}: its file system is mounted read-only; mount it read-write`,
      ja: ({ code }) =>
        `ファイル システムが読み取り専用でマウントされています。書き込み可能な状態でマウントしてください (${code})`,
    }),
    phrase({
      en: ({ code }) => `${code}: its file system is read-only for mailcertd`,
      ja: ({ code }) => `ファイル システムが mailcertd からは読み取り専用です (${code})`,
    }),
  ),
  disk_full: phraseByReader(
    phrase({
      en: ({ code }) => `${code}: no space left on its file system; free some space and try again`,
      ja: ({ code }) => `ファイル システムに空きがありません。空きを作ってから再実行してください (${code})`,
    }),
    phrase({
      en: ({ code }) => `${code}: no space left on its file system; free some space`,
      ja: ({ code }) => `ファイル システムに空きがありません。空きを作ってください (${code})`,
    }),
  ),
  other_file_system: phrase({
    en: ({ code }) =>
      `${code}: the target directory is on another file system than the store; put both on one file system`,
    ja: ({ code }) =>
      `移動先がストアと別のファイル システムにあります。同じファイル システムに置いてください (${code})`,
  }),
  file_missing: phraseByReader(
    phrase({
      en: ({ code }) => `${code}: a file or directory no longer exists; check and try again`,
      ja: ({ code }) => `ファイルまたはフォルダーがなくなっています。確認してから再実行してください (${code})`,
    }),
    phrase({
      en: ({ code }) => `${code}: a file or directory no longer exists`,
      ja: ({ code }) => `ファイルまたはフォルダーがなくなっています (${code})`,
    }),
  ),
  system_error: phrase({
    en: ({ code }) => code,
    ja: ({ code }) => `システム エラー ${code}`,
  }),
  already_exists: phrase({
    en: 'a file or directory with this name already exists',
    ja: '同じ名前のファイルまたはフォルダーがすでにあります',
  }),
  file_gone: phraseByReader(
    phrase({
      en: ({ path }) => `${path} no longer exists; check and try again`,
      ja: ({ path }) => `${path} がなくなっています。確認してから再実行してください`,
    }),
    phrase({
      en: ({ path }) => `${path} no longer exists`,
      ja: ({ path }) => `${path} がなくなっています`,
    }),
  ),
  store_file_not_regular: phrase({
    en: ({ path }) => `${path} is not a regular file; remove it`,
    ja: ({ path }) => `${path} は通常のファイルではありません。削除してください`,
  }),
  not_in_store: phrase({
    en: ({ path }) => `${path} is not a directory in the store`,
    ja: ({ path }) => `${path} はストア内のフォルダーではありません`,
  }),
  removed_path_is_link: phrase({
    en: ({ path }) => `${path} is a link; remove the directory to which it points instead`,
    ja: ({ path }) => `${path} はリンクです。リンク先を削除してください`,
  }),
  file_type_not_copied: phrase({
    en: ({ name }) =>
      `${name} is neither a file nor a directory nor a link; remove it from the directory of the certificate`,
    ja: ({ name }) =>
      `${name} はファイル、フォルダー、リンクのいずれでもありません。証明書のフォルダーから削除してください`,
  }),
  directory_in_place_of_link: phrase({
    en: ({ name }) => `${name} is a directory instead of a link; move it to another place`,
    ja: ({ name }) => `${name} がリンクではなくフォルダーになっています。別の場所に移してください`,
  }),
  link_not_followed: phrase({
    en: ({ path, name }) =>
      `${path} is reached by a link (${name}), which is not followed in a store of another account; put a directory in place of the link`,
    ja: ({ path, name }) =>
      `${path} へはリンク (${name}) を経由しますが、別のアカウントのストアではリンクをたどりません。リンクの代わりにフォルダーを置いてください`,
  }),
  link_of_other_account: phrase({
    en: ({ path, account, owner }) =>
      `a link in ${path} that ${account} can change leads to a directory of ${owner}; put a directory in place of the link`,
    ja: ({ path, account, owner }) =>
      `${path} には ${account} が変更できるリンクがあり、リンク先のフォルダーの所有者は ${owner} です。リンクの代わりにフォルダーを置いてください`,
  }),
  trash_of_other_account: phrase({
    en: ({ path, owner }) => `the trash ${path} does not belong to the owner of the store; give it to ${owner}`,
    ja: ({ path, owner }) =>
      `ごみ箱 ${path} の所有者がストアの所有者と異なります。所有者を ${owner} に変更してください`,
  }),
  directory_replaced: phraseByReader(
    phrase({
      en: 'the new directory was replaced by another one; try again',
      ja: '作成したフォルダーが別のフォルダーに置き換えられました。もう一度実行してください',
    }),
    phrase({
      en: 'the new directory was replaced by another one',
      ja: '作成したフォルダーが別のフォルダーに置き換えられました',
    }),
  ),
  lock_not_held: phrase({
    en: 'the store is not locked; this is a bug in mailcertd, please report it',
    ja: 'ストアのロックを取得していません。mailcertd の不具合です。報告してください',
  }),
  /** An account without a name. */
  nameless_account: phrase({
    en: ({ userId }) => `user ${userId}`,
    ja: ({ userId }) => `ユーザー ID ${userId}`,
  }),

  key_not_accepted: phrase({
    en: ({ path, cause }) => `the key ${path} cannot be used: ${cause}`,
    ja: ({ path, cause }) => `秘密キー ${path} を使用できません: ${cause}`,
  }),
  /** The causes of `key_not_accepted` and `note_not_accepted`. */
  accepted_file_is_link: phrase({ en: 'it is a link', ja: 'リンクです' }),
  accepted_file_not_regular: phrase({ en: 'it is not a regular file', ja: '通常のファイルではありません' }),
  accepted_file_too_long: phrase({
    en: ({ size }) => `it is larger than ${size} bytes`,
    ja: ({ size }) => `サイズが ${size} バイトを超えています`,
  }),
  accepted_file_of_other_account: phraseByReader(
    phrase({
      en: 'it belongs to another account, and the owner of the store must not get it; name a file of your own',
      ja: '別のアカウントのファイルのため、ストアの所有者に渡すことはできません。自分のアカウントのファイルを指定してください',
    }),
    phrase({
      en: 'it belongs to another account, and the owner of the store must not get it',
      ja: '別のアカウントのファイルのため、ストアの所有者に渡すことはできません',
    }),
  ),
};

/** The failures of changes of a personal store. */
export const STORE_FAILURES: Failures<FailureTable<StoreFailureArguments>> = failuresOf(STORE_PHRASES);
