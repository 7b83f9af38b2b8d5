import { readFileSync, renameSync, utimesSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type MadeCertificate, makeCertificate } from '../../fixtures/make-certificate.ts';
import { needs, needsRoot } from '../needs.ts';
import { foundThere } from '../own-host/found-there.ts';
import { bootOwnHost, type OwnHost } from '../own-host/own-host.ts';
import { type WatchedHost, watchHost } from '../own-host/watched-host.ts';
import { socketsIn } from './listening-sockets.ts';
import { leavesIn } from './served-leaf.ts';

const DAY = 86_400_000;
const MINUTE = 60_000;
const DATES = { notBefore: Date.now() - DAY, notAfter: Date.now() + 300 * DAY };

// The service with TLS for every connection is first: its SNI name is probed there, not at a
// service with STARTTLS.
const MASTER = `submission inet n       -       n       -       -       smtpd
  -o smtpd_tls_security_level=encrypt
  -o smtpd_tls_chain_files=$tls/submission.key,$tls/submission.pem
smtp      inet  n       -       n       -       -       smtpd
smtps     inet  n       -       n       -       -       smtpd
  -o smtpd_tls_wrappermode=yes
2525      inet  n       -       n       -       1       postscreen
smtpd     pass  -       -       n       -       -       smtpd
tlsproxy  unix  -       -       n       -       0       tlsproxy
dnsblog   unix  -       -       n       -       0       dnsblog
tlsmgr    unix  -       -       n       1000?   1       tlsmgr
rewrite   unix  -       -       n       -       -       trivial-rewrite
proxymap  unix  -       -       n       -       -       proxymap
anvil     unix  -       -       n       -       1       anvil
postlog   unix-dgram n  -       n       -       1       postlogd
`;
const MAIN = (level: string): string => `compatibility_level = 3.9
myhostname = mail01.contoso.com
mydestination =
alias_maps =
maillog_file = /var/log/postfix.log
smtpd_peername_lookup = no
tls = /etc/ssl/mail
smtpd_tls_security_level = ${level}
smtpd_tls_chain_files = $tls/ecdsa.key, $tls/ecdsa.pem, $tls/rsa.key, $tls/rsa.pem
tls_server_sni_maps = texthash:/etc/postfix/sni
`;
const DOVECOT = (more = ''): string => `dovecot_config_version = 2.4.1
dovecot_storage_version = 2.4.1
protocols = imap pop3 lmtp sieve
log_path = /var/log/dovecot.log
ssl_server_cert_file = /etc/ssl/mail/rsa.pem
ssl_server_key_file = /etc/ssl/mail/rsa.key
service lmtp {
  inet_listener lmtp {
    port = 24
  }
}
protocol imap {
  ssl_server_cert_file = /etc/ssl/mail/imap.pem
  ssl_server_key_file = /etc/ssl/mail/imap.key
}
local_name mail.fabrikam.com {
  ssl_server_cert_file = /etc/ssl/mail/fabrikam.pem
  ssl_server_key_file = /etc/ssl/mail/fabrikam.key
}
passdb static {
  password = secret
}
${more}`;
const CONFIGURATION = `computer: mail01.contoso.com
stateDirectory: /var/lib/mailcertd
stores: []
discover: { postfix: true, dovecot: true }
probing: { interval: 10s, hostInterval: 0s }
`;

