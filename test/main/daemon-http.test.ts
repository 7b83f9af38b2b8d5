import { afterEach, expect, it, vi } from 'vitest';
import type { Configuration } from '../../src/adapters/config/configuration.ts';
import { DaemonHttp } from '../../src/main/daemon-http.ts';
import { configurationOf } from '../adapters/config/mail01.ts';
import { notedDiagnostics } from '../fakes/noted-diagnostics.ts';

const notes: string[] = [];
const diagnostics = notedDiagnostics((text, level) => void notes.push(`${level}: ${text}`));
let server: DaemonHttp | undefined;

afterEach(async () => {
  await server?.[Symbol.asyncDispose]();
  server = undefined;
  notes.length = 0;
});

/** Returns a thread that runs a script instead of the server. */
const threadOf = (script: string): URL =>
  new URL(`data:text/javascript,import{parentPort,workerData}from"node:worker_threads";${encodeURIComponent(script)}`);

/** A thread that notes the port of its configuration, and runs until a message. */
const RUNNING = threadOf(`
  const { port } = workerData.configuration.http.listen[0];
  parentPort.postMessage({ kind: 'note', level: 'info', failure: { code: 'http_listening', arguments: { url: String(port) } } });
  parentPort.once('message', () => parentPort.close());
`);

function start(configuration: Configuration, entry: URL): DaemonHttp {
  server = new DaemonHttp(configuration, diagnostics, entry);
  server.start();
  return server;
}

const until = (text: string): Promise<void> => vi.waitFor(() => expect(notes.join('\n')).toContain(text), 10_000);

it('the thread of the HTTP server notes through the daemon, and is started again by a reload that changes something', async () => {
  const first = configurationOf('http: { listen: "127.0.0.1:1" }');
  const started = start(first, RUNNING);
  await until('info: listening on 1');
  await started.reload(configurationOf('http: { listen: "127.0.0.1:1" }'));
  expect(notes).toHaveLength(1);
  await started.reload(configurationOf('http: { listen: "127.0.0.1:2" }'));
  await until('info: listening on 2');
  await started.reload(configurationOf('http: off'));
  await started.reload(configurationOf('http: { listen: "127.0.0.1:3" }'));
  await until('info: listening on 3');
  expect(notes).toHaveLength(3);
});

it('without an address, no thread is started', async () => {
  const started = start(configurationOf('http: off'), threadOf('throw new Error("started")'));
  await started[Symbol.asyncDispose]();
  expect(notes).toEqual([]);
});

it('a reload before the start, and after the end, starts no thread', async () => {
  const stopped = new DaemonHttp(configurationOf(''), diagnostics, threadOf('throw new Error("started")'));
  await stopped.reload(configurationOf('http: { listen: "127.0.0.1:1" }'));
  await stopped[Symbol.asyncDispose]();
  await stopped.reload(configurationOf('http: { listen: "127.0.0.1:2" }'));
  expect(notes).toEqual([]);
});

it.each([
  ['throws', 'throw new Error("no memory")', 'no memory'],
  ['throws later', 'setImmediate(() => { throw new Error("out of files") })', 'out of files'],
  ['exits', 'process.exit(3)', 'its thread has ended with code 3'],
  ['ends', '', 'its thread has ended with code 0'],
])('a thread that %s is started again with increasing delays', async (_, script, cause) => {
  start(configurationOf(''), threadOf(script));
  await until(`running the HTTP server: ${cause}; mailcertd tries again in 2 s, monitoring continues`);
  expect(notes[0]).toBe(`error: running the HTTP server: ${cause}; mailcertd tries again in 1 s, monitoring continues`);
});

it('a thread of another version is not started again', async () => {
  start(configurationOf(''), threadOf('parentPort.postMessage({ kind: "outdated", installed: "9.9.9" })'));
  await until('error: the HTTP server is off until mailcertd is restarted, because version 9.9.9 is installed');
});

it('a thread that does not end when the daemon stops is terminated', async () => {
  const started = start(
    configurationOf(''),
    threadOf(`
      parentPort.postMessage({ kind: 'note', level: 'info', failure: { code: 'http_listening', arguments: { url: 'x' } } });
      for (;;);
    `),
  );
  await until('listening on x');
  await started[Symbol.asyncDispose]();
  expect(notes).toHaveLength(1);
});
