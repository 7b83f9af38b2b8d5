import { fill } from '../sentence.ts';

/**
 * The beginnings of the messages about failed operations on a store. `STORE_FAILURE` completes each
 * of them. `{name:word}` is a placeholder for a value of the form `word`.
 */
export const STORE_OPERATIONS = {
  lock: { en: 'cannot lock', ja: 'の変更の開始' },
  writeCertificate: { en: 'cannot write certificate {thumbprint:word} into', ja: 'への証明書 {thumbprint} の書き込み' },
  writeRequest: { en: 'cannot write {request:word} into', ja: 'への要求 {request} の書き込み' },
  enable: {
    en: 'cannot enable certificate {thumbprint:word} in',
    ja: 'の証明書 {thumbprint} のサービスへの割り当て',
  },
  removeCertificate: { en: 'cannot remove certificate {thumbprint:word} from', ja: 'からの証明書 {thumbprint} の削除' },
  removeRequest: { en: 'cannot remove {request:word} from', ja: 'からの要求 {request} の削除' },
  setInternalTransport: {
    en: 'cannot set {thumbprint:word} as the internal transport certificate in',
    ja: 'の内部トランスポート証明書としての {thumbprint} の設定',
  },
  link: {
    en: 'cannot create a stable path for certificate {thumbprint:word} in',
    ja: 'の証明書 {thumbprint} の固定パスの作成',
  },
} as const;

/** The message about a failed operation; `{operation}` is one of `STORE_OPERATIONS`. */
export const STORE_FAILURE = { en: '{operation} the store {path}', ja: 'ストア {path} {operation}' } as const;

/** Returns the English text of a failed operation on a store. */
export function storeFailureText(operation: string, path: string): string {
  return fill(STORE_FAILURE.en, { operation, path });
}

/** The failed creation of a personal store. */
export const NOT_CREATED = { en: 'cannot create the personal store {path}', ja: 'ストア {path} の作成' } as const;

/** The failed export of a certificate. */
export const NOT_EXPORTED = {
  en: 'cannot export certificate {thumbprint:word} to {path}',
  ja: '{path} への証明書 {thumbprint} のエクスポート',
} as const;

/** The end of the message about a failed change. */
export const NOTHING_CHANGED = { en: '; nothing was changed', ja: '。変更はしていません' } as const;

/** The causes of failed changes of a personal store. `code` is the error code of the system. */
export const STORE_CAUSES = {
  noWritePermission: {
    en: '{code:word}: no write permission',
    ja: 'このアカウントには書き込みの権限がありません ({code})',
  },
  /** The same as `ofOtherAccount`, for a user ID without an account name. */
  ofNamelessAccount: {
    en: '{code:word}: the store belongs to user {userId:number}; run this as that account, or as root',
    ja: 'ストアの所有者はユーザー ID {userId} です。そのアカウントか root で実行してください ({code})',
  },
  ofOtherAccount: {
    en: '{code:word}: the store belongs to {owner:accountName}; run this as that account, or as root',
    ja: 'ストアの所有者は {owner} です。そのアカウントか root で実行してください ({code})',
  },
  ownerLacksRight: {
    en: '{code:word}: root changes the store as its owner {owner:account}, who lacks a right in it or in a directory above; give {owner} that right',
    ja: 'root はストアの所有者 {owner:account} として変更しますが、{owner:account} にはストアまたは上位のフォルダーの権限がありません。権限を与えてください ({code})',
  },
  readOnly: {
    en: '{code:word}: its file system is mounted read-only; mount it read-write',
    ja: 'ファイル システムが読み取り専用でマウントされています。書き込み可能な状態でマウントしてください ({code})',
  },
  diskFull: {
    en: '{code:word}: no space left on its file system; free some and try again',
    ja: 'ファイル システムに空きがありません。空きを作ってから再実行してください ({code})',
  },
  otherFileSystem: {
    en: '{code:word}: its directory is on another file system than the store',
    ja: '移動先がストアと別のファイル システムにあります ({code})',
  },
  missing: {
    en: '{code:word}: a file or directory no longer exists; check and try again',
    ja: 'あるはずのものがなくなっています。もう一度確認してください ({code})',
  },
  alreadyExists: { en: 'it already exists', ja: '同じ名前のものがすでにあります' },
  gone: {
    en: '{path:path} no longer exists; check and try again',
    ja: '{path} がなくなっています。もう一度確認してください',
  },
  notRegular: {
    en: '{path:path} is not a regular file; remove it',
    ja: '{path} はファイルではありません。削除してください',
  },
  notInStore: {
    en: '{path:path} is not a directory in it',
    ja: '{path} はストア内のフォルダーではありません',
  },
  isLink: {
    en: '{path:path} is a link; remove its target',
    ja: '{path} はリンクです。リンク先を削除してください',
  },
  notCopied: {
    en: '{name:firstName} is neither a file nor a directory nor a link',
    ja: '{name} はファイル、フォルダー、リンクのいずれでもありません',
  },
  notLink: {
    en: '{name:word} is a directory instead of a link',
    ja: '{name} がリンクではなくフォルダーになっています',
  },
  linkNotFollowed: {
    en: '{path:path} is reached by a link ({name:name}), which is not followed in a store of another account',
    ja: '{path} へはリンク ({name}) を経由しますが、別のアカウントのストアではリンクをたどりません',
  },
  linkOfOtherAccount: {
    en: 'a link in {path} that {account:account} can change leads to a directory of {owner:account}; put a directory in place of the link',
    ja: '{path} には {account:account} が変更できるリンクがあり、リンク先のフォルダーの所有者は {owner:account} です。リンクの代わりにフォルダーを置いてください',
  },
  trashOfOtherAccount: {
    en: 'the trash {path} does not belong to the owner of the store; give it to {owner:account}',
    ja: 'ごみ箱 {path} の所有者がストアの所有者と異なります。所有者を {owner:account} に変更してください',
  },
  directoryReplaced: {
    en: 'the new directory was replaced by another one; try again',
    ja: '作成したフォルダーが別のフォルダーに置き換えられました。もう一度実行してください',
  },
  notLocked: { en: 'it is not locked', ja: 'ストアのロックを取得していません' },
} as const;

/** Why a file is not accepted as part of a store. */
export const FOREIGN_FILE_CAUSES = {
  link: { en: 'it is a link', ja: 'リンクの' },
  notRegular: { en: 'it is not a regular file', ja: '通常のファイルではない' },
  tooLong: { en: 'it is longer than {size:number} bytes', ja: ' {size} バイトを超えている' },
  ofOtherAccount: {
    en: 'it belongs to another account, and the owner of the store must not get it',
    ja: '別のアカウントのもので、ストアの所有者に渡せない',
  },
} as const;

/**
 * The message about a private key that is not accepted; `{cause}` is one of `FOREIGN_FILE_CAUSES`.
 */
export const KEY_NOT_ACCEPTED = {
  en: 'the key {path} cannot be used: {cause}',
  ja: '秘密キー {path} は{cause}ため使用しません',
} as const;
