import { execFileSync, spawn } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, test } from 'vitest';
import { openLedger } from '../../src/adapters/sqlite/ledger/open-ledger.ts';
import { stateHolder } from '../../src/adapters/sqlite/lock/state-holder.ts';
import { type TemporaryDirectory, temporaryDirectory } from '../fixtures/temporary-directory.ts';

const PROGRAM = resolve(import.meta.dirname, '../../dist/main/bin.js');
/**
 * The time in ms after which a command counts as hanging: at least four times its run time on a
 * loaded machine.
 */
const HANGS_AFTER = 20_000;

let directory: TemporaryDirectory;
beforeEach(async () => {
  directory = temporaryDirectory();
  directory.write('mailcertd.yaml', 'computer: mail01.contoso.com\nstateDirectory: state\nstores: []\n');
  await openLedger(directory.at('state'))[Symbol.asyncDispose]();
});
afterEach(() => directory[Symbol.dispose]());

interface Ended {
  readonly code: number | null;
  readonly killedBy: NodeJS.Signals | null;
  readonly stderr: string;
}

/**
 * Runs the program until it ends, and kills it if it hangs.
 * @param on called with the standard error so far
 */
function type(
  words: readonly string[],
  node: readonly string[] = [],
  on: (stderr: string, kill: (name: NodeJS.Signals) => void) => void = () => undefined,
): Promise<Ended> {
  // With this limit, an endless read fails early.
  const argv = ['--max-old-space-size=256', ...node, PROGRAM, '--config', directory.at('mailcertd.yaml'), ...words];
  const child = spawn(process.execPath, argv, { stdio: ['ignore', 'ignore', 'pipe'] });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
    on(stderr, (name) => child.kill(name));
  });
  const late = setTimeout(() => child.kill('SIGKILL'), HANGS_AFTER);
  return new Promise((ended) =>
    child.once('close', (code, killedBy) => {
      clearTimeout(late);
      ended({ code, killedBy, stderr });
    }),
  );
}

const KINDS: readonly (readonly [string, (path: string) => void])[] = [
  ['a FIFO', (path) => void execFileSync('mkfifo', [path])],
  ['a link to a FIFO', (path) => execFileSync('sh', ['-c', `mkfifo ${path}.pipe && ln -s ${path}.pipe ${path}`])],
  ['a link to /dev/zero', (path) => void execFileSync('ln', ['-s', '/dev/zero', path])],
];

describe('a command that reads', () => {
  it.each(KINDS)(
    'takes no process number from %s',
    async (_, make) => {
      make(directory.at('state/mailcertd.pid'));
      for (const command of ['status', 'check', 'metrics']) {
        expect(await type([command])).toMatchObject({ killedBy: null, stderr: '' });
      }
    },
    90_000,
  );

  it.each(
    KINDS.flatMap(([kind, make]) =>
      ['ledger.db', 'ledger.db-journal'].map((name) => [kind, name, make] as const),
    ).filter(([kind, name]) => name === 'ledger.db' || kind === 'a FIFO'),
  )(
    'does not wait for %s in place of %s, and prints the error',
    async (kind, name, make) => {
      rmSync(directory.at('state', name), { force: true });
      make(directory.at('state', name));
      const why = kind.startsWith('a link')
        ? 'it is a link, which is not followed; replace it with the file, or remove it'
        : name === 'ledger.db'
          ? 'it is not a regular file; remove it'
          : 'its -journal file is not a regular file; remove it';
      const stderr = `mailcertd: cannot read the event log ${directory.at('state/ledger.db')}: ${why}\n`;
      expect(await type(['events'])).toEqual({ code: 1, killedBy: null, stderr });
      expect(await type(['check'])).toMatchObject({ code: 3, killedBy: null });
    },
    90_000,
  );

  it('reads no process ID from a file that is longer than a process ID', () => {
    writeFileSync(directory.at('state/mailcertd.pid'), `${process.pid}\n`);
    expect(stateHolder(directory.at('state'))).toBe(process.pid);
    writeFileSync(directory.at('state/mailcertd.pid'), `${process.pid}${' '.repeat(1000)}`);
    expect(stateHolder(directory.at('state'))).toBeUndefined();
  });
});

/** A module that makes a process report that it connects, and then block in a system call. */
const WAITS = `data:text/javascript,
  import net from 'node:net';
  import { writeSync } from 'node:fs';
  net.Socket.prototype.connect = () => {
    writeSync(2, 'waiting');
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
  };`.replaceAll(/\s+/g, ' ');

test('SIGINT immediately ends a command that reads, even while it waits', async () => {
  const command = ['connectors', 'probe', 'smtp://127.0.0.1:9'];
  const ended = await type(command, ['--import', WAITS], (stderr, kill) => stderr === 'waiting' && kill('SIGINT'));
  expect(ended).toEqual({ code: null, killedBy: 'SIGINT', stderr: 'waiting' });
}, 30_000);
