import { describe, expect, it } from 'vitest';
import type { StoredCertificate } from '../../../../src/domain/certificate/certificate.ts';
import { copyStoredCertificate } from '../../../../src/domain/certificate/copy-stored-certificate.ts';
import { DAY } from '../../../../src/domain/time.ts';
import { connector, NOON, store, stored, type World } from '../../../domain/world.ts';
import { makeCertificate } from '../../../fixtures/make-certificate.ts';
import { temporaryDirectory } from '../../../fixtures/temporary-directory.ts';
import { type Answer, type DeskOptions, ledgerOf, typeCommand } from '../desk.ts';

const NEW = stored('AE', { dnsNames: ['mail.contoso.com'], notBefore: NOON - DAY, notAfter: NOON + 300 * DAY });
const FILES = {
  '/new.pem': [NEW],
  '/chain.pem': [NEW, intermediate()],
  '/other.pem': [stored('BB', { dnsNames: ['b.c'] })],
};

function intermediate(): StoredCertificate {
  const authority = stored('CA');
  return copyStoredCertificate(authority, { certificate: { ...authority.certificate, isCa: true } });
}

const WORLD: Partial<World> = {
  now: NOON,
  expiresSoon: { within: 30 * DAY, fraction: 1 / 3, remindAt: [14 * DAY] },
  stores: [
    store('My', { services: ['SMTP'] }),
    store('web', { services: ['IIS'] }),
    store('archive', { personal: false }),
  ],
  connectors: [connector('Internet', 'mail.contoso.com')],
  certificates: [stored('01D', { dnsNames: ['mail.contoso.com'], selfSigned: true, notAfter: NOON + 20 * DAY })],
};
const BARE: Partial<World> = { ...WORLD, certificates: [] };

const explain = (argv: readonly string[], options: DeskOptions = {}): Promise<Answer> =>
  typeCommand(['connectors', 'explain', ...argv], { world: WORLD, files: FILES, ...options });

/** Returns the numbers of the events that are raised, escalated and cleared. */
async function differences(argv: readonly string[], options: DeskOptions = {}): Promise<Record<string, number[]>> {
  const { stdout } = await explain([...argv, '--format', 'json'], options);
  const { simulation } = JSON.parse(stdout);
  const ids = (list: readonly { readonly eventId: number }[]): number[] => list.map(({ eventId }) => eventId);
  return { raised: ids(simulation.raised), escalated: ids(simulation.escalated), cleared: ids(simulation.cleared) };
}

