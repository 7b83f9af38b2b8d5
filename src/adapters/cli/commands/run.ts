import type { Command } from 'commander';
import { inLanguage } from '../../../domain/text/phrase.ts';
import type { Invocation } from '../invocation/invocation.ts';
import { SINGLE_COMMANDS_HELP } from '../text/help/single-commands-help.ts';

/** Adds `mailcertd run`, which runs the daemon. */
export function addRun(program: Command, invocation: Invocation): void {
  const help = inLanguage(SINGLE_COMMANDS_HELP, invocation.initialLocale).run;
  program
    .command('run')
    .description(help.description)
    .action(() => {
      // At a terminal, a person runs the daemon. Otherwise, its errors are in the journal.
      if (invocation.dependencies.stderr.isTTY !== true) invocation.errorReader = 'daemon';
      return invocation.dependencies.run(invocation);
    });
}
