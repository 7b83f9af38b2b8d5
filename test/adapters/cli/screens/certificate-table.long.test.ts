import { expect, it } from 'vitest';
import { DAY } from '../../../../src/domain/time.ts';
import { said } from '../../../domain/failure/said.ts';
import { connector, NOON, store, stored, type World } from '../../../domain/world.ts';
import { typeCommand } from '../desk.ts';

/** Returns the lines of a table, each as its cells. */
async function tableOf(world: Partial<World>, ...options: readonly string[]): Promise<readonly (readonly string[])[]> {
  const { stdout, code } = await typeCommand(['certificates', ...options], { world: { now: NOON, ...world } });
  expect(code).toBe(0);
  return stdout
    .trimEnd()
    .split('\n')
    .map((line) => line.split(/ {2,}/));
}

const SERVED = '/etc/ssl/mail.pem';
const LIVE = [1, 2, 3].map((at) => `/live/${at}/fullchain.pem`);

it('a certificate table has one line for a certificate that many files hold, with its files, names and connectors', async () => {
  const issuers = LIVE.map((path) => stored('CA', { isCa: true, key: 'missing', path, notAfter: NOON + 300 * DAY }));
  const leaf = stored('A1', { dnsNames: ['mail.contoso.com', 'imap.contoso.com'], notAfter: NOON + 200 * DAY });
  const world = {
    stores: [store('My')],
    certificates: [...issuers, leaf, { ...leaf, location: { ...leaf.location, path: '/store/copy.pem' } }],
    connectors: [connector('Edge', 'mail.contoso.com'), connector('Client', 'imap.contoso.com')],
  };
  expect(await tableOf(world)).toEqual([
    ['thumbprint', 'services', 'until', 'left', 'state', 'origin', 'names', 'used by', 'file'],
    [
      ...['A1000000', '....S', '2027-06-12T21:00:00+09:00', '200 d', 'ok', 'third-party', 'mail.contoso.com +1'],
      ...['Edge +1', '/store/A1.pem +1'],
    ],
    [
      ...['CA000000', '.....', '2027-09-20T21:00:00+09:00', '300 d', 'ok', 'third-party', 'CA'],
      '/live/1/fullchain.pem +2',
    ],
  ]);
});

it('a certificate table names the connectors whose servers use a file, also when the certificate is not for their name', async () => {
  const leaf = stored('A1', { dnsNames: ['mail.contoso.com'], file: SERVED });
  const world = {
    stores: [],
    certificates: [leaf],
    connectors: [
      connector('smtpd', 'mail.contoso.com', { certificateFiles: [SERVED] }),
      connector('imapd', 'imap.contoso.com', { certificateFiles: [SERVED] }),
      connector('off', 'mail.contoso.com', { certificateFiles: [SERVED], enabled: false }),
    ],
  };
  const files = { [SERVED]: [leaf] };
  const { stdout } = await typeCommand(['certificates', '--format', 'json', '--fields', 'selectedBy'], {
    world: { now: NOON, ...world },
    files,
  });
  expect(JSON.parse(stdout)).toEqual([{ selectedBy: ['smtpd', 'imapd'] }]);
});

it('a certificate table has no connectors for paths of the command line', async () => {
  const world = { stores: [store('/a')], certificates: [stored('A1', { store: '/a' })] };
  const [head = []] = await tableOf(world, '--store', '/a');
  expect(head.slice(-2)).toEqual(['names', 'file']);
});

it('a certificate table shows a request with its file', async () => {
  const request = {
    request: {
      sha256Fingerprint: 'R1'.padEnd(64, '0'),
      subject: 'CN=mx.contoso.com',
      commonNames: ['mx.contoso.com'],
      dnsNames: ['mx.contoso.com'],
      ipAddresses: [],
      publicKeyAlgorithm: 'EC',
      publicKeySize: 256,
      publicKeySha256: '0'.repeat(64),
      signatureAlgorithm: 'ecdsa-with-SHA256',
    },
    store: 'My',
    location: { path: '/store/R1.csr', block: 0, alias: undefined },
    hasPrivateKey: true,
  };
  const [, line = []] = await tableOf({ stores: [store('My')], requests: [request] });
  expect([line[0], line.at(-2), line.at(-1)]).toEqual(['R1000000', 'mx.contoso.com', '/store/R1.csr']);
});

it('a certificate table escapes hostile paths and connector names', async () => {
  const leaf = stored('A1', { dnsNames: ['mail.contoso.com'], path: '/store/\x1b]0;x\x07.pem' });
  const world = {
    stores: [store('My')],
    certificates: [leaf],
    connectors: [connector('Edge\u202e', 'mail.contoso.com')],
  };
  const { stdout } = await typeCommand(['certificates'], { world: { now: NOON, ...world } });
  expect(stdout).toContain('/store/\\x1b]0;x\\x07.pem');
  expect(stdout).toContain('Edge\\u202e');
});

/**
 * Returns the processor time for a table of this many certificates, ms: the lower of two
 * measurements.
 */
async function workOf(count: number): Promise<number> {
  const certificates = Array.from({ length: count }, (_each, at) =>
    stored(at.toString(16).toUpperCase().padStart(8, '0'), { dnsNames: [`mail${at}.contoso.com`] }),
  );
  let least = Number.POSITIVE_INFINITY;
  for (let run = 0; run < 2; run += 1) {
    const before = process.cpuUsage();
    await typeCommand(['certificates'], { world: { now: NOON, stores: [store('My')], certificates } });
    const { user, system } = process.cpuUsage(before);
    least = Math.min(least, (user + system) / 1000);
  }
  return least;
}

it('a certificate table takes work in proportion to the certificates', async () => {
  await workOf(100);
  const few = await workOf(2000);
  // A linear effort is 8 times as much, a quadratic one 64 times.
  expect(await workOf(16_000)).toBeLessThan(16 * few);
}, 60_000);

it.each([
  [
    'en',
    'cannot verify the chain of 1 certificate: many CAs have the same name, and the limit of checks was reached; the origin is shown as unknown issuer',
  ],
  [
    'ja',
    '証明書 1 個のチェーンを検証できません: 同じ名前の証明機関が多く、検証回数が上限に達しました。種類は「発行者不明」と表示されます',
  ],
] as const)(
  'a certificate table has the number of certificates whose chain could not be verified (%s)',
  async (locale, line) => {
    const leaf = stored('A1', { dnsNames: ['mail.contoso.com'] });
    const unknown = { status: 'unknown', failure: said('the chain could not be verified within 200 checks') } as const;
    const verdicts = new Map([[leaf.certificate.thumbprint, unknown]]);
    const world = { now: NOON, stores: [store('My')], certificates: [leaf], verdicts };
    const answer = await typeCommand(['certificates'], { locale, world });
    expect(answer.stderr).toBe(`${line}\n`);
  },
);
