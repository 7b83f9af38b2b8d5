import { phrase } from '../text/phrase.ts';
import { type Failures, type FailureTable, failuresOf } from './failure.ts';

interface Hook {
  /** The name of the file, or the path of the program. */
  readonly hook: string;
}

/** The codes of these failures, with the arguments of each text; undefined: a fixed text. */
export interface HookFailureArguments {
  /** `result` says how the program ended. */
  readonly hook_was_run: Hook & { readonly result: string; readonly seconds: string };
  readonly hook_canceled: Hook;
  readonly hook_without_time: Hook;
  readonly hook_removed: Hook;
  readonly hook_paused: Hook & { readonly seconds: number };
  readonly hook_already_done: Hook;
  readonly hook_waiting: Hook;
  readonly hook_skipped: Hook & { readonly cause: string };
  readonly hook_not_found: undefined;
  readonly hook_not_executable: { readonly command: string };
  readonly directory_without_hook: { readonly path: string };
  readonly hook_path_not_accessible: { readonly path: string; readonly cause: string };
  /** `command` fixes it. */
  readonly hook_of_other_account: { readonly path: string; readonly userId: number; readonly command: string };
  readonly hook_writable_by_others: { readonly path: string; readonly mode: string; readonly command: string };
  readonly program_done: undefined;
  readonly program_exit_code: { readonly number: number };
  readonly program_terminated: { readonly signal: string };
  readonly program_canceled: undefined;
  readonly program_timed_out: undefined;
  readonly program_needs_setpriv: undefined;
  readonly program_missing: undefined;
  readonly program_access_denied: undefined;
  readonly program_not_started: { readonly cause: string };
  readonly program_output: { readonly result: string; readonly output: string };
}

/** The texts of hooks and of reload commands. */
export const HOOK_PHRASES: FailureTable<HookFailureArguments> = {
  hook_was_run: phrase({
    en: ({ hook, result, seconds }) => `${hook}: ${result}, after ${seconds} s`,
    ja: ({ hook, result, seconds }) => `${hook}: ${result} (${seconds} 秒)`,
  }),
  hook_canceled: phrase({
    en: ({ hook }) => `${hook}: not run, canceled`,
    ja: ({ hook }) => `${hook}: 中止のため実行しません`,
  }),
  hook_without_time: phrase({
    en: ({ hook }) => `${hook}: not run, no time was left`,
    ja: ({ hook }) => `${hook}: 残り時間がないため実行しません`,
  }),
  hook_removed: phrase({
    en: ({ hook }) => `${hook}: skipped: the file was removed`,
    ja: ({ hook }) => `${hook}: ファイルが削除されたため実行しません`,
  }),
  hook_paused: phrase({
    en: ({ hook, seconds }) => `${hook}: skipped: it timed out; next run in ${seconds} s`,
    ja: ({ hook, seconds }) => `${hook}: タイムアウトしたため休止中です。次の実行は ${seconds} 秒後です`,
  }),
  hook_already_done: phrase({ en: ({ hook }) => `${hook}: already done`, ja: ({ hook }) => `${hook}: 実行済みです` }),
  hook_waiting: phrase({
    en: ({ hook }) => `${hook}: waiting, an earlier alert is still pending`,
    ja: ({ hook }) => `${hook}: 待機しています (前の通知が送信待ちです)`,
  }),
  hook_skipped: phrase({
    en: ({ hook, cause }) => `${hook}: skipped, ${cause}`,
    ja: ({ hook, cause }) => `${hook}: 実行しません: ${cause}`,
  }),
  hook_not_found: phrase({ en: 'cannot be found', ja: 'ファイルが見つかりません' }),
  hook_not_executable: phrase({
    en: ({ command }) => `not executable; run: ${command}`,
    ja: ({ command }) => `実行権がありません。許可するコマンド: ${command}`,
  }),
  directory_without_hook: phrase({
    en: ({ path }) => `${path} contains no hook; add an executable file`,
    ja: ({ path }) => `${path} にフックがありません。実行できるファイルを追加してください`,
  }),
  hook_path_not_accessible: phrase({
    en: ({ path, cause }) => `cannot access ${path}: ${cause}`,
    ja: ({ path, cause }) => `${path} にアクセスできません: ${cause}`,
  }),
  hook_of_other_account: phrase({
    en: ({ path, userId, command }) => `${path} belongs to another account (uid ${userId}); run: ${command}`,
    ja: ({ path, userId, command }) =>
      `${path} の所有者はほかのアカウント (UID ${userId}) です。変更するコマンド: ${command}`,
  }),
  hook_writable_by_others: phrase({
    en: ({ path, mode, command }) => `${path} can be changed by other accounts (mode ${mode}); run: ${command}`,
    ja: ({ path, mode, command }) =>
      `${path} にはほかのユーザーが書き込めます (モード ${mode})。禁止するコマンド: ${command}`,
  }),
  program_done: phrase({ en: 'done', ja: '完了' }),
  program_exit_code: phrase({ en: ({ number }) => `exit code ${number}`, ja: ({ number }) => `終了コード ${number}` }),
  program_terminated: phrase({ en: ({ signal }) => `terminated by ${signal}`, ja: ({ signal }) => `${signal} で終了` }),
  program_canceled: phrase({ en: 'canceled, and stopped', ja: '中止したため終了させました' }),
  program_timed_out: phrase({ en: 'timed out, and stopped', ja: 'タイムアウトしたため終了させました' }),
  program_needs_setpriv: phrase({
    en: 'not started, setpriv is required to drop the capability of the daemon; to install it: apt-get install util-linux',
    ja: '開始できません。デーモンの権限 (capability) を外してプログラムを実行するには setpriv が必要です: apt-get install util-linux',
  }),
  program_missing: phrase({
    en: 'not started, the program or the interpreter in its first line does not exist',
    ja: '開始できません。プログラムか、その先頭行のインタープリターが存在しません',
  }),
  program_access_denied: phrase({ en: 'not started, permission denied', ja: '開始できません。アクセス権がありません' }),
  program_not_started: phrase({
    en: ({ cause }) => `not started, ${cause}`,
    ja: ({ cause }) => `開始できません: ${cause}`,
  }),
  program_output: phrase({
    en: ({ result, output }) => `${result}: ${output}`,
    ja: ({ result, output }) => `${result}: ${output}`,
  }),
};

/** The failures and results of hooks and of reload commands. */
export const HOOK_FAILURES: Failures<FailureTable<HookFailureArguments>> = failuresOf(HOOK_PHRASES);
