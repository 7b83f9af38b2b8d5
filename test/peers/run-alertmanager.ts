import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { vi } from 'vitest';
import type { TemporaryFolder } from '../fixtures/temporary-folder.ts';
import { freePort } from './free-port.ts';

/** An Alertmanager of its own, ended when it is disposed of. */
export interface RunningAlertmanager extends AsyncDisposable {
  /** On 127.0.0.1. */
  readonly port: number;
}

export interface AlertmanagerWish {
  /** Where it sends what it is told, resolved ones too. */
  readonly webhook: string;
  /** How long an alert that says nothing of its end lasts: `1s`. */
  readonly resolveTimeout: string;
  /** PEM files, and whom it lets in: behind TLS alone then. */
  readonly tls?: { readonly certificate: string; readonly key: string; readonly user: string; readonly bcrypt: string };
}

export async function runAlertmanager(
  folder: TemporaryFolder,
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
  // JSON is YAML.
  const options = [
    `--config.file=${folder.write('alertmanager.yml', JSON.stringify(configuration))}`,
    `--web.config.file=${folder.write('web.yml', JSON.stringify(web))}`,
    `--storage.path=${folder.at('alertmanager')}`,
    `--web.listen-address=127.0.0.1:${port}`,
    // Alone: nobody to speak with.
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