describe('a file with --with', () => {
  it('is selected for the connector, and clears its problems', async () => {
    expect((await explain(['internet', '--with', '/new.pem'], { world: BARE })).stdout).toContain(
      'Selected  Internet: NONE -> AE000000 third-party\n',
    );
    expect(await differences(['internet', '--with', '/new.pem'], { world: BARE })).toEqual({
      raised: [],
      escalated: [],
      cleared: [12014],
    });
  });

  it('replaces an expiring certificate', async () => {
    expect(await differences(['internet', '--with', '/new.pem'])).toEqual({
      raised: [],
      escalated: [],
      cleared: [12018],
    });
  });

  it('changes nothing if it has other names, and the output says so', async () => {
    const { stdout } = await explain(['internet', '--with', '/other.pem']);
    expect(stdout).toContain('Selected  no change for any connector\n');
    expect(stdout).toContain('Events    none raised, none cleared\n');
  });

  it('is enabled for the services of its store', async () => {
    const { stdout } = await explain(['internet', '--with', '/new.pem', '--store', 'web'], { world: BARE });
    expect(stdout).toContain('selects: NONE\n');
    expect(stdout).toContain('Assuming  /new.pem in store web, for IIS\n');
    expect(stdout).toContain('is not enabled for SMTP');
  });

  it('does not serve from a store in which no connector searches', async () => {
    const { stdout } = await explain(['internet', '--with', '/new.pem', '--store', 'archive'], { world: BARE });
    expect(stdout).toContain('is in store "archive", which connectors do not search (personal: false)');
    expect(stdout).toMatch(/4 matches +0 of 0 +and 1 in other stores\n/);
  });

  it('can be several files, with the certificates of CAs', async () => {
    const { stdout } = await explain(['internet', '--with', '/chain.pem', '--with', '/other.pem']);
    expect(stdout).toContain('/chain.pem in store My');
    expect(stdout).toContain('and 1 CA certificate');
    expect(stdout).toContain('/other.pem in store My');
  });

  it('proves nothing about an unreadable store: open conditions stay open', async () => {
    const unavailable = { ...BARE, unavailable: ['My'] };
    expect(await differences(['internet', '--with', '/new.pem'], { world: unavailable })).toMatchObject({
      cleared: [],
    });
  });

  it('can be combined with another time', async () => {
    const { stdout } = await explain(['internet', '--with', '/new.pem', '--at', '+25d']);
    expect(stdout).toContain('Internet: 01D00000 self-signed -> AE000000 third-party\n');
    expect(stdout).toContain('the time is 2026-12-19T21:00:00+09:00\n');
  });

  it('is shown in Japanese too', async () => {
    const { stdout } = await explain(['internet', '--with', '/new.pem'], { world: BARE, locale: 'ja' });
    expect(stdout).toContain('/new.pem をストア「My」に置いた場合 (サービス SMTP)');
    expect(stdout).toContain('解消');
  });

  it('has in JSON the assumption, the previous state and the difference', async () => {
    const { stdout } = await explain(['internet', '--with', '/new.pem', '--format', 'json'], { world: BARE });
    expect(JSON.parse(stdout)).toMatchObject({
      selection: { kind: 'chosen', chosen: { certificate: { thumbprint: 'AE'.padEnd(40, '0') }, store: 'My' } },
      simulation: {
        now: '2026-11-24T12:00:00Z',
        at: '2026-11-24T12:00:00Z',
        store: 'My',
        files: [{ path: '/new.pem', certificates: [{ services: ['SMTP'] }], problems: [] }],
        before: { selection: { kind: 'none' } },
        cleared: [{ eventId: 12014, subject: 'Internet' }],
      },
    });
  });

  it.each<[string, readonly string[], string]>([
    ['a file that is not there', ['--with', '/nowhere/x.pem'], 'cannot simulate with /nowhere/x.pem: not found'],
    ['a file of another kind', ['--with', import.meta.filename], `cannot simulate with ${import.meta.filename}: `],
    [
      'a store that is not there',
      ['--with', '/new.pem', '--store', 'wep'],
      'cannot simulate: there is no store "wep"; did you mean "web"?',
    ],
    ['a store without a file', ['--store', 'web'], 'cannot simulate: --store requires --with'],
    [
      'a time that is none',
      ['--at', 'tomorrow'],
      'mailcertd connectors explain: option --at <time>: "tomorrow" is invalid',
    ],
  ])('%s is one clear line and exit 2', async (_, argv, message) => {
    const { code, stdout, stderr } = await explain(['internet', ...argv]);
    expect([code, stdout, stderr.split('\n').length]).toEqual([2, '', 2]);
    expect(stderr).toContain(message);
  });

  it('is read like a file in a store, its key next to it', async () => {
    using directory = temporaryDirectory();
    const { certificatePem, privateKeyPem } = makeCertificate({
      commonName: 'mail.contoso.com',
      dnsNames: ['mail.contoso.com'],
      notBefore: Date.now() - DAY,
      notAfter: Date.now() + 90 * DAY,
    });
    directory.write('mail.pem', certificatePem);
    const now = Date.now();
    const world = { ...BARE, now };
    const rejected = await explain(['internet', '--with', directory.at('mail.pem')], { world });
    expect(rejected.stdout).toContain('has no private key');
    directory.write('mail.key', privateKeyPem);
    const { stdout } = await explain(['internet', '--with', directory.at('mail.pem')], { world });
    expect(stdout).toContain('Internet: NONE -> ');
  });
});

describe('a certificate that will be expired', () => {
  it.each([
    ['exchange-2007' as const, 'NONE (expired)'],
    ['exchange-2019' as const, '01D00000 self-signed (expired)'],
  ])('has the same text in every line: %s', async (profile, words) => {
    const { stdout } = await explain(['internet', '--at', '+21d'], { world: { ...WORLD, profile } });
    expect(stdout).toContain(`selects: ${words}\n`);
    expect(stdout).toContain(`Selected  Internet: 01D00000 self-signed -> ${words}\n`);
  });
});

