import type { Command } from 'commander';
import type { Invocation } from '../invocation/invocation.ts';

/** Adds `mailcertd run`, which runs the daemon. */
export function addRun(program: Command, invocation: Invocation): void {
  program
    .command('run')
    .description('run in the foreground (SIGHUP: reload, SIGUSR2: scan and probe now)')
    .action(() => invocation.dependencies.run(invocation));
}
