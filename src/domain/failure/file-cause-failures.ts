import { phrase } from '../text/phrase.ts';
import { type Failures, type FailureTable, failuresOf } from './failure.ts';

/** The codes of these failures, with the arguments of each text; undefined: a fixed text. */
export interface FileCauseFailureArguments {
  readonly file_at_path: { readonly path: string; readonly cause: string };
  readonly file_not_found: undefined;
  readonly file_access_denied: undefined;
  readonly file_not_regular: undefined;
  readonly file_link_loop: undefined;
  readonly file_empty: undefined;
  readonly file_longer_than: { readonly bytes: number };
  readonly file_larger_than: { readonly kibibytes: number };
}

/** The texts why a file cannot be used. The subject is the file. */
export const FILE_CAUSE_PHRASES: FailureTable<FileCauseFailureArguments> = {
  file_at_path: phrase({
    en: ({ path, cause }) => `${path}: ${cause}`,
    ja: ({ path, cause }) => `${path}: ${cause}`,
  }),
  file_not_found: phrase({ en: 'it does not exist', ja: '存在しません' }),
  file_access_denied: phrase({ en: 'permission denied', ja: 'アクセス権がありません' }),
  file_not_regular: phrase({ en: 'it is not a regular file', ja: '通常のファイルではありません' }),
  file_link_loop: phrase({ en: 'symbolic link loop', ja: 'シンボリック リンクが循環しています' }),
  file_empty: phrase({ en: 'it is empty', ja: '空です' }),
  file_longer_than: phrase({
    en: ({ bytes }) => `it is larger than ${bytes} bytes`,
    ja: ({ bytes }) => `${bytes} バイトを超えています`,
  }),
  file_larger_than: phrase({
    en: ({ kibibytes }) => `it is larger than ${kibibytes} KiB`,
    ja: ({ kibibytes }) => `${kibibytes} KiB を超えています`,
  }),
};

/** The failures of files that cannot be used. */
export const FILE_CAUSE_FAILURES: Failures<FailureTable<FileCauseFailureArguments>> = failuresOf(FILE_CAUSE_PHRASES);
