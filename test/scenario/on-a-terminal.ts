import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { shellWords } from '../../src/formats/event/shell-words.ts';

/** A command in a terminal. */
export interface TerminalRun {
  /** The key Ctrl-C. */
  interrupt(): void;
  /** Resolves when the terminal shows a text. */
  shows(text: string): Promise<void>;
  /** Resolves when the command has ended: everything that it wrote, and its exit code as a shell reports it. */
  ended(): Promise<{ readonly written: string; readonly code: number | null }>;
}

/** How a command is run in a terminal. */
export interface TerminalOptions {
  readonly columns?: number;
  readonly environment?: Readonly<Record<string, string>>;
  /** Redirections of the shell, for example `2>/dev/null`. */
  readonly redirections?: string;
}

/** Runs a command of the built program in a new terminal, with the program `script`. */
export function onTerminal(
  argv: readonly string[],
  { columns = 80, environment = {}, redirections = '' }: TerminalOptions = {},
): TerminalRun {
  const words = shellWords([process.execPath, 'dist/main/bin.js', ...argv]);
  const child: ChildProcess = spawn(
    'script',
    ['--quiet', '--return', '--flush', '--command', `stty cols ${columns}; ${words} ${redirections}`, '/dev/null'],
    { stdio: ['pipe', 'pipe', 'inherit'], env: { ...process.env, TERM: 'xterm', ...environment } },
  );
  let written = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    written += text;
  });
  const closed = once(child, 'close');
  return {
    interrupt: () => void child.stdin?.write('\x03'),
    shows: async (text) => {
      while (!written.includes(text)) {
        const next = child.stdout === null ? [] : [once(child.stdout, 'data')];
        await Promise.race([...next, closed]);
        if (child.exitCode !== null && !written.includes(text))
          throw new Error(`not shown: ${JSON.stringify(written)}`);
      }
    },
    ended: async () => {
      await closed;
      return { written, code: child.exitCode };
    },
  };
}
