import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type TemporaryDirectory, temporaryDirectory } from '../fixtures/temporary-directory.ts';

const PROGRAM = resolve(import.meta.dirname, '../../dist/main/bin.js');
const WAIT = { timeout: 60_000, interval: 20 };
/**
 * Opens files until none are left, after the daemon sets its signal handlers and before it reads
 * its configuration.
 */
const EXHAUSTION = `data:text/javascript,
import { openSync } from 'node:fs';
process.on('newListener', (name) => {
  if (name !== 'SIGHUP') return;
  setImmediate(() => { try { for (;;) openSync('/dev/null'); } catch {} });
});`;

let directory: TemporaryDirectory;
let daemon: ChildProcess | undefined;
let said = '';
beforeEach(() => {
  directory = temporaryDirectory();
  directory.write('mailcertd.yaml', 'computer: mail01.contoso.com\nstateDirectory: state\nhttp: off\nstores: []\n');
  said = '';
});
afterEach(async () => {
  if (daemon !== undefined && daemon.exitCode === null && daemon.signalCode === null) {
    daemon.kill('SIGKILL');
    await new Promise((ended) => daemon?.once('exit', ended));
  }
  directory[Symbol.dispose]();
});

function start(...node: readonly string[]): ChildProcess {
  const command = [...node, PROGRAM, '--config', directory.at('mailcertd.yaml'), 'run'];
  const started = spawn(process.execPath, command, { stdio: ['ignore', 'pipe', 'pipe'] });
  for (const stream of [started.stdout, started.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
  daemon = started;
  return started;
}

const until = (holds: () => boolean): Promise<void> => vi.waitFor(() => expect(holds(), said).toBe(true), WAIT);

test('a start for which too few files can be opened is no faulty configuration: exit 1, which the unit restarts', async () => {
  const started = start('--import', EXHAUSTION);
  if (started.pid !== undefined) execFileSync('prlimit', [`--pid=${started.pid}`, '--nofile=200']);
  const code = await new Promise((ended) => started.once('exit', ended));
  expect([code, said]).toEqual([
    1,
    expect.stringMatching(
      /^mailcertd: cannot read the (?:configuration \S+mailcertd\.yaml|host's name): EMFILE: too many open files; raise LimitNOFILE of the unit, or stop programs that have opened them\n$/,
    ),
  ]);
});

test('a reload for which too few files can be opened is no faulty configuration, and is tried again', async () => {
  const { pid = 0 } = start();
  await until(() => said.includes(' 1000 '));
  const limit = (files: number | string): void => {
    execFileSync('prlimit', [`--pid=${pid}`, `--nofile=${files}:`]);
  };
  limit(readdirSync(`/proc/${pid}/fd`).length);
  process.kill(pid, 'SIGHUP');
  await until(() => /EMFILE: too many open files.*; mailcertd tries again in 10 s/.test(said));
  limit(1024);
  await until(() => said.includes(' 1002 '));
  expect(said).not.toMatch(/ 1003 |rejected/);
});
