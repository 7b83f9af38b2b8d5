import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { Locale } from '../../src/domain/text/locale.ts';
import { type MadeCertificate, makeCertificate } from '../fixtures/make-certificate.ts';
import { bootOwnHost, type OwnHost } from '../peers/own-host/own-host.ts';

const PROGRAM = resolve(import.meta.dirname, '../../dist/main/bin.js');
const CONFIGURATION = '/etc/mailcertd/mailcertd.yaml';
const NAME = 'mail.example.org';
const DAY = 86_400_000;
/** The time in which a probe or a scan has a new result. */
const PATIENCE_MS = 60_000;

/** The servers that the host of the pages does not have. */
const ABSENT = ['dovecot', 'doveconf', 'doveadm', 'exim4', 'exim', 'smtpd', 'smtpctl', 'nginx'];

const MAIN = `compatibility_level = 3.6
myhostname = ${NAME}
mydestination =
alias_maps =
inet_protocols = ipv4
smtpd_tls_security_level = may
smtpd_tls_chain_files = /etc/letsencrypt/live/${NAME}/privkey.pem, /etc/letsencrypt/live/${NAME}/fullchain.pem
maillog_file = /var/log/postfix.log
# A single process keeps its files; a new process would read the new file without a reload.
default_process_limit = 1
max_idle = 1h
smtpd_peername_lookup = no
`;

const SERVICES = [
  'smtp inet n - n - - smtpd',
  'submissions inet n - n - - smtpd -o smtpd_tls_wrappermode=yes',
  'tlsmgr unix - - n 1000? 1 tlsmgr',
  'postlog unix-dgram n - n - 1 postlogd',
  'proxymap unix - - n - - proxymap',
  'anvil unix - - n - 1 anvil',
  'rewrite unix - - n - - trivial-rewrite',
  'cleanup unix n - n - 0 cleanup',
  'qmgr unix n - n 300 1 qmgr',
];

/** The same connectors, for which event 1406 is not delayed for 15 minutes. */
const WITHOUT_GRACE = `connectors:
${[
  ['smtp', 'smtp://127.0.0.1:25'],
  ['submissions', 'smtps://127.0.0.1:465'],
]
  .map(
    ([name, url]) =>
      `  - { name: postfix ${name}, direction: receive, fqdn: ${NAME}, certificateFile: /etc/letsencrypt/live/${NAME}/fullchain.pem, keyFile: /etc/letsencrypt/live/${NAME}/privkey.pem, probe: "${url}", reload: [systemctl, reload, postfix], grace: 1s }\n`,
  )
  .join('')}`;

/** Writes what certbot writes for a certificate. */
function writeLineage(host: OwnHost, leaf: MadeCertificate, issuer: MadeCertificate): void {
  const live = `/etc/letsencrypt/live/${NAME}`;
  host.write(`${live}/privkey.pem`, leaf.privateKeyPem, 0o600);
  host.write(`${live}/fullchain.pem`, leaf.certificatePem + issuer.certificatePem);
}

/** Runs a command until its output matches. */
async function until(printed: () => Promise<string>, expected: RegExp): Promise<string> {
  const end = Date.now() + PATIENCE_MS;
  for (;;) {
    const text = await printed();
    if (expected.test(text)) return text;
    if (Date.now() > end) throw new Error(`${expected} is not printed:\n${text}`);
    await setTimeout(500);
  }
}

/**
 * Follows README.md and the tutorial on a copy of this machine with a Postfix and a certificate of
 * certbot. It requires root and the built program.
 * @param notifiers the lines that the tutorial adds to the configuration
 * @returns what each command prints, by its command line without `--locale`. A command that the
 * pages show several times has `, again` at the second time
 */