describe('another time with --at', () => {
  it.each<[string, Record<string, number[]>]>([
    ['+1s', { raised: [], escalated: [], cleared: [] }],
    ['+7d', { raised: [], escalated: [12018], cleared: [] }],
    ['+21d', { raised: [12014], escalated: [], cleared: [12018] }],
    ['-20d', { raised: [], escalated: [], cleared: [12018] }],
  ])('%s raises and clears events', async (at, expected) => {
    expect(await differences(['internet', '--at', at])).toEqual(expected);
  });
});

describe('a simulation', () => {
  it('stores nothing', async () => {
    const ledger = await ledgerOf([WORLD]);
    const before = [await ledger.state('mail01.contoso.com'), await ledger.count()];
    await explain(['internet', '--with', '/new.pem', '--at', '+40d'], { ledger });
    expect([await ledger.state('mail01.contoso.com'), await ledger.count()]).toEqual(before);
  });
});

describe('a connector that names its files', () => {
  const dovecot = connector('Dovecot', 'imap.contoso.com', {
    certificateFiles: ['/etc/dovecot/rsa.pem', '/etc/dovecot/ec.pem'],
  });
  const inFile = (path: string, label: string, more: Parameters<typeof stored>[1] = {}): StoredCertificate =>
    copyStoredCertificate(stored(label, { dnsNames: ['imap.contoso.com'], notBefore: NOON - DAY, ...more }), {
      store: `file:${path}`,
      location: { path, block: 0, alias: undefined },
    });
  const world: Partial<World> = {
    ...WORLD,
    connectors: [dovecot],
    certificates: [
      inFile('/etc/dovecot/rsa.pem', 'A1', { notAfter: NOON + 2 * DAY }),
      inFile('/etc/dovecot/ec.pem', 'E1', { notAfter: NOON + 100 * DAY }),
    ],
  };
  const files = { '/new.pem': [stored('AE', { dnsNames: ['imap.contoso.com'], notAfter: NOON + 90 * DAY })] };

  it('selects all of them, as its explanation shows', async () => {
    const { stdout } = await explain(['dovecot'], { world });
    expect(stdout).toContain('Dovecot (receive, from its files) selects: A1000000 ');
    expect(stdout).toContain('/etc/dovecot/rsa.pem (1), /etc/dovecot/ec.pem (1)');
    expect(stdout).toMatch(/E1000000 .* also selected\n/);
  });

  it('is simulated with a file in place of its first', async () => {
    const { stdout } = await explain(['dovecot', '--with', '/new.pem'], { world, files });
    expect(stdout).toMatch(/Dovecot: A1000000 .* -> AE000000 /);
  });

  it.each(['exchange-2007', 'exchange-2019'] as const)('still selects an expired certificate: %s', async (profile) => {
    const { stdout } = await explain(['dovecot', '--at', '+3d'], { world: { ...world, profile } });
    expect(stdout).toContain('selects: A1000000 third-party (expired)\n');
    expect(stdout).toContain('Selected  Dovecot: A1000000 third-party +1 -> A1000000 third-party +1 (expired)\n');
  });

  it('counts the names in it that match, whatever is selected', async () => {
    const other = inFile('/etc/dovecot/rsa.pem', 'A1', { dnsNames: ['other.contoso.com'] });
    const { stdout } = await explain(['dovecot'], {
      world: { ...world, certificates: [other, ...(world.certificates ?? []).slice(1)] },
    });
    expect(stdout).toMatch(/4 matches +1 of 2\n/);
    expect(stdout).toMatch(/A1000000 +no match .*does not match the name +<- closest certificate\n/);
  });

  it('names the file that cannot be used', async () => {
    const { stdout } = await explain(['dovecot'], { world: { ...world, certificates: [] } });
    expect(stdout).toContain('selects: NONE');
    expect(stdout).toContain('/etc/dovecot/rsa.pem');
    expect(stdout).toContain('contains no readable certificate');
  });
});

describe('a connector that names issuer and subject', () => {
  it('is explained with both', async () => {
    const tlsCertificateName = '<I>CN=Contoso CA<S>CN=mail.contoso.com';
    const named = { ...WORLD, connectors: [connector('Internet', 'mail.contoso.com', { tlsCertificateName })] };
    const { stdout } = await explain(['internet'], { world: named });
    expect(stdout).toContain('Internet (receive, by issuer and subject) selects: ');
    expect(stdout).toContain(`2 required name  ${tlsCertificateName}  its tlsCertificateName`);
  });
});
