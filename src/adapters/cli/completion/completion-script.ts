import type { Command } from 'commander';
import { bashCompletion } from './completion-bash.ts';
import { fishCompletion } from './completion-fish.ts';
import { completionTree } from './completion-tree.ts';
import { zshCompletion } from './completion-zsh.ts';

/** The shells with a completion script. */
export type Shell = 'bash' | 'zsh' | 'fish';

const SCRIPTS = { bash: bashCompletion, zsh: zshCompletion, fish: fishCompletion } as const;

/** Returns the completion script of a program for a shell. */
export function completionScript(shell: Shell, program: Command): string {
  return SCRIPTS[shell](completionTree(program));
}
