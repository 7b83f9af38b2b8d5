import { describe, expect, it } from 'vitest';
import { errorLines } from '../../../../src/adapters/cli/invocation/print-error.ts';
import { exportFailure } from '../../../../src/adapters/file-store/write/export-failure.ts';
import { EXPORT_FAILURES } from '../../../../src/domain/failure/export-failures.ts';
import type { Failure } from '../../../../src/domain/failure/failure.ts';
import { FailureError } from '../../../../src/domain/failure/failure-error.ts';
import type { Problem } from '../../../../src/domain/failure/problem.ts';
import { problemFailure } from '../../../../src/domain/failure/problem-failures.ts';
import { said } from '../../../domain/failure/said.ts';

const THUMBPRINT = '3F2A9C41'.padEnd(40, '0');
const PATH = '/root/mail: new.p12';
const DENIED: Problem = { reason: 'permission_denied', location: '/s/mail.key', failure: said('EACCES') };
const MALFORMED: Problem = { reason: 'key_malformed', location: '/s/mail.key', failure: said() };

const CAUSES: readonly (readonly [Failure | string, string, string])[] = [
  [
    EXPORT_FAILURES.pkcs12_password_missing,
    'PKCS#12 requires a password; give a password file',
    'PKCS#12 にはパスワードが必要です。パスワードのファイルを指定してください',
  ],
  [
    EXPORT_FAILURES.file_exists,
    'the file already exists; give a new file name',
    '同じ名前のファイルがすでにあります。別のファイル名を指定してください',
  ],
  [
    EXPORT_FAILURES.password_file_unreadable({
      path: '/p: w',
      reason: 'not_found',
      detail: said('ENOENT'),
    }),
    'cannot read the password file /p: w: not found (ENOENT); give a file with one line that this account can read',
    'パスワードのファイル /p: w を読み取れません (存在しません (ENOENT))。このアカウントで読み取れる 1 行のファイルを指定してください',
  ],
  [
    EXPORT_FAILURES.password_empty({ path: '/pw' }),
    '/pw contains no password; write one into it',
    '/pw にパスワードがありません。ファイルに書き込んでください',
  ],
  [
    EXPORT_FAILURES.password_unusable({ path: '/pw' }),
    'other programs do not accept the password in /pw; write one line of UTF-8 into it',
    '/pw の内容は、ほかのプログラムでパスワードとして指定できません。UTF-8 の 1 行だけにしてください',
  ],
  [
    EXPORT_FAILURES.certificate_gone({ path: '/s/mail.pem', problems: [] }),
    'it is no longer in /s/mail.pem; to list the certificates: mailcertd certificates',
    '証明書は /s/mail.pem にはもうありません。一覧を表示するコマンド: mailcertd certificates',
  ],
  [
    EXPORT_FAILURES.key_unreadable({ path: '/s/mail.key', problems: [DENIED, MALFORMED].map(problemFailure) }),
    'cannot get its private key from /s/mail.key (/s/mail.key: permission denied: EACCES; /s/mail.key: a malformed private key)',
    '/s/mail.key から秘密キーを取り出せません (/s/mail.key: アクセス権がありません (EACCES)、/s/mail.key: 秘密キーの形式が正しくありません)',
  ],
  [
    EXPORT_FAILURES.export_key_encrypted({ path: '/s/mail.key', problems: [] }),
    'cannot get its private key from /s/mail.key; set passwordFile of the store to the file with its password',
    '/s/mail.key から秘密キーを取り出せません。パスワードのファイルをストアの passwordFile に指定してください',
  ],
  [
    'ENOTDIR',
    'ENOTDIR: its directory does not exist; create it first',
    'フォルダーがありません。先に作成してください (ENOTDIR)',
  ],
  [
    'EACCES',
    'EACCES: no write permission; give a file in a directory of yours',
    'このアカウントには書き込みの権限がありません。書き込めるフォルダーのファイルを指定してください (EACCES)',
  ],
  [
    'EROFS',
    'EROFS: its file system is mounted read-only; give a file in another one',
    'ファイル システムが読み取り専用でマウントされています。別の場所のファイルを指定してください (EROFS)',
  ],
  [
    'ENOSPC',
    'ENOSPC: no space left on its file system; free some space and try again',
    'ファイル システムに空きがありません。空きを作ってから再実行してください (ENOSPC)',
  ],
];

describe('a failed export', () => {
  it.each(CAUSES)('%j is printed in both languages', (cause, en, ja) => {
    const error = exportFailure(
      THUMBPRINT,
      PATH,
      typeof cause === 'string' ? Object.assign(new Error(), { code: cause }) : new FailureError(cause),
    );
    expect(errorLines(error, 'en')).toEqual([`mailcertd: cannot export certificate ${THUMBPRINT} to ${PATH}: ${en}`]);
    expect(errorLines(error, 'ja')).toEqual([
      `mailcertd: ${PATH} に証明書 ${THUMBPRINT} をエクスポートできません: ${ja}`,
    ]);
  });

  it.each([
    ['EEXIST', 'the file already exists; give a new file name'],
    ['ENOENT', 'ENOENT: its directory does not exist; create it first'],
    ['EPERM', 'EPERM: no write permission; give a file in a directory of yours'],
    ['EDQUOT', 'EDQUOT: no space left on its file system; free some space and try again'],
    ['EIO', 'the message of the system'],
  ])('with the system error %s has its cause', (code, cause) => {
    const error = Object.assign(new Error('the message of the system'), { code });
    expect(exportFailure(THUMBPRINT, PATH, error).message).toBe(
      `cannot export certificate ${THUMBPRINT} to ${PATH}: ${cause}`,
    );
  });
});
