import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, readFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import type { TemporaryFolder } from '../fixtures/temporary-folder.ts';

/** A Postfix of its own, stopped when it is disposed of. */
export interface RunningPostfix extends Disposable {
  /** On 127.0.0.1. */
  readonly port: number;
  /** What it has logged. */
  log(): string;
}

/** The services that a session with STARTTLS asks for. */
const SERVICES = [
  'tlsmgr unix - - n 1000? 1 tlsmgr',
  'postlog unix-dgram n - n - 1 postlogd',
  'proxymap unix - - n - - proxymap',
  'anvil unix - - n - 1 anvil',
  'rewrite unix - - n - - trivial-rewrite',
];

/** Starts a Postfix that presents this certificate with its key. Only root can. */
export async function runPostfix(
  folder: TemporaryFolder,
  { certificate, key }: { readonly certificate: string; readonly key: string },
): Promise<RunningPostfix> {
  const port = await freePort();
  const [configuration, data, spool] = [folder.at('postfix'), folder.at('postfix-data'), folder.at('postfix-spool')];
  chmodSync(folder.path, 0o755);
  mkdirSync(spool);
  mkdirSync(data, { mode: 0o700 });
  execFileSync('chown', ['postfix', data]);
  const settings = {
    compatibility_level: '3.6',
    queue_directory: spool,
    data_directory: data,
    command_directory: '/usr/sbin',
    daemon_directory: '/usr/lib/postfix/sbin',
    inet_interfaces: '127.0.0.1',
    inet_protocols: 'ipv4',
    myhostname: 'mail01.contoso.com',
    mydestination: '',
    alias_maps: '',
    local_recipient_maps: '',
    smtpd_tls_security_level: 'may',
    smtpd_tls_chain_files: `${key}, ${certificate}`,
    maillog_file_prefixes: folder.path,
    maillog_file: `${data}/log`,
  };
  folder.write(
    'postfix/main.cf',
    Object.entries(settings)
      .map(([name, value]) => `${name} = ${value}\n`)
      .join(''),
  );
  const smtpd = `127.0.0.1:${port} inet n - n - - smtpd`;
  folder.write('postfix/master.cf', [smtpd, ...SERVICES, ''].join('\n'));
  const postfix = (command: string): void => {
    execFileSync('/usr/sbin/postfix', ['-c', configuration, command], { stdio: 'pipe' });
  };
  postfix('start');
  return { port, log: () => readFileSync(`${data}/log`, 'utf8'), [Symbol.dispose]: () => postfix('stop') };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
