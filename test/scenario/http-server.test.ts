import { type ChildProcess, spawn } from 'node:child_process';
import { createServer, type Server } from 'node:net';
import { resolve } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type TemporaryDirectory, temporaryDirectory } from '../fixtures/temporary-directory.ts';

const PROGRAM = resolve(import.meta.dirname, '../../dist/main/bin.js');
const WAIT = { timeout: 60_000, interval: 20 };

let directory: TemporaryDirectory;
let daemon: ChildProcess | undefined;
let occupant: Server | undefined;
let printed = '';

beforeEach(() => {
  directory = temporaryDirectory();
  printed = '';
});
afterEach(async () => {
  occupant?.close();
  occupant = undefined;
  const running = daemon;
  daemon = undefined;
  if (running?.exitCode === null) {
    const ended = new Promise((resolved) => running.once('exit', resolved));
    running.kill('SIGKILL');
    await ended;
  }
  directory[Symbol.dispose]();
});

function configure(...lines: readonly string[]): string {
  const fixed = ['computer: mail01.contoso.com', 'stateDirectory: state', 'stores: []'];
  return directory.write('mailcertd.yaml', [...fixed, 'internalTransportCertificate: none', ...lines, ''].join('\n'));
}

function start(...lines: readonly string[]): void {
  daemon = spawn(process.execPath, [PROGRAM, '--config', configure(...lines), 'run'], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  for (const stream of [daemon.stdout, daemon.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      printed += text;
    });
  }
}

const until = (text: string | RegExp): Promise<void> => vi.waitFor(() => expect(printed).toMatch(text), WAIT);

const urlOf = (): string => /listening on (http:\/\/127\.0\.0\.1:\d+)/.exec(printed)?.[1] ?? '';

async function answerOf(path: string): Promise<string> {
  const response = await fetch(`${urlOf()}${path}`);
  return `${response.status} ${(await response.text()).trim()}`;
}

test('the daemon serves its health, becomes ready with its first scan, and stops cleanly with open connections', async () => {
  start('http: { listen: "127.0.0.1:0" }');
  await until(/listening on http:/);
  expect(await answerOf('/healthz')).toBe('200 ok');
  await vi.waitFor(async () => expect(await answerOf('/readyz')).toBe('200 ready'), WAIT);
  const ended = new Promise((resolved) => daemon?.once('exit', resolved));
  daemon?.kill('SIGTERM');
  expect(await ended).toBe(0);
  expect(printed).not.toContain('error:');
});

test('a port in use is reported and tried again, while monitoring continues', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  occupant = server;
  await new Promise((resolved) => server.once('listening', resolved));
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : 0;
  start(`http: { listen: "127.0.0.1:${port}" }`);
  await until(
    `listening on 127.0.0.1:${port}: another program uses this address; mailcertd tries again in 1 s, monitoring continues`,
  );
  await until(/ 1000 /);
  occupant = undefined;
  await new Promise((resolved) => server.close(resolved));
  await until(`listening on http://127.0.0.1:${port}`);
  expect(await answerOf('/healthz')).toBe('200 ok');
});

test('a reload moves the server to another address, or turns it off', async () => {
  const [first, second] = [directory.at('1.sock'), directory.at('2.sock')];
  start(`http: { listen: ${first} }`);
  await until(`listening on ${first}`);
  configure(`http: { listen: ${second} }`);
  daemon?.kill('SIGHUP');
  await until(`listening on ${second}`);
  configure('http: off');
  daemon?.kill('SIGHUP');
  const { existsSync } = await import('node:fs');
  await vi.waitFor(() => expect([existsSync(first), existsSync(second)]).toEqual([false, false]), WAIT);
});
