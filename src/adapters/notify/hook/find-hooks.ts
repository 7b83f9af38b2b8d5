import { stat } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import type { ExecSettings } from '../../../domain/alert/notifier-settings.ts';
import { visible } from '../../../formats/terminal/visible.ts';
import type { Outcome } from '../../../work/ports/outputs.ts';
import { retry } from '../retry.ts';
import type { HookAccount } from './attempt-detail.ts';
import { checkOwnership } from './check-ownership.ts';
import { listHooks } from './list-hooks.ts';

/** A program that is to be run, and what it is called in the ledger. */
export interface Hook {
  readonly name: string;
  readonly command: readonly [string, ...string[]];
}

/** What is to be run, and what is to be said of what is not; or why nothing can be run. */
export type FoundHooks =
  | { readonly hooks: readonly Hook[]; readonly accounts: readonly HookAccount[] }
  | { readonly outcome: Outcome };

/** What is to be run; nothing of it when others could have written any of it. */
export async function findHooks(run: ExecSettings['run']): Promise<FoundHooks> {
  const place = 'directory' in run ? run.directory : run.command[0];
  try {
    if ('command' in run) {
      const unsafe = await refusal([run.command[0], ...(await filesAmong(run.command.slice(1)))]);
      return unsafe ?? { hooks: [{ name: run.command[0], command: run.command }], accounts: [] };
    }
    const { hooks, skipped } = await listHooks(run.directory);
    const paths = hooks.map((name) => join(run.directory, name));
    const unsafe = await refusal([run.directory, ...paths]);
    const accounts = skipped.map(({ name, why }) => ({ line: `${visible(name)}: passed over, ${why}`, tail: '' }));
    if (hooks.length + accounts.length === 0) {
      accounts.push({ line: `${visible(place)} holds no hook: put one there`, tail: '' });
    }
    return unsafe ?? { hooks: hooks.map((name) => ({ name, command: [join(run.directory, name)] })), accounts };
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const why = code === 'ENOENT' ? 'it is not there' : code === 'EACCES' ? 'permission denied' : message;
    const detail = `looking for what to run in ${visible(place)}: ${why}`;
    return { outcome: retry('hook_not_started', detail) };
  }
}

/** The arguments that are absolute paths of files: an interpreter's script is run as much as the interpreter. */
async function filesAmong(words: readonly string[]): Promise<readonly string[]> {
  const isFile = (path: string): Promise<boolean> =>
    stat(path).then(
      (found) => found.isFile(),
      () => false,
    );
  const paths = words.filter((word) => isAbsolute(word));
  const are = await Promise.all(paths.map(isFile));
  return paths.filter((_, at) => are[at]);
}

/** Set when anyone but root and this account decides what these paths are. One that is gone decides nothing. */
async function refusal(paths: readonly string[]): Promise<{ readonly outcome: Outcome } | undefined> {
  for (const path of paths) {
    const fault = await checkOwnership(path, process.geteuid?.() ?? 0).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return undefined;
      throw error;
    });
    if (fault !== undefined) {
      return { outcome: retry('hook_unsafe', fault) };
    }
  }
  return undefined;
}
