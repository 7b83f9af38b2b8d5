import { phrase } from '../text/phrase.ts';
import { type Failures, type FailureTable, failuresOf, phraseByReader } from './failure.ts';

/** A state directory that belongs to another account than that of the process. */
interface ForeignDirectory {
  readonly stateDirectory: string;
  readonly owner: string;
  readonly account: string;
}

/** The next step if a directory belongs to another account. */
const RUN_AS = phrase({
  en: (owner: string) => `run this as ${owner === 'root' ? 'root' : `${owner} or root`} (sudo)`,
  ja: (owner) => `${owner === 'root' ? 'root' : `${owner} または root`} で実行してください (sudo)`,
});

/** The codes of these failures, with the arguments of each text; undefined: a fixed text. */
export interface StateDirectoryFailureArguments {
  readonly state_directory_in_use: { readonly stateDirectory: string; readonly processId: number | undefined };
  readonly state_lock_not_taken: { readonly path: string; readonly cause: string };
  readonly state_directory_of_other_account: ForeignDirectory;
  /** `parent` is the directory in which the state directory cannot be created. */
  readonly state_directory_not_created: ForeignDirectory & { readonly parent: string };
}

/** The texts why the state directory cannot be locked or created. */
export const STATE_DIRECTORY_PHRASES: FailureTable<StateDirectoryFailureArguments> = {
  state_directory_in_use: phrase({
    en: ({ stateDirectory, processId }) =>
      `cannot lock the state directory ${stateDirectory}: another mailcertd${processId === undefined ? '' : ` (process ${processId})`} uses it; stop that process or set another stateDirectory`,
    ja: ({ stateDirectory, processId }) =>
      `状態フォルダー ${stateDirectory} をロックできません: 別の mailcertd${processId === undefined ? '' : ` (プロセス ${processId})`} が使用しています。そのプロセスを停止するか、別の stateDirectory を指定してください`,
  }),
  state_lock_not_taken: phrase({
    en: ({ path, cause }) => `cannot lock the state directory ${path}: ${cause}`,
    ja: ({ path, cause }) => `状態フォルダー ${path} をロックできません: ${cause}`,
  }),
  state_directory_of_other_account: phraseByReader(
    phrase({
      en: ({ stateDirectory, owner, account }) =>
        `cannot lock the state directory ${stateDirectory}: it belongs to ${owner}, and account ${account} has no write permission; ${RUN_AS.en(owner)}`,
      ja: ({ stateDirectory, owner, account }) =>
        `状態フォルダー ${stateDirectory} をロックできません: 所有者は ${owner} で、アカウント ${account} には書き込みの権限がありません。${RUN_AS.ja(owner)}`,
    }),
    phrase({
      en: ({ stateDirectory, owner, account }) =>
        `cannot lock the state directory ${stateDirectory}: it belongs to ${owner}, and account ${account} has no write permission`,
      ja: ({ stateDirectory, owner, account }) =>
        `状態フォルダー ${stateDirectory} をロックできません: 所有者は ${owner} で、アカウント ${account} には書き込みの権限がありません`,
    }),
  ),
  state_directory_not_created: phraseByReader(
    phrase({
      en: ({ stateDirectory, parent, owner, account }) =>
        `cannot create the state directory ${stateDirectory}: ${parent} belongs to ${owner}, and account ${account} has no write permission; ${RUN_AS.en(owner)}`,
      ja: ({ stateDirectory, parent, owner, account }) =>
        `状態フォルダー ${stateDirectory} を作成できません: ${parent} の所有者は ${owner} で、アカウント ${account} には書き込みの権限がありません。${RUN_AS.ja(owner)}`,
    }),
    phrase({
      en: ({ stateDirectory, parent, owner, account }) =>
        `cannot create the state directory ${stateDirectory}: ${parent} belongs to ${owner}, and account ${account} has no write permission`,
      ja: ({ stateDirectory, parent, owner, account }) =>
        `状態フォルダー ${stateDirectory} を作成できません: ${parent} の所有者は ${owner} で、アカウント ${account} には書き込みの権限がありません`,
    }),
  ),
};

/** The failures of the state directory. */
export const STATE_DIRECTORY_FAILURES: Failures<FailureTable<StateDirectoryFailureArguments>> =
  failuresOf(STATE_DIRECTORY_PHRASES);
