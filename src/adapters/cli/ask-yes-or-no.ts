import { createInterface } from 'node:readline';
import { visible } from '../../formats/terminal/visible.ts';
import type { CommandLineMeans } from './means.ts';

/** Whether there is somebody to ask: both ends of the conversation are a terminal. */
export function canAsk({ stdin, stderr }: CommandLineMeans): boolean {
  return stdin.isTTY === true && stderr.isTTY === true;
}

/** Asks on standard error and reads one line of standard input: yes is `y` or `yes` in any case, everything else is no. */
export async function askYesOrNo(question: string, { stdin, stderr, signal }: CommandLineMeans): Promise<boolean> {
  stderr.write(visible(question));
  if (!stdin.readable) {
    stderr.write('\n');
    return false;
  }
  const lines = createInterface({ input: stdin, signal });
  try {
    for await (const line of lines) return /^y(es)?$/i.test(line.trim());
    stderr.write('\n');
    return false;
  } finally {
    lines.close();
  }
}
