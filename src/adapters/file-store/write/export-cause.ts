import type { Thumbprint } from '../../../domain/certificate/certificate.ts';
import { reasonTextOrCode } from '../../../domain/event/reason-text.ts';
import { messageOf } from '../../../domain/message-of.ts';
import type { Problem } from '../../../domain/problem.ts';
import { fill } from '../../../domain/sentence.ts';
import { NOT_EXPORTED } from '../../../domain/store-change/store-sentences.ts';
import type { Locale } from '../../../domain/text/locale.ts';
import { errorCode } from '../../../formats/system/file-reason.ts';
import { ExportError } from '../../../work/errors.ts';

/** Why a certificate cannot be exported. `code` is the error code of the system, such as ENOSPC. */
export type ExportCause =
  | { readonly kind: 'password-missing' | 'file-exists' }
  | { readonly kind: 'password-file-unreadable'; readonly path: string; readonly problem: Problem }
  | { readonly kind: 'password-empty' | 'password-unusable'; readonly path: string }
  | {
      readonly kind: 'certificate-gone' | 'key-unreadable' | 'key-encrypted';
      readonly path: string;
      readonly problems: readonly Problem[];
    }
  | {
      readonly kind: 'directory-missing' | 'permission-denied' | 'read-only' | 'disk-full';
      readonly code: string;
    };

type Texts = Readonly<Record<Locale, string>>;

/** Thrown for a cause that is found during an export. `exportFailure` makes the final error. */
export class ExportCauseError extends Error {
  readonly exportCause: ExportCause;
  constructor(cause: ExportCause) {
    super(exportCauseText(cause).en);
    this.exportCause = cause;
  }
}

/** Returns the cause and the next step in both languages. */
function exportCauseText(cause: ExportCause): Texts {
  switch (cause.kind) {
    case 'password-missing':
      return {
        en: 'PKCS#12 requires a password; give a password file',
        ja: 'PKCS#12 にはパスワードが必要です。パスワードのファイルを指定してください',
      };
    case 'file-exists':
      return {
        en: 'the file already exists; give a new file name',
        ja: '同じ名前のものがすでにあります。存在しないファイル名を指定してください',
      };
    case 'password-file-unreadable': {
      // The path is already part of the text.
      const problem = { ...cause.problem, location: '' };
      return {
        en: `the password file ${cause.path} cannot be read (${problemText(problem, 'en')}); give a file with one line that this account can read`,
        ja: `パスワードのファイル ${cause.path} を読み取れません (${problemText(problem, 'ja')})。このアカウントで読み取れる 1 行のファイルを指定してください`,
      };
    }
    case 'password-empty':
      return {
        en: `${cause.path} contains no password; write one into it`,
        ja: `${cause.path} にパスワードがありません。ファイルに書き込んでください`,
      };
    case 'password-unusable':
      return {
        en: `other programs do not accept the password in ${cause.path}; write one line of UTF-8 into it`,
        ja: `${cause.path} の内容は、他のプログラムでパスワードとして指定できません。UTF-8 の 1 行だけにしてください`,
      };
    case 'certificate-gone':
      return {
        en: `it is no longer in ${cause.path}${inBrackets(cause.problems, 'en')}`,
        ja: `証明書は ${cause.path} にはもうありません${inBrackets(cause.problems, 'ja')}`,
      };
    case 'key-unreadable':
    case 'key-encrypted':
      return keyCauseText(cause.path, cause.problems, cause.kind === 'key-encrypted');
    default:
      return systemCauseText(cause.kind, cause.code);
  }
}

function keyCauseText(path: string, problems: readonly Problem[], isEncrypted: boolean): Texts {
  const next = isEncrypted
    ? {
        en: '; set its password under passwordFile of the store',
        ja: '。パスワードのファイルをストアの passwordFile に指定してください',
      }
    : { en: '', ja: '' };
  return {
    en: `cannot get its private key from ${path}${inBrackets(problems, 'en')}${next.en}`,
    ja: `${path} から秘密キーを取り出せません${inBrackets(problems, 'ja')}${next.ja}`,
  };
}

function systemCauseText(kind: SystemKind, code: string): Texts {
  const { en, ja } = SYSTEM_TEXTS[kind];
  return { en: `${code}: ${en}`, ja: `${ja} (${code})` };
}

type SystemKind = Extract<ExportCause, { readonly code: string }>['kind'];

const SYSTEM_TEXTS: Readonly<Record<SystemKind, Texts>> = {
  'directory-missing': {
    en: 'its directory does not exist; create it first',
    ja: 'フォルダーがありません。先に作成してください',
  },
  'permission-denied': {
    en: 'no write permission; give a file in a directory of yours',
    ja: 'このアカウントには書き込みの権限がありません。書き込めるフォルダーのファイルを指定してください',
  },
  'read-only': {
    en: 'its file system is mounted read-only; give a file in another one',
    ja: 'ファイル システムが読み取り専用でマウントされています。別の場所のファイルを指定してください',
  },
  'disk-full': {
    en: 'no space left on its file system; free some and try again',
    ja: 'ファイル システムに空きがありません。空きを作ってから再実行してください',
  },
};

const CAUSE_BY_ERROR_CODE: Readonly<Record<string, SystemKind>> = {
  ENOENT: 'directory-missing',
  ENOTDIR: 'directory-missing',
  EACCES: 'permission-denied',
  EPERM: 'permission-denied',
  EROFS: 'read-only',
  ENOSPC: 'disk-full',
  EDQUOT: 'disk-full',
};

/**
 * The code of a system or standard at the end of an English detail, such as EACCES. A Japanese text
 * contains only this code of the detail.
 */
const TRAILING_CODE = /\b(E[A-Z0-9]{2,}|[A-Z0-9._-]{3,})$/;

function problemText({ location, reason, detail }: Problem, locale: Locale): string {
  if (locale === 'en') return [location, reason, detail].filter((part) => part !== '').join(': ');
  const code = TRAILING_CODE.exec(detail)?.[0];
  const words = `${reasonTextOrCode(reason, 'ja')}${code === undefined ? '' : ` (${code})`}`;
  return location === '' ? words : `${location}: ${words}`;
}

function inBrackets(problems: readonly Problem[], locale: Locale): string {
  const texts = problems.map((problem) => problemText(problem, locale));
  return texts.length === 0 ? '' : ` (${texts.join(locale === 'en' ? '; ' : '、')})`;
}

/** Returns undefined for a system error without a text of its own. */
function causeOf(error: unknown): ExportCause | undefined {
  if (error instanceof ExportCauseError) return error.exportCause;
  const code = errorCode(error) ?? '';
  if (code === 'EEXIST') return { kind: 'file-exists' };
  const kind = CAUSE_BY_ERROR_CODE[code];
  return kind && { kind, code };
}

/**
 * Returns the error of a failed export: the operation, the cause and the next step. A rare system
 * error has only an English text.
 */
export function exportFailure(thumbprint: Thumbprint, path: string, error: unknown): ExportError {
  const operation = fill(NOT_EXPORTED.en, { thumbprint, path });
  const cause = causeOf(error);
  if (cause === undefined) {
    return new ExportError(path, `${operation}: ${messageOf(error)}`, error);
  }
  const { en, ja } = exportCauseText(cause);
  const japanese = `${fill(NOT_EXPORTED.ja, { thumbprint, path })}: ${ja}`;
  return new ExportError(path, `${operation}: ${en}`, error, japanese);
}
