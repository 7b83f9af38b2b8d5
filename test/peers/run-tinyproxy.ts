import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { vi } from 'vitest';
import type { TemporaryDirectory } from '../fixtures/temporary-directory.ts';
import { freePort } from './free-port.ts';

/** A separate HTTP proxy, stopped when it is disposed. */
export interface RunningProxy extends AsyncDisposable {
  /** The URL, `http://127.0.0.1:PORT`. */
  readonly url: string;
  /** Returns the requests, one per line, for example `CONNECT localhost:443 HTTP/1.1`. */
  asked(): readonly string[];
}

/**
 * Starts a tinyproxy.
 * @param connectPorts the ports that CONNECT may use
 */
export async function runTinyproxy(
  directory: TemporaryDirectory,
  connectPorts: readonly number[],
  login?: { readonly user: string; readonly password: string },
): Promise<RunningProxy> {
  const port = await freePort();
  const configuration = [
    `Port ${port}`,
    'Listen 127.0.0.1',
    'Timeout 60',
    'MaxClients 20',
    'LogLevel Connect',
    ...connectPorts.map((allowed) => `ConnectPort ${allowed}`),
    ...(login === undefined ? [] : [`BasicAuth ${login.user} ${login.password}`]),
    '',
  ].join('\n');
  const child = spawn('tinyproxy', ['-d', '-c', directory.write('tinyproxy.conf', configuration)]);
  let log = '';
  child.stdout.on('data', (chunk: Buffer) => {
    log += chunk.toString('utf8');
  });
  await vi.waitFor(async () => {
    const socket = connect(port, '127.0.0.1');
    await once(socket, 'connect').finally(() => socket.destroy());
  }, 20_000);
  return {
    url: `http://127.0.0.1:${port}`,
    asked: () => [...log.matchAll(/Request \(file descriptor \d+\): (.*)/g)].map(([, line = '']) => line),
    [Symbol.asyncDispose]: async () => {
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
    },
  };
}
