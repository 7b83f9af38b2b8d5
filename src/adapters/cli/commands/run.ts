import type { Command } from 'commander';
import type { Invocation } from '../invocation.ts';

/** Adds `mailcertd run`, which runs the daemon. */
export function addRun(program: Command, invocation: Invocation): void {
  program
    .command('run')
    .description(
      'run the daemon in the foreground; SIGTERM and SIGINT stop it, SIGHUP reloads, SIGUSR2 scans and probes now',
    )
    .action(() => invocation.means.run(invocation));
}
