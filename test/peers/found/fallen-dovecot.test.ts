import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type MadeCertificate, makeCertificate } from '../../fixtures/make-certificate.ts';
import { needs, needsRoot } from '../needs.ts';
import { bootOwnHost, type OwnHost } from '../own-host/own-host.ts';
import { type WatchedHost, watchHost } from '../own-host/watched-host.ts';

const DAY = 86_400_000;
const DATES = { notBefore: Date.now() - DAY, notAfter: Date.now() + 300 * DAY };
const RECEIVERS = resolve(import.meta.dirname, '../own-host/receivers.mjs');
const RECEIVED = '/tmp/received';

const DOVECOT = (name: string): string => `dovecot_config_version = 2.4.1
dovecot_storage_version = 2.4.1
protocols = imap pop3
log_path = /var/log/dovecot.log
ssl_server_cert_file = /etc/ssl/mail/${name}.pem
ssl_server_key_file = /etc/ssl/mail/${name}.key
passdb static {
  password = secret
}
`;
/** Returns the default configuration, which probes each connector every 15 minutes. */
const CONFIGURATION = (trust = '[system]'): string => `computer: mail01.contoso.com
stateDirectory: /var/lib/mailcertd
stores: []
discover: { dovecot: true }
trust: ${trust}
notifiers:
  - { name: webhook, type: webhook, url: "http://127.0.0.1:8080/webhook" }
  - { name: alertmanager, type: alertmanager, url: "http://127.0.0.1:8080/alertmanager", interval: 5s }
  - { name: mail, type: mail, server: "smtp://127.0.0.1:8025", starttls: off, from: mailcertd@contoso.com, to: [ops@contoso.com] }
  - { name: hook, type: exec, command: [/usr/local/bin/hook] }
`;

describe.runIf([needsRoot(), needs('dovecot', 'namespaces')].every(Boolean))('a Dovecot that was discovered', () => {
  let host: OwnHost;
  let watched: WatchedHost;
  let snakeoil: MadeCertificate;

  /** Runs a command. Its output is a file, because a background process would keep a pipe open. */
  const quietly = async (command: string): Promise<void> => {
    const { exitCode } = await host.run('sh', '-c', `${command} >/tmp/said 2>&1 </dev/null`);
    if (exitCode !== 0) throw new Error(`${command}: ${readFileSync(host.at('/tmp/said'), 'utf8')}`);
  };
  const put = (name: string, { privateKeyPem, certificatePem }: MadeCertificate): void => {
    host.write(`/etc/ssl/mail/${name}.key`, privateKeyPem, 0o600);
    host.write(`/etc/ssl/mail/${name}.pem`, certificatePem);
  };
  /** Makes Dovecot serve another certificate, as an upgrade with a wrong template does. */
  const serve = async (name: string): Promise<void> => {
    host.write('/etc/dovecot/dovecot.conf', DOVECOT(name));
    await quietly('doveadm reload');
  };
  const probed = async (): Promise<number> => {
    const { stdout } = await host.mailcertd('connectors', 'list', '--fields', 'servedThumbprint', '--format', 'json');
    const listed = JSON.parse(stdout) as readonly { readonly servedThumbprint: readonly string[] | null }[];
    return listed.filter(({ servedThumbprint }) => (servedThumbprint ?? []).length > 0).length;
  };
  /** Returns the notifiers that sent a message about a certificate. */
  const notified = (thumbprint: string): readonly string[] => {
    const lines = existsSync(host.at(RECEIVED)) ? readFileSync(host.at(RECEIVED), 'utf8').trim().split('\n') : [];
    const all = lines.filter((line) => line.includes(thumbprint)).map((line) => JSON.parse(line) as { to: string });
    return [...new Set(all.map(({ to }) => to))].sort();
  };

  beforeAll(async () => {
    host = await bootOwnHost([]);
    const issuer = makeCertificate({ commonName: 'Contoso CA', isCa: true, ...DATES });
    snakeoil = makeCertificate({ commonName: 'debian.local', ...DATES });
    host.write('/etc/ssl/certs/ca-certificates.crt', issuer.certificatePem);
    put('mail', makeCertificate({ commonName: 'mail01.contoso.com', issuer, ...DATES }));
    put('snakeoil', snakeoil);
    host.write('/etc/dovecot/dovecot.conf', DOVECOT('mail'));
    host.write(
      '/usr/local/bin/hook',
      `#!/bin/sh\nprintf '{"to":"hook","body":"%s"}\\n' "$MAILCERTD_THUMBPRINT" >>${RECEIVED}\n`,
      0o755,
    );
    const [enter, ...into] = host.namespace;
    spawn(enter, [...into, process.execPath, RECEIVERS, '8080', '8025', RECEIVED], { stdio: 'ignore' }).unref();
    await quietly('dovecot');
  }, 60_000);

  afterAll(async () => {
    await watched?.[Symbol.asyncDispose]();
    await host?.[Symbol.asyncDispose]();
  });

  it('and falls back to a self-signed certificate is one Warning that reaches every notifier within a minute', async () => {
    await expect.poll(() => existsSync(host.at(`${RECEIVED}.ready`)), { timeout: 15_000 }).toBe(true);
    watched = await watchHost(host, CONFIGURATION());
    await expect.poll(probed, { timeout: 60_000, interval: 1000 }).toBe(8);
    expect(watched.loggedEvents()).toEqual(['1000 once']);

    await serve('snakeoil');
    await expect
      .poll(() => notified(snakeoil.thumbprint), { timeout: 60_000, interval: 250 })
      .toEqual(['/alertmanager/api/v2/alerts', '/webhook', 'hook', 'mail']);
    // The connectors with one certificate have one condition, however many sockets serve it.
    await watched.hears(1, expect.stringMatching(/^1407 (dovecot \S+( \[::\])?(, )?){8}$/) as never);
    const grave = watched.loggedEvents().filter((found) => !found.startsWith('1310') && !found.startsWith('1000'));
    expect([...new Set(grave.map((found) => found.split(' ')[0]))]).toEqual(['1407']);
    const check = await host.mailcertd('check');
    expect([check.exitCode, check.stdout]).toEqual([1, expect.stringContaining('self-signed')]);
  }, 240_000);

  it('whose self-signed certificate is named in trust is accepted, as the event says', async () => {
    const { stdout } = await host.mailcertd('events', '--id', '1407', '--last', '1', '--format', 'classic');
    expect(stdout).toContain('trust: [system, { enterprise: /etc/ssl/mail/snakeoil.pem }]');
    const from = watched.loggedEvents().length;
    await watched.reload(CONFIGURATION('[system, { enterprise: /etc/ssl/mail/snakeoil.pem }]'));
    await watched.hears(from, expect.stringMatching(/^1900 1407 /) as never);
    const check = await host.mailcertd('check');
    expect([check.exitCode, check.stdout]).toEqual([0, expect.stringContaining('OK')]);
  }, 90_000);
});
