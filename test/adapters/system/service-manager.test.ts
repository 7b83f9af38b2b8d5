import { once } from 'node:events';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { serviceManager } from '../../../src/adapters/system/service-manager.ts';
import type { Diagnostics } from '../../../src/work/ports/system.ts';
import { notedDiagnostics } from '../../fakes/noted-diagnostics.ts';

let directory: string;
let environment: NodeJS.ProcessEnv;
let notes: string[];
const diagnostics: Diagnostics = notedDiagnostics((what, level) => void notes.push(`${level}: ${what}`));

/** Installs a program as systemd-notify, first on the PATH. */
async function install(script: string): Promise<void> {
  const program = join(directory, 'systemd-notify');
  await writeFile(program, `#!/bin/sh\n${script}\n`);
  await chmod(program, 0o755);
}

/** Returns the arguments of each call of the installed program, after the socket. */
async function loggedEvents(): Promise<readonly string[]> {
  const text = await readFile(join(directory, 'calls'), 'utf8').catch(() => '');
  return text.split('\n').filter((line) => line !== '');
}

beforeEach(async () => {
  notes = [];
  directory = await mkdtemp(join(tmpdir(), 'mailcertd-notify-'));
  environment = { NOTIFY_SOCKET: '/run/there', PATH: `${directory}:${process.env['PATH']}`, SECRET: 'kept' };
  await install(`{ printf '%s' "$NOTIFY_SOCKET$SECRET"; printf ' [%s]' "$@"; echo; } >>'${directory}/calls'`);
});
afterEach(() => rm(directory, { recursive: true, force: true }));

test('every state is sent, with the process ID', async () => {
  const manager = serviceManager(environment, diagnostics);
  const before = process.hrtime.bigint() / 1000n;
  await manager.ready('watching 3 stores');
  await manager.status('1 condition open');
  await manager.reloading();
  await manager.stopping();
  const [ready, status, reloading, stopping] = await loggedEvents();
  const head = `/run/there [--pid=${process.pid}]`;
  expect(ready).toBe(`${head} [READY=1] [STATUS=watching 3 stores]`);
  expect(status).toBe(`${head} [STATUS=1 condition open]`);
  expect(stopping).toBe(`${head} [STOPPING=1]`);
  const [, usec] = /^\S+ \[--pid=\d+\] \[RELOADING=1\] \[MONOTONIC_USEC=(\d+)\]$/.exec(reloading ?? '') ?? [];
  expect(BigInt(usec ?? 0)).toBeGreaterThanOrEqual(before);
  expect(BigInt(usec ?? 0)).toBeLessThanOrEqual(process.hrtime.bigint() / 1000n);
  expect(notes).toEqual([]);
});

test('with the socket that systemd passes, the process sends the notifications, and runs no program', async () => {
  const server = createServer().listen(join(directory, 'socket'));
  await once(server, 'listening');
  const received: string[] = [];
  server.on('connection', (from) => from.on('data', (chunk) => received.push(chunk.toString())));
  const client = connect(join(directory, 'socket'));
  await once(client, 'connect');
  const { fd } = Reflect.get(client, '_handle') as { readonly fd: number };
  const names = [...Array(fd - 3).fill('other'), 'notify'].join(':');
  const handedOver = { LISTEN_PID: String(process.pid), LISTEN_FDS: String(fd - 2), LISTEN_FDNAMES: names };
  await serviceManager({ ...environment, ...handedOver }, diagnostics).ready('CN=a\nSTOPPING=1');
  await vi.waitUntil(() => received.length > 0);
  expect(received).toEqual(['READY=1\nSTATUS=CN=a STOPPING=1']);
  expect(await loggedEvents()).toEqual([]);
  client.destroy();
  server.close();
});

test('a hostile status stays one line and is no separate argument', async () => {
  const manager = serviceManager(environment, diagnostics);
  await manager.status('CN=a\nREADY=1\u0000\u001b[31m\u2028--help');
  expect(await loggedEvents()).toEqual([`/run/there [--pid=${process.pid}] [STATUS=CN=a READY=1 [31m --help]`]);
});

test.each([undefined, ''])('if NOTIFY_SOCKET is %j nothing is sent', async (socket) => {
  const manager = serviceManager({ ...environment, NOTIFY_SOCKET: socket, WATCHDOG_USEC: '1000' }, diagnostics);
  await manager.ready('x');
  await manager.reloading();
  await manager.stopping();
  manager.keepAlive(() => true)[Symbol.dispose]();
  expect(await loggedEvents()).toEqual([]);
  expect(notes).toEqual([]);
});

test.each([
  ['does not exist', () => rm(join(directory, 'systemd-notify'))],
  ['fails', () => install('exit 1')],
])('a systemd-notify that %s is logged once and never throws', async (_title, spoil) => {
  await spoil();
  const manager = serviceManager({ ...environment, PATH: directory }, diagnostics);
  await manager.ready('x');
  await manager.stopping();
  expect(notes).toEqual([
    expect.stringMatching(/^warning: cannot notify the service manager \(READY=1, STATUS=x\): ./),
  ]);
});

test('the watchdog is notified at once and then twice in its time, only while alive, until disposed', async () => {
  const manager = serviceManager({ ...environment, WATCHDOG_USEC: '100000' }, diagnostics);
  let asked = 0;
  const beats = () => loggedEvents().then((lines) => lines.filter((line) => line.includes('[WATCHDOG=1]')).length);
  const disposable = manager.keepAlive(() => {
    asked += 1;
    return asked <= 3;
  });
  await vi.waitUntil(() => asked >= 6, { timeout: 5000, interval: 5 });
  disposable[Symbol.dispose]();
  await vi.waitUntil(async () => (await beats()) === 3, { timeout: 5000, interval: 20 });
  const askedWhenDisposed = asked;
  await manager.status('later');
  expect(asked).toBe(askedWhenDisposed);
  expect(await beats()).toBe(3);
});

test.each([
  ['of another process', { WATCHDOG_USEC: '1000', WATCHDOG_PID: '1' }],
  ['that is not set', {}],
  ['of no time', { WATCHDOG_USEC: '0' }],
  ['of no number', { WATCHDOG_USEC: 'soon' }],
])('a watchdog %s is not notified', async (_title, watchdog) => {
  const manager = serviceManager({ ...environment, ...watchdog }, diagnostics);
  let asked = false;
  const disposable = manager.keepAlive(() => {
    asked = true;
    return true;
  });
  await manager.status('later');
  disposable[Symbol.dispose]();
  expect(asked).toBe(false);
});

test('a watchdog of this process is notified', async () => {
  const watchdog = { WATCHDOG_USEC: '60000000', WATCHDOG_PID: String(process.pid) };
  const manager = serviceManager({ ...environment, ...watchdog }, diagnostics);
  manager.keepAlive(() => true)[Symbol.dispose]();
  await vi.waitUntil(async () => (await loggedEvents()).length === 1, { timeout: 5000, interval: 20 });
});