describe.runIf([needsRoot(), needs('postfix', 'dovecot', 'namespaces')].every(Boolean))(
  'a host with Postfix and Dovecot',
  () => {
    let host: OwnHost;
    let issuer: MadeCertificate;
    let watched: WatchedHost;

    const make = (commonName: string, key: 'rsa' | 'ec'): MadeCertificate =>
      makeCertificate({ commonName, dnsNames: [commonName, 'mail01.contoso.com'], key, issuer, ...DATES });
    /** Replaces a certificate and its key by renames, with a modification time in the past. */
    const put = (name: string, made: MadeCertificate, agoMs = 0): void => {
      const at = new Date(Date.now() - agoMs);
      for (const [ending, content] of [
        ['key', made.privateKeyPem],
        ['pem', made.certificatePem + issuer.certificatePem],
      ] as const) {
        const path = `/etc/ssl/mail/${name}.${ending}`;
        host.write(`${path}.new`, content, 0o600);
        utimesSync(host.at(`${path}.new`), at, at);
        renameSync(host.at(`${path}.new`), host.at(path));
      }
    };
    /**
     * Runs a command. Its output is a file, because a background process would keep a pipe open.
     */
    const quietly = async (command: string): Promise<void> => {
      const { exitCode } = await host.run('sh', '-c', `${command} >/tmp/said 2>&1 </dev/null`);
      if (exitCode !== 0) throw new Error(`${command}: ${readFileSync(host.at('/tmp/said'), 'utf8')}`);
    };

    beforeAll(async () => {
      host = await bootOwnHost([]);
      issuer = makeCertificate({ commonName: 'Contoso CA', isCa: true, ...DATES });
      host.write('/etc/hostname', 'mail01.contoso.com\n');
      host.write('/etc/ssl/certs/ca-certificates.crt', issuer.certificatePem);
      for (const [name, key] of [
        ['ecdsa', 'ec'],
        ['rsa', 'rsa'],
        ['submission', 'ec'],
        ['imap', 'ec'],
      ] as const) {
        put(name, make(`${name}.contoso.com`, key));
      }
      put('fabrikam', make('mail.fabrikam.com', 'ec'));
      host.write('/etc/postfix/main.cf', MAIN('may'));
      host.write('/etc/postfix/master.cf', MASTER);
      host.write('/etc/postfix/sni', 'mail.fabrikam.com /etc/ssl/mail/fabrikam.key, /etc/ssl/mail/fabrikam.pem\n');
      host.write('/etc/dovecot/dovecot.conf', DOVECOT());
      await quietly('postfix start');
      await quietly('dovecot');
    }, 60_000);

    afterAll(async () => {
      await watched?.[Symbol.asyncDispose]();
      await host?.[Symbol.asyncDispose]();
    });

    it('is discovered without a configuration: a connector for each socket, and each serves the discovered certificate', async () => {
      const found = [await foundThere(host, 'postfix'), await foundThere(host, 'dovecot')];
      const connectors = found.flatMap((server) => server.connectors);
      expect(found.flatMap(({ problems }) => problems)).toEqual([]);
      const [, , pid] = host.namespace;
      const listening = (): readonly string[] =>
        ['tcp', 'tcp6'].flatMap((table) => socketsIn(readFileSync(`/proc/${pid}/net/${table}`, 'utf8')));
      const names = connectors.filter(({ name }) => name.includes(' sni ')).map(({ name }) => name);
      expect(names).toEqual(['postfix sni mail.fabrikam.com', 'dovecot sni mail.fabrikam.com']);
      await expect.poll(listening, { timeout: 15_000 }).toHaveLength(connectors.length - names.length);

      const scanned = await host.mailcertd('scan');
      expect([scanned.stdout, scanned.exitCode]).toEqual(['', 0]);
    });

    it('is monitored: every discovered connector is probed, and serves the certificate on disk', async () => {
      const found = [await foundThere(host, 'postfix'), await foundThere(host, 'dovecot')];
      const named = new Map(
        found.flatMap(({ connectors }) =>
          connectors.map(({ name, certificateFiles = [] }) => [
            name,
            certificateFiles.flatMap((path) => [...leavesIn(host.at(path)).values()]),
          ]),
        ),
      );
      watched = await watchHost(host, CONFIGURATION);
      const others = async (): Promise<readonly string[]> => {
        await watched.pass();
        const fields = ['--fields', 'name,servedThumbprint', '--format', 'json'];
        const { stdout } = await host.mailcertd('connectors', 'list', ...fields);
        const listed = JSON.parse(stdout) as readonly {
          readonly name: string;
          readonly servedThumbprint: readonly string[] | null;
        }[];
        const wrong = listed.filter(({ name, servedThumbprint }) =>
          (servedThumbprint ?? ['']).some((leaf) => !named.get(name)?.includes(leaf)),
        );
        return [`${listed.length} in all`, ...wrong.map(({ name }) => name)];
      };
      // 8 sockets of Postfix and 12 of Dovecot, and one name of each.
      await expect.poll(others, { timeout: 60_000, interval: 1000 }).toEqual(['22 in all']);
      expect(watched.loggedEvents()).toEqual(['1000 once']);
      expect(watched.records()[0]?.winlog.event_data).toMatchObject({ param2: '22', param3: '0' });
    });

    it('that still serves a replaced certificate is reported, and resolved when it is reloaded', async () => {
      // A first start counts grace from the time of the file: no earlier scan proves that it arrived since.
      await watched[Symbol.asyncDispose]();
      await quietly('rm -r /var/lib/mailcertd');
      put('submission', make('submission.contoso.com', 'ec'), 20 * MINUTE);
      put('imap', make('imap.contoso.com', 'ec'), 20 * MINUTE);
      watched = await watchHost(host, CONFIGURATION);
      const submission = 'postfix submission, postfix submission [::]';
      const imap = 'dovecot imap, dovecot imap [::], dovecot imaps, dovecot imaps [::]';
      await watched.hears(1, `1406 ${submission}`, `1406 ${imap}`);
      const remedies = watched
        .records()
        .slice(1)
        .map(({ mailcertd }) => mailcertd.remedy?.map((argv) => argv.join(' ')).join());
      expect(remedies).toEqual(expect.arrayContaining(['systemctl reload postfix', 'systemctl reload dovecot']));
      const from = watched.loggedEvents().length;
      await quietly('postfix reload');
      await quietly('doveadm reload');
      await watched.hears(from, `1900 1406 ${submission}`, `1900 1406 ${imap}`);
    });

    it('that withdraws STARTTLS is reported although its settings say so, and resolved when it is offered again', async () => {
      const from = watched.loggedEvents().length;
      host.write('/etc/postfix/main.cf', MAIN('none'));
      host.write('/etc/dovecot/dovecot.conf', DOVECOT('protocol pop3 {\n  ssl = no\n}\n'));
      await quietly('postfix reload');
      await quietly('doveadm reload');
      const withdrawn = ['postfix smtp', 'postfix smtp [::]', 'postfix 2525', 'dovecot pop3', 'dovecot pop3 [::]'];
      await watched.hears(from, ...withdrawn.map((name) => `1402 ${name}`));
      const again = watched.loggedEvents().length;
      host.write('/etc/postfix/main.cf', MAIN('may'));
      host.write('/etc/dovecot/dovecot.conf', DOVECOT());
      await quietly('postfix reload');
      await quietly('doveadm reload');
      await watched.hears(again, ...withdrawn.map((name) => `1900 1402 ${name}`));
      // A probe during a reload did not report STARTTLS as missing or as partly offered.
      expect(watched.loggedEvents().filter((event) => event.includes('1401'))).toEqual([]);
    });

    it('whose settings are broken is unavailable: that is reported, and resolved when discovery no longer reads them', async () => {
      const from = watched.loggedEvents().length;
      host.write('/etc/dovecot/dovecot.conf', DOVECOT('protocol pop3 {\n'));
      await watched.hears(from, '1108 dovecot');
      expect(watched.loggedEvents().slice(from)).toEqual(['1108 dovecot']);
      const broken = watched.loggedEvents().length;
      await watched.reload(CONFIGURATION.replace('dovecot: true', 'dovecot: false'));
      await watched.hears(broken, '1900 1108 dovecot');
      // Dovecot still listens, but is no longer monitored.
      expect(watched.loggedEvents().slice(broken)).toEqual(['1002 once', '1111', '1900 1108 dovecot']);
    });
  },
);
