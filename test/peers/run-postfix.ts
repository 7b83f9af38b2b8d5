import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync } from 'node:fs';
import type { TemporaryDirectory } from '../fixtures/temporary-directory.ts';
import { freePort } from './free-port.ts';

/** A separate Postfix, stopped when it is disposed. */
export interface RunningPostfix extends Disposable {
  /** The port on 127.0.0.1. */
  readonly port: number;
  /** Returns its log. */
  log(): string;
}

/** The services that a session with STARTTLS needs. */
const SERVICES = [
  'tlsmgr unix - - n 1000? 1 tlsmgr',
  'postlog unix-dgram n - n - 1 postlogd',
  'proxymap unix - - n - - proxymap',
  'anvil unix - - n - 1 anvil',
  'rewrite unix - - n - - trivial-rewrite',
];

/** The services that deliver accepted mail. */
const DELIVERING = [
  'cleanup unix n - n - 0 cleanup',
  'qmgr unix n - n 300 1 qmgr',
  'bounce unix - - n - 0 bounce',
  'defer unix - - n - 0 bounce',
  'trace unix - - n - 0 bounce',
  'virtual unix - n n - - virtual',
];

/** Starts a Postfix that serves this certificate. It requires root. */
export async function runPostfix(
  directory: TemporaryDirectory,
  {
    certificate,
    key,
    mailboxes = [],
    settings: more = {},
  }: {
    readonly certificate: string;
    readonly key: string;
    /** The addresses at contoso.com with a mailbox, each a Maildir in `postfix-mail/NAME`. */
    readonly mailboxes?: readonly string[];
    /** Additional settings in main.cf. */
    readonly settings?: Readonly<Record<string, string>>;
  },
): Promise<RunningPostfix> {
  const port = await freePort();
  const [configuration, data, spool] = [
    directory.at('postfix'),
    directory.at('postfix-data'),
    directory.at('postfix-spool'),
  ];
  chmodSync(directory.path, 0o755);
  mkdirSync(spool);
  mkdirSync(data, { mode: 0o700 });
  mkdirSync(directory.at('postfix-mail'));
  execFileSync('chown', ['postfix', data, directory.at('postfix-mail')]);
  const id = (flag: string): string => execFileSync('id', [flag, 'postfix'], { encoding: 'utf8' }).trim();
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
    maillog_file_prefixes: directory.path,
    maillog_file: `${data}/log`,
    virtual_mailbox_domains: mailboxes.length === 0 ? '' : 'contoso.com',
    virtual_mailbox_base: directory.at('postfix-mail'),
    virtual_mailbox_maps: `inline:{${mailboxes.map((name) => `${name}@contoso.com=${name}/`).join(' ')} }`,
    virtual_minimum_uid: '1',
    virtual_uid_maps: `static:${id('-u')}`,
    virtual_gid_maps: `static:${id('-g')}`,
    ...more,
  };
  directory.write(
    'postfix/main.cf',
    Object.entries(settings)
      .map(([name, value]) => `${name} = ${value}\n`)
      .join(''),
  );
  const smtpd = `127.0.0.1:${port} inet n - n - - smtpd`;
  directory.write(
    'postfix/master.cf',
    [smtpd, ...SERVICES, ...(mailboxes.length === 0 ? [] : DELIVERING), ''].join('\n'),
  );
  const postfix = (command: string): void => {
    execFileSync('/usr/sbin/postfix', ['-c', configuration, command], { stdio: 'pipe' });
  };
  postfix('start');
  return { port, log: () => readFileSync(`${data}/log`, 'utf8'), [Symbol.dispose]: () => postfix('stop') };
}
