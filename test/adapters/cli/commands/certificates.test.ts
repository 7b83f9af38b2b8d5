import { describe, expect, it } from 'vitest';
import type { StoredRequest } from '../../../../src/domain/certificate/certificate-request.ts';
import { DAY } from '../../../../src/domain/time.ts';
import { said } from '../../../domain/failure/said.ts';
import { type Described, NOON, store, stored, type World } from '../../../domain/world.ts';
import { sessionOf, typeCommand } from '../desk.ts';

const WORLD: Partial<World> = {
  now: NOON,
  stores: [store('My')],
  certificates: [
    stored('A1', { dnsNames: ['mail.contoso.com'], notAfter: NOON + 200 * DAY, services: ['SMTP', 'Federation'] }),
    stored('B1', { dnsNames: ['*.contoso.com'], notAfter: NOON + 100 * DAY, services: ['SMTP', 'IMAP'] }),
    stored('C1', { commonName: 'mail.contoso.com', notAfter: NOON + 9 * DAY, services: [] }),
    stored('D1', { dnsNames: ['xn--bcher-kva.example'], notAfter: NOON - DAY, key: 'unreadable' }),
    stored('E1', { dnsNames: ['new.example'], notBefore: NOON + DAY, notAfter: NOON + 300 * DAY, key: 'differs' }),
    stored('E2', { dnsNames: ['same.example'], notAfter: NOON + 300 * DAY, selfSigned: true }),
  ],
};

const labels = (stdout: string): readonly string[] =>
  stdout
    .trimEnd()
    .split('\n')
    .slice(1)
    .map((thumbprint) => thumbprint.slice(0, 2));

