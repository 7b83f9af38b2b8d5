import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { needs, needsRoot } from '../needs.ts';
import { foundThere } from '../own-host/found-there.ts';
import { bootOwnHost, type OwnHost } from '../own-host/own-host.ts';
import { type WatchedHost, watchHost } from '../own-host/watched-host.ts';
import { socketsIn } from './listening-sockets.ts';

const CONFIGURATION = `computer: mail01.contoso.com
stateDirectory: /var/lib/mailcertd
stores: []
discover: { postfix: true }
probing: { interval: 10s, hostInterval: 0s }
`;
/** Postfix listens at only one address of the port. */
const MASTER = 'localhost:smtp inet n - n - - smtpd\n';

describe.runIf([needsRoot(), needs('postfix', 'namespaces')].every(Boolean))('a host with an unknown server', () => {
  let host: OwnHost;
  let watched: WatchedHost;

  beforeAll(async () => {
    host = await bootOwnHost([]);
    host.write('/etc/hostname', 'mail01.contoso.com\n');
    host.write('/etc/postfix/main.cf', 'compatibility_level = 3.9\ninet_interfaces = all\n');
    host.write('/etc/postfix/master.cf', MASTER);
    host.write(
      '/etc/dovecot/dovecot.conf',
      'dovecot_config_version = 2.4.1\ndovecot_storage_version = 2.4.1\nprotocols =\n',
    );
    host.write('/listens.cjs', "require('node:net').createServer().listen(993, '0.0.0.0');\n");
    await host.run(
      'sh',
      '-c',
      `${process.execPath} /listens.cjs >/dev/null 2>&1 </dev/null & echo $! >/run/listens.pid`,
    );
    const [, , pid] = host.namespace;
    const listening = (): string => readFileSync(`/proc/${pid}/net/tcp`, 'utf8');
    await vi.waitFor(() => expect(socketsIn(listening())).toContain('0.0.0.0:993'), { timeout: 15_000 });
  }, 60_000);

  afterAll(async () => {
    await watched?.[Symbol.asyncDispose]();
    await host?.[Symbol.asyncDispose]();
  });

  it('shows it among the discovered servers, with its program', async () => {
    expect(await foundThere(host, 'listeners')).toMatchObject({
      state: 'found',
      listeners: [{ address: '0.0.0.0', port: 993, program: 'node' }],
    });
    const { stdout } = await host.mailcertd('connectors', 'discover');
    expect(stdout).toContain('Other servers  NOT MONITORED: "node" on 0.0.0.0:993\n');
  });

  it('reports it, until the connector that the event names is added', async () => {
    watched = await watchHost(host, CONFIGURATION);
    await watched.hears(0, '1111');
    const message = (await host.mailcertd('events', '--id', '1111', '--format', 'classic')).stdout;
    expect(message).toContain('"node" listens on 0.0.0.0:993, and no connector monitors it.');
    const [, line = ''] = /^(- \{.*\})$/m.exec(message) ?? [];
    const from = watched.loggedEvents().length;
    await watched.reload(`${CONFIGURATION}connectors:\n  ${line.replace(' }', ', enabled: false }')}\n`);
    await watched.hears(from, '1900 1111');
    const again = watched.loggedEvents().length;
    await watched.reload(CONFIGURATION);
    await watched.hears(again, '1111');
    await watched.reload(`${CONFIGURATION}connectors:\n  ${line}\n`);
    await watched.hears(again, '1900 1111');
  });

  it('does not report it where no mail server is discovered', async () => {
    const from = watched.loggedEvents().length;
    await watched.reload(CONFIGURATION);
    await watched.hears(from, '1111');
    const open = watched.loggedEvents().length;
    await watched.reload(CONFIGURATION.replace('postfix', 'certbot'));
    await watched.hears(open, '1900 1111');
  });
});
