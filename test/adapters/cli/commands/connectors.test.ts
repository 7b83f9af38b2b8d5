import { describe, expect, it } from 'vitest';
import { SELECTION_CRITERIA } from '../../../../src/adapters/cli/text/selection-order-text.ts';
import { SELECTION_ORDER } from '../../../../src/domain/selection/selection-order.ts';
import { DAY } from '../../../../src/domain/time.ts';
import { connector, NOON, store, stored, type World } from '../../../domain/world.ts';
import { CONTOSO } from '../contoso.ts';
import { typeCommand } from '../desk.ts';

const MAIL = connector('Internet', 'mail.contoso.com');

const WORLD: Partial<World> = {
  now: NOON,
  stores: [store('My'), store('dovecot'), store('archive', { personal: false })],
  connectors: [MAIL],
  certificates: [
    stored('A1', { dnsNames: ['mail.contoso.com'], selfSigned: true, notAfter: NOON + 300 * DAY }),
    stored('B1', { dnsNames: ['*.contoso.com'] }),
    stored('C1', { dnsNames: ['mail.contoso.com'], notBefore: NOON - 300 * DAY, notAfter: NOON + 400 * DAY }),
    stored('D1', { dnsNames: ['mail.contoso.com'], notBefore: NOON - 100 * DAY, notAfter: NOON + 400 * DAY }),
    stored('E1', { dnsNames: ['mail.contoso.com'], version: 1 }),
    stored('F1', { dnsNames: ['mail.contoso.com'], store: 'archive' }),
  ],
};

const explain = async (world: Partial<World>, ...options: string[]): Promise<string> =>
  (
    await typeCommand(['connectors', 'explain', 'Internet', ...options], {
      world,
      profile: world.profile ?? 'exchange-2007',
    })
  ).stdout;

