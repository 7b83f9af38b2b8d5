import { Argument, type Command } from 'commander';
import { inLanguage } from '../../../domain/text/phrase.ts';
import type { Shell } from '../completion/completion-script.ts';
import type { Invocation } from '../invocation/invocation.ts';
import { SINGLE_COMMANDS_HELP } from '../text/help/single-commands-help.ts';

const SHELLS: readonly Shell[] = ['bash', 'zsh', 'fish'];

/** Adds `mailcertd completion`, which prints a completion script generated from all commands. */
export function addCompletion(program: Command, invocation: Invocation): void {
  const help = inLanguage(SINGLE_COMMANDS_HELP, invocation.initialLocale).completion;
  program
    .command('completion')
    .description(help.description)
    .addArgument(new Argument('<shell>', help.shell).choices(SHELLS))
    .action(async (shell: Shell) => {
      const { completionScript } = await import('../completion/completion-script.ts');
      await invocation.output.print(completionScript(shell, program));
    });
}
