import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryDirectory } from '../fixtures/temporary-directory.ts';

const PROGRAM = resolve(import.meta.dirname, '../../dist/main/bin.js');

/**
 * Returns a module that sends a signal to its process when the first handler for a signal is added.
 */
const sent = (signal: string, listening: string): string =>
  `data:text/javascript,let sent = false; process.on('newListener', (name) => {
    if (sent || name !== '${listening}') return;
    sent = true;
    setImmediate(() => process.kill(process.pid, '${signal}'));
  });`.replaceAll(/\s+/g, ' ');

// The program first handles SIGINT; the daemon handles SIGHUP before it reads any file.
test.each([
  ['run', 'SIGINT', 'SIGINT'],
  ['run', 'SIGINT', 'SIGHUP'],
  ['run', 'SIGTERM', 'SIGHUP'],
  ['demo', 'SIGINT', 'SIGINT'],
  ['demo', 'SIGINT', 'SIGHUP'],
])('%s, stopped by %s as soon as it listens to %s, stops before it has begun', async (command, signal, listening) => {
  using directory = temporaryDirectory();
  const file = directory.write(
    'mailcertd.yaml',
    'computer: mail01.contoso.com\nstateDirectory: state\nhttp: off\nstores: []\n',
  );
  const words = command === 'run' ? ['--config', file, command] : [command];
  const node = ['--import', sent(signal, listening), PROGRAM, ...words];
  const daemon = spawn(process.execPath, node, { cwd: directory.path, stdio: ['ignore', 'ignore', 'inherit'] });
  const late = setTimeout(() => daemon.kill('SIGKILL'), 15_000);
  const end = await new Promise((ended) => daemon.once('exit', (code, killedBy) => ended([code, killedBy])));
  clearTimeout(late);
  expect(end).toEqual([0, null]);
  for (const state of ['state', 'var/demo/state']) expect(existsSync(directory.at(state, 'lock.db'))).toBe(false);
});