describe('connectors explain', () => {
  it('lists every certificate that matches the name, with the reason for its rejection', async () => {
    expect(await explain(WORLD)).toBe(`Internet (receive) selects: D1000000 third-party

1 TLS offered    yes                  starttls: true         mailcertd.yaml:1
2 required name  mail.contoso.com     its FQDN
3 stores         My (5), dovecot (0)
4 matches        5 of 5               and 1 in other stores
    D1000000  exact     third-party  until 2027-12-29T21:00:00+09:00  selected
    C1000000  exact     third-party  until 2027-12-29T21:00:00+09:00  is older
    A1000000  exact     self-signed  until 2027-09-20T21:00:00+09:00  has a less trusted issuer
    B1000000  wildcard  third-party  until 2027-05-26T09:00:00+09:00  matches the name only by a wildcard
    F1000000  exact     third-party  until 2027-05-26T09:00:00+09:00  is in store "archive", which connectors do not search (personal: false)
    E1000000  exact     third-party  until 2027-05-26T09:00:00+09:00  is not an X.509 version 3 certificate
5 eligible       4

Evaluated at  2026-11-24T21:00:00+09:00
Order         valid before expired; exact name before wildcard; trusted CA, then self-signed, then unknown issuer; newest notBefore; latest notAfter; thumbprint
Simulate      mailcertd connectors explain --at 2026-12-24 Internet
              mailcertd connectors explain --with FILE Internet
`);
  });

  it('prints every criterion of the order once, in the order that is applied', async () => {
    const printed = (await explain(WORLD)).split('\nOrder ')[1]?.split('\n')[0]?.trim();
    expect(printed?.split('; ')).toEqual(SELECTION_ORDER.map((reason) => SELECTION_CRITERIA[reason].en));
    const inJapanese = await explain(WORLD, '--locale', 'ja');
    expect(inJapanese).toContain(SELECTION_ORDER.map((reason) => SELECTION_CRITERIA[reason].ja).join('、'));
  });

  it('is unknown while a store is unreadable and no valid certificate is visible', async () => {
    const unavailable = { ...WORLD, certificates: [], unavailable: ['dovecot'] };
    const screen = await explain(unavailable);
    expect(screen).toContain('Internet (receive) selects: unknown\n');
    expect(screen).toContain('\n3 stores         My (0), dovecot UNREADABLE (permission denied)\n');
    expect((await typeCommand(['connectors', 'explain', '--locale', 'ja'], { world: unavailable })).stdout).toContain(
      'Internet (受信) が選択する証明書: 判断できません\n',
    );
  });

  it('has no certificate if none matches the name, and names the nearest one of the domain', async () => {
    const screen = await explain({ ...WORLD, certificates: [stored('A1', { dnsNames: ['smtp.contoso.com'] })] });
    expect(screen).toContain('Internet (receive) selects: NONE\n');
    expect(screen).toContain(
      '\n4 matches        0 of 1\n    A1000000  no match  third-party  until 2027-05-26T09:00:00+09:00  does not match the name  <- closest certificate\n5 eligible       0\n',
    );
  });

  it.each([
    ['exchange-2007' as const, 'NONE (expired)'],
    ['exchange-2019' as const, 'A1000000 third-party (expired)'],
  ])('uses the rules of %s if only an expired one is left', async (profile, verdict) => {
    const certificates = [stored('A1', { dnsNames: ['mail.contoso.com'], notAfter: NOON - DAY })];
    const screen = await explain({ ...WORLD, certificates, profile });
    expect(screen).toContain(`Internet (receive) selects: ${verdict}\n`);
    expect(screen).toContain('expired; no valid certificate matches\n5 eligible       0\n');
  });

  it('evaluates another time', async () => {
    const at = async (time: string): Promise<string | undefined> =>
      /selects: (.*)\n/.exec(
        await explain({ ...WORLD, certificates: WORLD.certificates?.slice(0, 2) ?? [] }, '--at', time),
      )?.[1];
    expect(await at('+299d')).toBe('A1000000 self-signed');
    expect(await at('2027-09-20T21:00:00+09:00')).toBe('A1000000 self-signed');
    expect(await at('2027-09-20T21:00:01+09:00')).toBe('NONE (expired)');
  });

  it.each([
    ['no TLS', { starttls: false }, 'Internet (receive) does not offer TLS', 'no   starttls: false'],
    ['not enabled', { enabled: false }, 'Internet (receive) is disabled', 'no   enabled: false'],
  ])('ends at the first step for one with %s', async (_, more, title, step) => {
    const screen = await explain({ ...WORLD, connectors: [connector('Internet', 'mail.contoso.com', more)] });
    expect(screen.startsWith(`${title}\n\n1 TLS offered  no `)).toBe(true);
    expect(screen.replace(/ {2,}/g, '   ')).toContain(step);
    expect(screen).not.toContain('2 required name');
  });

  it('is one JSON object for one name, and an array without a name', async () => {
    const one = JSON.parse(await explain(WORLD, '--format', 'json'));
    expect(one).toMatchObject({
      at: '2026-11-24T12:00:00Z',
      selection: { kind: 'chosen', name: { value: 'mail.contoso.com', from: 'connector' } },
      origins: { ['A1'.padEnd(40, '0')]: 'self-signed' },
    });
    expect(one.selection.rejected.map(({ reason }: { readonly reason: string }) => reason)).toEqual([
      ...['older', 'less-trusted', 'exact-name-preferred', 'not-personal-store', 'version'],
    ]);
    const { stdout } = await typeCommand(['connectors', 'explain', '--format', 'json'], { world: WORLD });
    expect(JSON.parse(stdout)).toEqual([one]);
  });

  it('has in JSON the diagnostic commands if there is no fix, like the screen', async () => {
    const world = { ...WORLD, certificates: [stored('A1', { dnsNames: ['mail.contoso.com'], key: 'differs' })] };
    const cases = [
      ['openssl', 'x509', '-in', '/store/A1.pem', '-noout', '-pubkey'],
      ['openssl', 'pkey', '-in', '/store/A1.pem', '-pubout'],
    ];
    const screen = await explain(world);
    for (const reloaded of cases) expect(screen).toContain(`${reloaded.join(' ')}\n`);
    const one = JSON.parse(await explain(world, '--format', 'json'));
    expect([one.fix, one.diagnose, one.afterFix]).toEqual([[], cases, undefined]);
  });

  it('has in JSON the state after the fix, like the screen', async () => {
    const world = { ...WORLD, certificates: [] };
    expect(await explain(world)).toMatch(
      /\nAfter fix +selects the new one, self-signed; 12014 cleared; no event raised\n/,
    );
    const one = JSON.parse(await explain(world, '--format', 'json'));
    expect(one).toMatchObject({
      fix: [['mailcertd', 'certificates', 'new', '--domain-name', 'mail.contoso.com', '--services', 'SMTP']],
      diagnose: [],
      afterFix: {
        selection: { kind: 'chosen', chosen: { certificate: { thumbprint: '0'.repeat(40) } } },
        ...{ raised: [], escalated: [], cleared: [{ eventId: 12014 }] },
      },
    });
  });
});

