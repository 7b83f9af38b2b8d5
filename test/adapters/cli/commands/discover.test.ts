import { describe, expect, it } from 'vitest';
import type { FoundInventory } from '../../../../src/domain/connector/found-inventory.ts';
import { LISTENERS, type Listener } from '../../../../src/domain/connector/listeners.ts';
import { unavailable } from '../../../../src/domain/scan-result.ts';
import { DAY } from '../../../../src/domain/time.ts';
import { said } from '../../../domain/failure/said.ts';
import { connector, NOON, stored, type World } from '../../../domain/world.ts';
import { CONTOSO_FOUND } from '../contoso-discovery.ts';
import { type DeskOptions, sessionOf, typeCommand } from '../desk.ts';

const WORLD: Partial<World> = {
  connectors: [connector('Internet', 'mail.contoso.com')],
  certificates: [stored('A1', { dnsNames: ['mail.contoso.com'], notAfter: NOON + 100 * DAY })],
};

const discover = (options: DeskOptions, ...argv: readonly string[]) =>
  typeCommand(['connectors', 'discover', ...argv], options);

const [postfix, dovecot, exim, opensmtpd, certbot] = CONTOSO_FOUND as readonly [
  FoundInventory,
  FoundInventory,
  FoundInventory,
  FoundInventory,
  FoundInventory,
];

const OTHERS: readonly Listener[] = [
  { address: '0.0.0.0', port: 25, program: 'node' },
  { address: '::', port: 25, program: 'node' },
  { address: '0.0.0.0', port: 993, program: 'a\u001b[31m\u202eb' },
  { address: '::', port: 4190, program: undefined },
];

function listening(...sockets: readonly Listener[]): FoundInventory {
  const value = { connectors: [], stores: [], listeners: { sockets, ownAddresses: [] } };
  return { name: LISTENERS, isConfigured: true, result: { kind: 'available', at: NOON, value, problems: [] } };
}

