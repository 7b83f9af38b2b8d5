import type { Problem, Reason } from '../../../domain/failure/problem.ts';
import { type Phrase, phrase } from '../../../domain/text/phrase.ts';

/**
 * The advice by reasons. The first row with the reason of any problem is used, so the order of the
 * rows decides: the row of an unreadable password file is above that of an encrypted key.
 */
const ADVICE_BY_REASON: readonly (readonly [readonly Reason[], Phrase<string>])[] = [
  [['not_found'], phrase({ en: 'give an existing file', ja: '存在するファイルを指定してください' })],
  [
    ['permission_denied'],
    phrase({ en: 'run this as an account that can read it', ja: '読み取れるアカウントで実行してください' }),
  ],
  [
    ['not_a_regular_file'],
    phrase({
      en: 'give a regular file, not a directory, pipe or device',
      ja: 'フォルダー、パイプ、デバイスではなく、通常のファイルを指定してください',
    }),
  ],
  [
    ['symlink_loop'],
    phrase({ en: 'remove the loop of symbolic links', ja: 'シンボリック リンクの循環を取り除いてください' }),
  ],
  [
    ['password_missing', 'key_encrypted'],
    phrase({
      en: 'give the file that contains its password with --password-file',
      ja: '暗号化されています。パスワードのファイルを --password-file で指定してください',
    }),
  ],
  [
    ['password_wrong'],
    phrase({
      en: 'the password is wrong: give a file with the correct one with --password-file',
      ja: '指定のパスワードでは開けません。--password-file のファイルに正しいパスワードを書いてください',
    }),
  ],
];

const DEFAULT_ADVICE = phrase({
  en: 'give a file with a certificate in PEM, DER, PKCS#7, PKCS#12 or JKS format',
  ja: 'PEM、DER、PKCS#7、PKCS#12、JKS のいずれかの証明書を含むファイルを指定してください',
});

/** Returns the advice for a file that cannot be imported because of these problems. */
export function importAdvice(problems: readonly Problem[]): Phrase<string> {
  const match = ADVICE_BY_REASON.find(([reasons]) => problems.some(({ reason }) => reasons.includes(reason)));
  return match?.[1] ?? DEFAULT_ADVICE;
}