describe('certificates', () => {
  it.each<[string, readonly string[]]>([
    ['', ['D1', 'C1', 'B1', 'A1', 'E1', 'E2']],
    ['--thumbprint b1', ['B1']],
    ['--thumbprint E', ['E1', 'E2']],
    ['--thumbprint c1:00', ['C1']],
    ['--thumbprint FF', []],
    ['--domain-name bücher.example', ['D1']],
    ['--services SMTP,imap', ['B1']],
    ['--services federation', ['A1']],
    ['--state expiring,expired', ['D1', 'C1']],
    ['--state not-yet-valid', ['E1']],
    ['--expires-within 9d', ['D1', 'C1']],
    ['--expires-within 8d', ['D1']],
    ['--thumbprint E --expires-within 300d --state ok', ['E2']],
    ['--expires-within 30d --state expiring --domain-name mail.contoso.com', ['C1']],
    ['--state superseded', []],
  ])('%s: soonest expiry first', async (options, expected) => {
    const argv = [
      'certificates',
      ...options.split(' ').filter((word) => word !== ''),
      '--format',
      'tsv',
      '--fields',
      'thumbprint',
    ];
    const { stdout, code } = await typeCommand(argv, { world: WORLD });
    expect(labels(stdout)).toEqual(expected);
    expect(code).toBe(0);
  });

  it.each(['mail.contoso.com', 'MAIL.contoso.com.'])(
    'with the name %s are in the order of selection: those that cannot be selected are last',
    async (name) => {
      const better = stored('A0', { dnsNames: ['mail.contoso.com'], notBefore: NOON - DAY, notAfter: NOON + 30 * DAY });
      const expired = stored('90', { dnsNames: ['mail.contoso.com'], notAfter: NOON - DAY });
      const world = { ...WORLD, certificates: [expired, ...(WORLD.certificates ?? []), better] };
      const argv = ['certificates', '--domain-name', name, '--format', 'tsv', '--fields', 'thumbprint'];
      const { stdout } = await typeCommand(argv, { world });
      // The newest, an older one, a wildcard, an expired one, and C1, which is enabled for no
      // service.
      expect(labels(stdout)).toEqual(['A0', 'A1', 'B1', '90', 'C1']);
    },
  );

  it.each<[string, Described, boolean]>([
    ['a root', { selfSigned: true, isCa: true, key: 'differs', commonName: 'Contoso Root' }, false],
    ['an intermediate', { isCa: true, key: 'missing', commonName: 'sub.contoso.com' }, false],
    ['a self-signed one of a server that may issue', { selfSigned: true, isCa: true, dnsNames: ['a.example'] }, true],
    ['the same without its key', { selfSigned: true, isCa: true, key: 'missing', dnsNames: ['a.example'] }, true],
  ])('that are issuers are enabled for nothing: %s', async (_, described, isEnabled) => {
    const world = { ...WORLD, certificates: [stored('F1', { ...described, services: ['SMTP'] })] };
    const argv = ['certificates', '--services', 'SMTP', '--format', 'tsv', '--fields', 'thumbprint'];
    expect(labels((await typeCommand(argv, { world })).stdout)).toEqual(isEnabled ? ['F1'] : []);
    const json = JSON.parse((await typeCommand(['certificates', '--format', 'json'], { world })).stdout);
    expect(json).toMatchObject([{ services: isEnabled ? ['SMTP'] : [] }]);
  });

  it('with the same name and chain are in that order even if no field shows the chain', async () => {
    const own = stored('A0', { dnsNames: ['mail.contoso.com'], notBefore: NOON - DAY, selfSigned: true });
    const world = { ...WORLD, certificates: [own, ...(WORLD.certificates ?? [])] };
    const argv = ['certificates', '--domain-name', 'mail.contoso.com', '--format', 'tsv', '--fields', 'thumbprint'];
    expect(labels((await typeCommand(argv, { world })).stdout)).toEqual(['A1', 'A0', 'B1', 'C1']);
  });

  it.each(['xyz', '', 'A'.repeat(65)])('cannot be selected by %j', async (hex) => {
    const { code, stderr } = await typeCommand(['certificates', '--thumbprint', hex], { world: WORLD });
    expect([code, stderr.includes('write hexadecimal digits')]).toEqual([2, true]);
  });

  it('have in JSON exactly the documented fields', async () => {
    const { stdout } = await typeCommand(['certificates', '--format', 'json'], { world: WORLD });
    const listed: readonly Record<string, unknown>[] = JSON.parse(stdout);
    for (const certificate of listed) {
      expect(Object.keys(certificate)).toEqual([
        ...['thumbprint', 'sha256Fingerprint', 'services', 'servicesLetters', 'subject', 'issuer', 'serialNumber'],
        ...['notBefore', 'notAfter', 'dnsNames', 'ipAddresses', 'commonName', 'publicKeyAlgorithm', 'publicKeySize'],
        ...['publicKeySha256', 'signatureAlgorithm', 'hasPrivateKey', 'isSelfSigned', 'isCa', 'pathLength', 'keyUsage'],
        ...['extendedKeyUsage', 'subjectKeyIdentifier', 'authorityKeyIdentifier', 'origin', 'status', 'lifetimeState'],
        ...['store', 'selectedBy', 'location', 'friendlyName', 'isExportable', 'requestedBy'],
      ]);
    }
    expect(listed.map(({ hasPrivateKey }) => hasPrivateKey)).toEqual([null, true, true, true, false, true]);
    expect(listed.map(({ isSelfSigned }) => isSelfSigned)).toEqual([false, false, false, false, false, true]);
    expect(listed.map(({ status }) => status)).toEqual([
      'DateInvalid',
      'Valid',
      'Valid',
      'Valid',
      'DateInvalid',
      'Valid',
    ]);
  });

  it.each([
    ['exchange-2007' as const, ['....S', '.....', 'I...S', '....S', '....S', '....S']],
    ['exchange-2019' as const, ['....S.', '......', 'I...S.', '....SF', '....S.', '....S.']],
  ])('have the services of %s in their locations', async (profile, letters) => {
    const { stdout } = await typeCommand(['certificates', '--format', 'json', '--fields', 'servicesLetters'], {
      world: WORLD,
      profile,
    });
    expect(JSON.parse(stdout)).toEqual(letters.map((servicesLetters) => ({ servicesLetters })));
  });

  it('are an empty array in JSON, and a table header in tables, if there are none', async () => {
    const world = { ...WORLD, certificates: [] };
    expect((await typeCommand(['certificates', '--format', 'json'], { world })).stdout).toBe('[]\n');
    expect((await typeCommand(['certificates', '--format', 'tsv', '--fields', 'notAfter'], { world })).stdout).toBe(
      'notAfter\n',
    );
    expect((await typeCommand(['certificates', '--format', 'list'], { world })).stdout).toBe('');
  });

  it('are read from the given paths, with a message for each unreadable one', async () => {
    const asked: unknown[] = [];
    const problems = [
      { reason: 'pem_unterminated' as const, location: '/a/x.pem', block: 1, failure: said('no END line') },
    ];
    const { stderr, code } = await typeCommand(['certificates', '--store', '/a', '--store', '/b'], {
      dependencies: {
        open: async (selected) => {
          asked.push(selected);
          return sessionOf({ world: WORLD, problems });
        },
      },
    });
    expect(asked).toEqual([
      { config: undefined, stores: ['/a', '/b'], ifInvalid: 'accepted', worksWithoutFile: true, scansOnce: true },
    ]);
    expect(stderr).toBe('cannot read /a/x.pem (block 1): an unterminated PEM block (pem_unterminated): no END line\n');
    expect(code).toBe(0);
  });

  it('have exit code 1 when none of the stores could be read', async () => {
    expect(await typeCommand(['certificates'], { world: { ...WORLD, unavailable: ['My'] } })).toMatchObject({
      code: 1,
      stderr: 'cannot read certificate store "My" at /stores/My: permission denied (permission_denied): EACCES\n',
    });
  });
});