export async function followQuickStart(locale: Locale, notifiers: string): Promise<ReadonlyMap<string, string>> {
  await using host = await bootOwnHost([]);
  const root = makeCertificate({
    commonName: 'Example Root',
    isCa: true,
    notBefore: 0,
    notAfter: Date.now() + 999 * DAY,
  });
  const issuer = makeCertificate({
    commonName: 'Example CA',
    isCa: true,
    issuer: root,
    notBefore: Date.now() - 99 * DAY,
    notAfter: Date.now() + 900 * DAY,
  });
  const issue = (days: number): MadeCertificate =>
    makeCertificate({ commonName: NAME, issuer, notBefore: Date.now() - 30 * DAY, notAfter: Date.now() + days * DAY });
  for (const program of ABSENT) await host.run('sh', '-c', `rm -f "$(command -v ${program})"`);
  await host.run(
    'sh',
    '-c',
    'rm -rf /etc/dovecot /etc/exim4 /etc/nginx /etc/mailcertd /var/lib/mailcertd /etc/letsencrypt',
  );
  host.write('/etc/hostname', `${NAME}\n`);
  host.write('/etc/hosts', `127.0.0.1 ${NAME} localhost\n`);
  host.write('/etc/ssl/certs/ca-certificates.crt', root.certificatePem);
  writeLineage(host, issue(60), issuer);
  host.write(
    `/etc/letsencrypt/renewal/${NAME}.conf`,
    `fullchain = /etc/letsencrypt/live/${NAME}/fullchain.pem\n[renewalparams]\n`,
  );
  host.write('/etc/postfix/main.cf', MAIN);
  host.write('/etc/postfix/master.cf', `${SERVICES.join('\n')}\n`);
  host.write('/usr/local/bin/systemctl', '#!/bin/sh\n[ "$*" != "reload postfix" ] || exec postfix reload\n', 0o755);
  const started = await host.run('postfix', 'start');
  if (started.exitCode !== 0) throw new Error(`starting Postfix: ${started.stderr}`);

  const screens = new Map<string, string>();
  const print = async (...words: readonly string[]): Promise<string> => {
    const { stdout, stderr } = await host.mailcertd('--locale', locale, ...words);
    return stdout + stderr;
  };
  const keep = (words: readonly string[], screen: string): void => {
    const line = `mailcertd ${words.join(' ')}`;
    screens.set(screens.has(line) ? `${line}, again` : line, screen);
  };
  const show = async (...words: readonly string[]): Promise<void> => keep(words, await print(...words));
  const showWhen = async (expected: RegExp, ...words: readonly string[]): Promise<void> =>
    keep(words, await until(() => print(...words), expected));

  await show('connectors', 'discover');
  await show('scan');
  await show('scan', '--at', '+45d');
  await show('config', 'init');
  host.write(CONFIGURATION, readFileSync(host.at(CONFIGURATION), 'utf8') + notifiers);
  await show('config', 'check');
  await show('notifiers', 'test', 'mail');

  const [program, ...into] = host.namespace;
  const daemon = spawn(
    program,
    [...into, 'sh', '-c', 'echo $$ >/run/daemon; exec "$0" "$@"', process.execPath, PROGRAM, 'run'],
    {
      stdio: 'ignore',
    },
  );
  const ended = new Promise((done) => daemon.once('close', done));
  try {
    await showWhen(/(?: (?:same|同じ)\n.*){2}/s, 'status');
    writeLineage(host, issue(90), issuer);
    await showWhen(/(?: {2}[0-9A-F]{8}(?:, the previous one| \(以前の証明書\))\n.*){2}/s, 'connectors');
    host.write(CONFIGURATION, readFileSync(host.at(CONFIGURATION), 'utf8') + WITHOUT_GRACE);
    await host.run('sh', '-c', 'kill -HUP "$(cat /run/daemon)"');
    await showWhen(/ 1406 /, 'status');
    await show('connectors', 'reload', '--server', 'postfix');
  } finally {
    await host.run('sh', '-c', 'kill "$(cat /run/daemon)"');
    await ended;
    await host.run('postfix', 'stop');
  }
  return screens;
}
