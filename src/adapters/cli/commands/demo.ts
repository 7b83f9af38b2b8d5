import type { Command } from 'commander';
import { inLanguage } from '../../../domain/text/phrase.ts';
import type { Invocation } from '../invocation/invocation.ts';
import { SINGLE_COMMANDS_HELP } from '../text/help/single-commands-help.ts';

/** Adds `mailcertd demo`, which `npm start` runs. */
export function addDemo(program: Command, invocation: Invocation): void {
  const help = inLanguage(SINGLE_COMMANDS_HELP, invocation.initialLocale).demo;
  program
    .command('demo', { hidden: true })
    .description(help.description)
    .action(() => invocation.dependencies.demo());
}