const REQUEST: StoredRequest = {
  request: {
    sha256Fingerprint: 'AB'.repeat(32),
    subject: 'CN=next.contoso.com\u001b[31m',
    commonNames: ['next.contoso.com\u001b[31m'],
    dnsNames: ['next.contoso.com\u001b[31m', 'imap.contoso.com'],
    ipAddresses: [],
    publicKeyAlgorithm: 'EC',
    publicKeySize: 256,
    signatureAlgorithm: 'ecdsa-with-SHA256',
    publicKeySha256: 'CD'.repeat(32),
  },
  store: 'My',
  location: { path: '/store/next.csr', block: 0 },
  hasPrivateKey: undefined,
};

describe('a pending request', () => {
  const world = { ...WORLD, requests: [REQUEST] };

  it('is listed after the certificates, with the status PendingRequest and its available fields', async () => {
    const { stdout } = await typeCommand(['certificates', '--format', 'json'], { world });
    const listed: readonly Record<string, unknown>[] = JSON.parse(stdout);
    expect(listed.map(({ status }) => status).indexOf('PendingRequest')).toBe(6);
    expect(Object.keys(listed[6] ?? {})).toEqual(Object.keys(listed[0] ?? {}));
    expect(listed[6]).toMatchObject({
      thumbprint: null,
      sha256Fingerprint: REQUEST.request.sha256Fingerprint,
      services: [],
      servicesLetters: '.....',
      subject: REQUEST.request.subject,
      issuer: null,
      notAfter: null,
      dnsNames: REQUEST.request.dnsNames,
      hasPrivateKey: null,
      isSelfSigned: false,
      origin: 'unknown',
      lifetimeState: null,
      location: { path: '/store/next.csr', block: 0, alias: null },
    });
  });

  it.each([
    ['en', 'pending request'],
    ['ja', '保留中の要求'],
  ])('is a line of the table in %s, its names made visible', async (locale, words) => {
    const { stdout } = await typeCommand(['--locale', locale, 'certificates'], { world });
    const line = stdout.trimEnd().split('\n').at(-1) ?? '';
    expect(line).toContain(words);
    expect(line).toContain('next.contoso.com');
    expect(line).not.toContain('\u001b');
  });

  it.each(['list', 'tsv'])('is listed in the format %s too', async (format) => {
    const { stdout } = await typeCommand(['certificates', '--format', format], { world });
    expect(stdout).toContain('PendingRequest');
    expect(stdout).not.toContain('\u001b');
  });

  it.each([
    [['--domain-name', 'imap.contoso.com'], true],
    [['--domain-name', 'other.contoso.net'], false],
    [['--services', 'SMTP'], false],
    [['--state', 'ok'], false],
    [['--state', 'ok,pending-request'], true],
    [['--state', 'pending-request', '--domain-name', 'other.contoso.net'], false],
    [['--expires-within', '3650d'], false],
  ])('is selected by %j: %s', async (options, isThere) => {
    const { stdout } = await typeCommand(['certificates', '--format', 'json', ...options], { world });
    expect(stdout.includes('PendingRequest')).toBe(isThere);
  });

  it.each([
    ['en', 'private key          unknown', 'send the CSR to a CA, then import the issued certificate:'],
    ['ja', '判断できません', '要求ファイルを証明機関に送り、発行された証明書をインポート:'],
  ])('is shown in %s with its file, and the import command for its certificate', async (locale, key, next) => {
    for (const word of ['abab', 'next.csr']) {
      const shown = await typeCommand(
        ['--locale', locale, 'certificates', 'show', word === 'abab' ? word : '/store/next.csr'],
        {
          world,
        },
      );
      expect(shown).toMatchObject({ code: 0, stderr: '' });
      expect(shown.stdout).toContain('AB'.repeat(32));
      expect(shown.stdout).toContain('/store/next.csr (My)');
      expect(shown.stdout).toContain(key);
      expect(shown.stdout).toContain(next);
      expect(shown.stdout).toContain('mailcertd certificates import FILE');
      expect(shown.stdout).not.toContain('\u001b');
    }
  });

  it('is shown in JSON with the fields of the list; a certificate of the name precedes it', async () => {
    const certificates = [stored('1AAF', { dnsNames: ['imap.contoso.com'] })];
    const both = { ...world, certificates };
    const shown = async (word: string): Promise<unknown> =>
      JSON.parse((await typeCommand(['certificates', 'show', word, '--format', 'json'], { world: both })).stdout);
    const [listed] = JSON.parse(
      (await typeCommand(['certificates', '--state', 'pending-request', '--format', 'json'], { world })).stdout,
    );
    expect(await shown('abab')).toEqual(listed);
    expect(await shown('imap.contoso.com')).toMatchObject({ thumbprint: expect.any(String) });
  });

  it('is no certificate: nothing else in the output of a scan changes', async () => {
    const events = ['scan', '--format', 'json'];
    expect((await typeCommand(events, { world })).stdout).toBe((await typeCommand(events, { world: WORLD })).stdout);
  });
});