describe('a mail server that names its file', () => {
  const of = (more: Parameters<typeof stored>[1], files = ['/etc/ssl/mail.pem']): Partial<World> => ({
    now: NOON,
    stores: [],
    connectors: [connector('Internet', 'mail.contoso.com', { certificateFiles: files })],
    certificates: [stored('A1', { dnsNames: ['mx.contoso.com'], file: '/etc/ssl/mail.pem', ...more })],
  });

  it('selects it even if the names do not match: the output never says NOTHING', async () => {
    const world = of({});
    const screen = await explain(world);
    expect(screen).toMatch(/^Internet \(receive, from its files\) selects: A1000000 third-party \(NAME MISMATCH\)\n/);
    expect(screen).toContain(
      '\nOrder         not applicable: the server uses the configured files; if one of them or its key cannot be loaded, TLS is unavailable\n',
    );
    const status = await typeCommand(['status'], { world });
    expect(status.stdout).toMatch(
      /^Internet {3}A1000000 third-party \(NAME MISMATCH\) {2}2027-05-26T09:00:00\+09:00 {2}182 d 12 h$/m,
    );
    const japanese = await typeCommand(['connectors', 'explain', 'Internet'], { world, locale: 'ja' });
    expect(japanese.stdout).toContain('が選択する証明書: A1000000 サード パーティ (名前の不一致)\n');
    expect(japanese.stdout).toContain('証明書か秘密キーが 1 つでも読み込めなければ TLS を提供できません');
  });

  it('selects it before it is valid', async () => {
    const early = of({ dnsNames: ['mail.contoso.com'], notBefore: NOON + DAY });
    expect(await explain(early)).toContain('selects: A1000000 third-party (NOT YET VALID)\n');
  });

  it('also selects the good certificate of two', async () => {
    const world = of({}, ['/etc/ssl/mail.pem', '/etc/ssl/ec.pem']);
    const good = stored('B1', { dnsNames: ['mail.contoso.com'], file: '/etc/ssl/ec.pem' });
    const screen = await explain({ ...world, certificates: [...(world.certificates ?? []), good] });
    expect(screen).toMatch(/ A1000000 .* does not match the name {2}<- closest certificate\n/);
    expect(screen).toMatch(/ B1000000 .* also selected\n/);
  });

  it('selects nothing if a key is missing, whatever else exists, and this is reported', async () => {
    const world = of({}, ['/etc/ssl/mail.pem', '/etc/ssl/ec.pem']);
    const keyless = stored('B1', { dnsNames: ['mail.contoso.com'], file: '/etc/ssl/ec.pem', key: 'missing' });
    const screen = await explain({ ...world, certificates: [...(world.certificates ?? []), keyless] });
    expect(screen).toContain('selects: NONE\n');
    expect(screen).toMatch(/ B1000000 .* has no private key +<- closest certificate\n/);
  });
});

describe('a connector argument', () => {
  it.each([
    ['Default MAIL01', 'Default MAIL01'],
    ['DEFAULT mail01', 'Default MAIL01'],
    ['def', 'Default MAIL01'],
    ['imap.contoso.com', 'Client MAIL01'],
    ['IMAP.contoso.com.', 'Client MAIL01'],
    ['mail01.contoso.com', 'To Fabrikam'],
    ['scanner.contoso.com', 'Legacy device'],
  ])('is named by %s', async (word, name) => {
    const { stdout } = await typeCommand(['connectors', 'explain', word], { world: CONTOSO });
    expect(stdout.startsWith(`${name} (`)).toBe(true);
  });

  it.each<[string, readonly string[], string]>([
    ['client', ['Client A', 'Client B'], '"Client A", "Client B"'],
    ['c', ['C1', 'C2', 'C3', 'C4', 'C5', 'C6', 'C7'], '"C1", "C2", "C3", "C4", "C5" and 2 more'],
    ['mail.contoso.com', ['One', 'Two'], '"One", "Two"'],
  ])('is not guessed: %s', async (word, names, candidates) => {
    const world = { ...WORLD, connectors: names.map((name) => connector(name, 'mail.contoso.com')) };
    expect(await typeCommand(['connectors', 'explain', word], { world })).toMatchObject({
      code: 2,
      stdout: '',
      stderr: `mailcertd: "${word}" matches more than one connector: ${candidates}; give more of the name\n`,
    });
  });

  it('is matched as a complete name before a prefix', async () => {
    const world = { ...WORLD, connectors: [connector('Client 2', 'a.b.c'), connector('Client', 'a.b.c')] };
    const { stdout } = await typeCommand(['connectors', 'explain', 'client'], { world });
    expect(stdout.startsWith('Client (')).toBe(true);
  });

  it('is listed in JSON with its required name and its certificate', async () => {
    const { stdout } = await typeCommand(['connectors', 'list', '--format', 'json'], { world: CONTOSO });
    expect(JSON.parse(stdout)).toMatchObject([
      { name: 'Default MAIL01', requiredName: 'mail.contoso.com', selection: 'none', thumbprint: null, notAfter: null },
      {
        name: 'Client MAIL01',
        selection: 'chosen',
        thumbprint: '77C0A913'.padEnd(40, '0'),
        notAfter: '2026-12-03T16:00:00Z',
      },
      { name: 'Legacy device', requiredName: null, selection: 'not-applicable' },
      { name: 'To Fabrikam', direction: 'send', fqdn: null, requiredName: 'mail01.contoso.com' },
    ]);
  });

  it('may be omitted', async () => {
    const world = { ...WORLD, connectors: [] };
    for (const argv of [['connectors'], ['connectors', 'explain']]) {
      expect(await typeCommand(argv, { world })).toMatchObject({
        code: 0,
        stdout: '',
        stderr: 'The configuration has no connectors.\n',
      });
    }
  });
});
