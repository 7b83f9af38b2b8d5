import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { vi } from 'vitest';
import type { TemporaryDirectory } from '../fixtures/temporary-directory.ts';
import { freePort } from './free-port.ts';

/** A separate Alertmanager, stopped when it is disposed. */
export interface RunningAlertmanager extends AsyncDisposable {
  /** The port on 127.0.0.1. */
  readonly port: number;
}

/** The settings of an Alertmanager. */
export interface AlertmanagerWish {
  /** The URL to which it sends alerts, also resolved ones. */
  readonly webhook: string;
  /** The lifetime of an alert without an end time, for example `1s`. */
  readonly resolveTimeout: string;
  /** The PEM files and the login; it then only accepts TLS. */
  readonly tls?: { readonly certificate: string; readonly key: string; readonly user: string; readonly bcrypt: string };
}

/** Starts an Alertmanager. */
export async function runAlertmanager(
  directory: TemporaryDirectory,
  { webhook, resolveTimeout, tls }: AlertmanagerWish,
): Promise<RunningAlertmanager> {
  const port = await freePort();
  const configuration = {
    global: { resolve_timeout: resolveTimeout },
    route: { receiver: 'test', group_by: ['...'], group_wait: '0s', group_interval: '1s', repeat_interval: '1h' },
    receivers: [{ name: 'test', webhook_configs: [{ url: webhook, send_resolved: true }] }],
  };
  const web =
    tls === undefined
      ? {}
      : {
          tls_server_config: { cert_file: tls.certificate, key_file: tls.key },
          basic_auth_users: { [tls.user]: tls.bcrypt },
        };
  // JSON is valid YAML.
  const options = [
    `--config.file=${directory.write('alertmanager.yml', JSON.stringify(configuration))}`,
    `--web.config.file=${directory.write('web.yml', JSON.stringify(web))}`,
    `--storage.path=${directory.at('alertmanager')}`,
    `--web.listen-address=127.0.0.1:${port}`,
    // An empty address disables the cluster.
    '--cluster.listen-address=',
  ];
  const child = spawn('prometheus-alertmanager', options, { stdio: ['ignore', 'ignore', 'pipe'] });
  let log = '';
  child.stderr.on('data', (chunk: Buffer) => {
    log += chunk.toString('utf8');
  });
  await vi.waitFor(
    () => {
      if (child.exitCode !== null) throw new Error(`Alertmanager ended: ${log}`);
      if (!log.includes('Listening on')) throw new Error(`Alertmanager does not listen: ${log}`);
    },
    { timeout: 30_000 },
  );
  return { port, [Symbol.asyncDispose]: () => end(child) };
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
}
