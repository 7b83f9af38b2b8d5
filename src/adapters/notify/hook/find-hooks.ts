import { stat } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import type { ExecSettings } from '../../../domain/alert/notifier-settings.ts';
import { FILE_CAUSE_FAILURES } from '../../../domain/failure/file-cause-failures.ts';
import { HOOK_FAILURES } from '../../../domain/failure/hook-failures.ts';
import { visible } from '../../../formats/terminal/visible.ts';
import type { Outcome } from '../../../work/ports/outputs.ts';
import { retryOutcome } from '../retry-outcome.ts';
import type { HookReport } from './attempt-detail.ts';
import { checkOwnership } from './check-ownership.ts';
import { listHooks } from './list-hooks.ts';

/**
 * A program to run. Its name in the ledger is the file name of a hook in a directory, or the path
 * of a command.
 */
export interface Hook {
  readonly name: string;
  readonly command: readonly [string, ...string[]];
}

/** The programs to run, with a report for each skipped file; or the outcome if nothing may run. */
export type FoundHooks =
  | { readonly hooks: readonly Hook[]; readonly reports: readonly HookReport[] }
  | { readonly outcome: Outcome };

/**
 * Finds the programs to run. If another account can change one of them, or if the directory cannot
 * be read, returns only an outcome: no program is run.
 * @param whatToRun a directory of programs, or one command
 */
export async function findHooks(whatToRun: ExecSettings['run']): Promise<FoundHooks> {
  const path = 'directory' in whatToRun ? whatToRun.directory : whatToRun.command[0];
  try {
    if ('command' in whatToRun) {
      const [program, ...programArguments] = whatToRun.command;
      const unsafe = await unsafeOutcome([program, ...(await absoluteFilesIn(programArguments))]);
      if (unsafe !== undefined) return unsafe;
      return { hooks: [{ name: program, command: whatToRun.command }], reports: [] };
    }
    const { hooks: names, skipped } = await listHooks(whatToRun.directory);
    const hooks = names.map((name): Hook => ({ name, command: [join(whatToRun.directory, name)] }));
    const unsafe = await unsafeOutcome([whatToRun.directory, ...hooks.map(({ command: [program] }) => program)]);
    if (unsafe !== undefined) return unsafe;
    // No program ran for these reports, so they have no output (`tail`).
    const reports = skipped.map(({ name, cause }) => ({
      line: HOOK_FAILURES.hook_skipped({ hook: visible(name), cause }),
      tail: '',
    }));
    if (hooks.length + reports.length === 0) {
      reports.push({ line: HOOK_FAILURES.directory_without_hook({ path: visible(path) }), tail: '' });
    }
    return { hooks, reports };
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const { file_not_found: notFound, file_access_denied: denied } = FILE_CAUSE_FAILURES;
    const cause = code === 'ENOENT' ? notFound : code === 'EACCES' ? denied : message;
    const failure = HOOK_FAILURES.hook_path_not_accessible({ path: visible(path), cause });
    return { outcome: retryOutcome('hook_not_started', failure) };
  }
}

/**
 * Returns the arguments that are absolute paths of files. They are checked like the program, which
 * may be an interpreter that runs one of them.
 */
async function absoluteFilesIn(programArguments: readonly string[]): Promise<readonly string[]> {
  const isFile = (path: string): Promise<boolean> =>
    stat(path).then(
      (stats) => stats.isFile(),
      () => false,
    );
  const paths = programArguments.filter((argument) => isAbsolute(argument));
  const areFiles = await Promise.all(paths.map(isFile));
  return paths.filter((_, index) => areFiles[index]);
}

/**
 * Returns an outcome if an account other than root and the daemon's can change a path; undefined if
 * all paths are safe. A missing path is skipped: the start of its program fails with an error of
 * its own.
 */
async function unsafeOutcome(paths: readonly string[]): Promise<{ readonly outcome: Outcome } | undefined> {
  for (const path of paths) {
    const failure = await checkOwnership(path, process.geteuid?.() ?? 0).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return undefined;
      throw error;
    });
    if (failure !== undefined) return { outcome: retryOutcome('hook_unsafe', failure) };
  }
  return undefined;
}
