import { Argument, type Command } from 'commander';
import type { Shell } from '../completion/completion-script.ts';
import type { Invocation } from '../invocation/invocation.ts';

const SHELLS: readonly Shell[] = ['bash', 'zsh', 'fish'];

/** Adds `mailcertd completion`, which prints a completion script generated from all commands. */
export function addCompletion(program: Command, invocation: Invocation): void {
  program
    .command('completion')
    .description('print a completion script for a shell')
    .addArgument(new Argument('<shell>', 'shell').choices(SHELLS))
    .action(async (shell: Shell) => {
      const { completionScript } = await import('../completion/completion-script.ts');
      await invocation.output.print(completionScript(shell, program));
    });
}
