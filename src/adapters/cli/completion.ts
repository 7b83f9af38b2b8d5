import { Argument, type Command } from 'commander';
import type { Invocation } from './invocation.ts';

const SHELLS = ['bash', 'zsh', 'fish'] as const;

/** `mailcertd completion`: a script that completes what is typed, made from the commands that there are. */
export function addCompletion(program: Command, invocation: Invocation): void {
  program
    .command('completion')
    .description('print a script for a shell that completes commands, options, certificates and connectors')
    .addArgument(new Argument('<shell>', 'which shell').choices(SHELLS))
    .action(async (shell: (typeof SHELLS)[number]) => {
      const { completionTree } = await import('./completion-tree.ts');
      const { bashCompletion } = await import('./completion-bash.ts');
      const { zshCompletion } = await import('./completion-zsh.ts');
      const { fishCompletion } = await import('./completion-fish.ts');
      const render = { bash: bashCompletion, zsh: zshCompletion, fish: fishCompletion }[shell];
      await invocation.output.print(render(completionTree(program)));
    });
}
