import type { Command } from 'commander';
import { bashCompletion } from './completion-bash.ts';
import { fishCompletion } from './completion-fish.ts';
import { completionTree } from './completion-tree.ts';
import { zshCompletion } from './completion-zsh.ts';

/** The shells that are served. */
export type Shell = 'bash' | 'zsh' | 'fish';

const SCRIPTS = { bash: bashCompletion, zsh: zshCompletion, fish: fishCompletion } as const;

/** The script for a shell that completes the commands of a program. */
export function completionScript(shell: Shell, program: Command): string {
  return SCRIPTS[shell](completionTree(program));
}
