import type { Failure } from '../failure/failure.ts';
import { hasFailureCode } from '../failure/has-failure-code.ts';
import { type Phrase, phrase } from '../text/phrase.ts';
import type { EventLine } from './writer.ts';

/** How a failed change of a store is fixed, by the code of its cause. */
const FIX_BY_CODE: ReadonlyMap<string, Phrase<string>> = new Map([
  [
    'file_system_read_only',
    phrase({
      en: 'Mount the file system read-write. If only the systemd unit makes the path read-only, add the path to ReadWritePaths= of the unit.',
      ja: 'ファイル システムを書き込み可能な状態でマウントしてください。systemd のユニットだけがパスを読み取り専用にしている場合は、ユニットの ReadWritePaths= にそのパスを追加してください。',
    }),
  ],
  [
    'no_write_permission',
    phrase({
      en: 'Grant the account of mailcertd write access to the store and search access (x) to the directories above it.',
      ja: 'mailcertd を実行するアカウントに、ストアへの書き込みと、上位フォルダーの検索 (x) を許可してください。',
    }),
  ],
]);

/** Returns the line with the fix of a failed change of a store; empty if a command fixes it. */
export function storeWriteLines(failure: Failure | undefined): readonly EventLine[] {
  if (failure === undefined) return [];
  return [...FIX_BY_CODE].flatMap(([code, fix]) => (hasFailureCode(failure, code) ? [fix] : []));
}