describe('connectors discover', () => {
  it('describes each server, and for each connector its address, its certificate and the account that reads the key', async () => {
    const { code, stdout } = await discover({ found: CONTOSO_FOUND });
    expect(code).toBe(0);
    expect(stdout).toContain('Postfix    2 connectors\n');
    expect(stdout).toContain('Dovecot    UNREADABLE: /etc/dovecot/conf.d/10-ssl.conf (permission denied)\n');
    expect(stdout).toContain('Exim       1 connector, 1 remark below\n');
    expect(stdout).toContain('OpenSMTPD  not installed\n');
    expect(stdout).toMatch(
      /^postfix smtp +smtp:\/\/127\.0\.0\.1:25 +\/etc\/ssl\/mail-rsa\.pem \+1 +root +systemctl reload postfix +\/etc\/postfix\/master\.cf:12$/m,
    );
    expect(stdout).toMatch(/^exim 127\.0\.0\.1:26 +smtp:\/\/127\.0\.0\.1:26 +UNKNOWN +Debian-exim +/m);
    expect(stdout).toMatch(
      /^certbot +\/etc\/letsencrypt\/live\/\*\/fullchain\.pem +yes +\/etc\/letsencrypt\/renewal$/m,
    );
    expect(stdout).toContain(
      'it depends on the server name (SNI) that a client requests (the value cannot be determined)',
    );
  });

  it('names the diagnostic commands, and the lines for omitted settings', async () => {
    const { stderr } = await discover({ found: CONTOSO_FOUND });
    expect(stderr).toBe(
      'To read more, run as root: sudo mailcertd connectors discover\n' +
        '/etc/mailcertd/mailcertd.yaml does not enable discovery of all these servers. To enable it: discover: { exim: true }\n',
    );
    expect((await discover({ found: [postfix, opensmtpd, certbot] })).stderr).toBe('');
    expect((await typeCommand(['-q', 'connectors', 'discover'], { found: CONTOSO_FOUND })).stderr).toBe('');
  });

  it('exits with 1 if nothing could be read', async () => {
    expect((await discover({ found: [dovecot] })).code).toBe(1);
    expect((await discover({ found: [dovecot, opensmtpd] })).code).toBe(0);
  });

  it('says that the list is incomplete if a part is hidden', async () => {
    const problem = {
      reason: 'permission_denied',
      location: '/etc/smtpd.d/more.conf',
      failure: said('EACCES'),
    } as const;
    const value = exim.result.kind === 'available' ? exim.result.value : undefined;
    const found = [{ name: 'opensmtpd', isConfigured: true, result: unavailable(NOON, problem, value) }];
    const { stdout } = await discover({ found });
    expect(stdout).toContain('UNREADABLE: /etc/smtpd.d/more.conf (permission denied); the list is incomplete');
    expect(stdout).toContain('exim 127.0.0.1:26');
  });

  it.each([
    ['en', 'UNREADABLE: /srv/half.json (malformed settings: it is not valid JSON \\x1b; export it again)'],
    ['ja', '/srv/half.json (設定の形式が正しくありません: it is not valid JSON \\x1b; export it again)'],
  ] as const)('names the error in malformed settings, and the fix: %s', async (locale, line) => {
    const problem = {
      reason: 'settings_malformed',
      location: '/srv/half.json',
      failure: said('it is not valid JSON \u001b; export it again'),
    } as const;
    const { stdout } = await discover({
      locale,
      found: [{ name: 'exchange', isConfigured: true, result: unavailable(NOON, problem) }],
    });
    expect(stdout).toContain(line);
  });

  it('is one JSON value for programs, with the readable and the unreadable parts', async () => {
    const { stdout, stderr } = await discover({ found: CONTOSO_FOUND }, '--format', 'json');
    expect(stderr).toBe('');
    expect(JSON.parse(stdout)).toMatchObject([
      {
        name: 'postfix',
        state: 'found',
        isConfigured: true,
        connectors: [{ name: 'postfix smtp', probe: { keyTypes: ['any'] } }, {}],
        problems: [],
      },
      { name: 'dovecot', state: 'unreadable', connectors: [], problems: [{ reason: 'permission_denied' }] },
      { name: 'exim', state: 'found', isConfigured: false, problems: [{ reason: 'unresolved' }] },
      { name: 'opensmtpd', state: 'not-installed', stores: [] },
      { name: 'certbot', state: 'found', stores: [{ name: 'certbot', autoRenewed: true }] },
    ]);
  });

  it.each([
    [
      'en',
      'Other servers  NOT MONITORED: "a\\x1b[31m\\u202eb" on 0.0.0.0:993; "node" on 0.0.0.0:25, [::]:25; an unknown program on [::]:4190\n',
    ],
    [
      'ja',
      '監視対象外: 「a\\x1b[31m\\u202eb」 (0.0.0.0:993)、「node」 (0.0.0.0:25、[::]:25)、名前を特定できないプログラム ([::]:4190)\n',
    ],
  ] as const)('names servers that no connector covers, in one line: %s', async (locale, line) => {
    const { code, stdout, stderr } = await discover({ locale, found: [postfix, listening(...OTHERS)] });
    expect(code).toBe(0);
    expect(stdout).toContain(line);
    expect(stderr).toContain('sudo mailcertd connectors discover');
  });

  it('omits other servers if there is none', async () => {
    const { stdout, stderr } = await discover({ found: [postfix, listening()] });
    expect(stdout).not.toContain('Other servers');
    expect(stderr).toBe('');
    expect((await discover({ found: [dovecot, listening()] })).code).toBe(1);
  });

  it('lists the sockets of other servers for programs', async () => {
    const { stdout } = await discover({ found: [postfix, listening(...OTHERS)] }, '--format', 'json');
    expect(JSON.parse(stdout)).toMatchObject([
      { name: 'postfix' },
      {
        ...{ name: 'listeners', state: 'found', isConfigured: true, connectors: [] },
        listeners: [
          { address: '0.0.0.0', port: 25, program: 'node' },
          { address: '::' },
          { port: 993 },
          { port: 4190 },
        ],
      },
    ]);
  });

  it('escapes hostile names and texts', async () => {
    const result = exim.result.kind === 'available' ? exim.result : undefined;
    if (result === undefined) throw new Error('not seen');
    const evil = 'a\u001b[31m\n\u202eb';
    const [connector] = result.value.connectors;
    if (connector === undefined) throw new Error('no connector');
    const found: readonly FoundInventory[] = [
      {
        name: 'opensmtpd',
        isConfigured: false,
        result: {
          ...result,
          value: {
            connectors: [
              {
                ...connector,
                name: evil,
                certificateFiles: [`/${evil}`],
                reload: [evil],
                source: { inventory: 'x', place: evil },
              },
            ],
            stores: [],
          },
          problems: [{ reason: 'unresolved', location: evil, failure: said(evil) }],
        },
      },
    ];
    const { stdout } = await discover({ found });
    expect(stdout).not.toMatch(/\u001b|\u202e/);
    expect(stdout.split('\n')).toHaveLength(8);
  });
});

describe('without a configuration', () => {
  const without = async (...argv: readonly string[]) =>
    typeCommand(argv, {
      dependencies: { open: async () => ({ ...sessionOf({ world: WORLD }), file: undefined }) },
    });
  const SAID =
    '/etc/mailcertd/mailcertd.yaml does not exist, so discovered servers are used. To write it: mailcertd config init\n';

  it.each([['scan'], ['connectors'], ['connectors explain'], ['certificates'], ['certificates show mail.contoso.com']])(
    '%s uses the discovered servers, and says so',
    async (typed) => {
      const { code, stderr } = await without(...typed.split(' '));
      expect(code).toBe(0);
      expect(stderr).toContain(SAID);
      expect((await without('-q', ...typed.split(' '))).stderr).toBe('');
    },
  );

  it('paths are the only source, without a message', async () => {
    expect((await without('scan', '/srv/tls')).stderr).not.toContain(SAID);
  });

  it('check prints its one line', async () => {
    const { code, stdout, stderr } = await without('check');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^MAILCERTD OK - .*scanned now, because no daemon has scanned here/);
  });

  it('a scan of nothing is an error with the diagnostic commands', async () => {
    const { code, stderr } = await typeCommand(['-q', 'scan'], { world: { connectors: [], stores: [] } });
    expect(code).toBe(1);
    expect(stderr).toBe(
      'Nothing to scan: there are no stores and no connectors. To discover the servers of this host: mailcertd connectors discover\n',
    );
  });
});
