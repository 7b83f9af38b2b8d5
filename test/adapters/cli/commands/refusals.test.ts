import { describe, expect, it } from 'vitest';
import type { Service } from '../../../../src/domain/certificate/certificate.ts';
import { fileStoreName } from '../../../../src/domain/connector/certificate-file.ts';
import { failureText } from '../../../../src/domain/failure/failure-text.ts';
import { KEYSTORE_FAILURES } from '../../../../src/domain/failure/keystore-failures.ts';
import { NAME_FAILURES } from '../../../../src/domain/failure/name-failures.ts';
import { problemOfFailure } from '../../../../src/domain/failure/problem-of-failure.ts';
import { reasonTextOrCode } from '../../../../src/domain/failure/reason-text.ts';
import type { Refusal } from '../../../../src/domain/store-change/refusal.ts';
import { StoreBusyError } from '../../../../src/work/errors.ts';
import { said } from '../../../domain/failure/said.ts';
import { store, stored, type World } from '../../../domain/world.ts';
import { typeCommand } from '../desk.ts';
import { FakeOrders } from '../fake-orders.ts';

const ONE = stored('3F2A9C41', { dnsNames: ['mail.contoso.com'], selfSigned: true });
const ISSUER = stored('1A83', { isCa: true, key: 'differs' });
const THUMBPRINT = ONE.certificate.thumbprint;
const WORLD: Partial<World> = { stores: [store('My'), store('web')], certificates: [ONE] };

const unreadable = { reason: 'permission_denied', location: '/stores/My', failure: said('EACCES') } as const;

type Case = { readonly [Reason in Refusal['reason']]: readonly [string, Extract<Refusal, { reason: Reason }>, string] };

/** A case for every reason, with its command and the expected text. */
const CASES: Case = {
  'no-personal-store': ['new', { reason: 'no-personal-store' }, 'there is no store My'],
  'store-unavailable': [
    'new',
    { reason: 'store-unavailable', problem: unreadable },
    '/stores/My: permission denied: EACCES',
  ],
  'not-found': ['renew 3F2A', { reason: 'not-found', id: THUMBPRINT }, `${THUMBPRINT} no longer exists`],
  'store-read-only': [
    'enable 3F2A --services SMTP',
    { reason: 'store-read-only', stored: ONE, store: store('web'), services: ['SMTP', 'IMAP'] },
    'to set its services, add services: [SMTP, IMAP] to the store at mailcertd.yaml:1',
  ],
  'directory-shared': [
    'enable 3F2A --services SMTP',
    { reason: 'directory-shared', path: '/stores/My/a b.pem', services: ['IMAP', 'SMTP'] },
    "mailcertd certificates import '/stores/My/a b.pem' --services IMAP,SMTP, then remove the file",
  ],
  'intermediate-certificate': [
    'remove 3F2A',
    { reason: 'intermediate-certificate', stored: ISSUER, leaf: ONE },
    '1A830000 is an intermediate certificate of 3F2A9C41 (mail.contoso.com); it cannot be removed on its own; remove that certificate',
  ],
  'name-invalid': [
    'new --domain-name x',
    { reason: 'name-invalid', name: 'a\x1b[2J_' },
    '"a\\x1b[2J_" is not a DNS name',
  ],
  'subject-invalid': [
    'new --subject x',
    { reason: 'subject-invalid', subject: 'CN=a\nb', cause: NAME_FAILURES.attribute_unprintable({ attribute: 'CN' }) },
    '"CN=a\\x0ab" is not a valid subject (CN contains unprintable characters)',
  ],
  wildcard: [
    'enable 3F2A --services POP',
    { reason: 'wildcard', name: '*.contoso.com', services: ['IMAP', 'POP'] },
    'IMAP and POP do not support wildcard certificates (*.contoso.com)',
  ],
  'key-unusable': [
    'enable 3F2A --services POP',
    { reason: 'key-unusable', stored: ONE, kind: 'missing' },
    'import a file with both: mailcertd certificates import FILE',
  ],
  'key-not-readable': [
    'enable 3F2A --services POP',
    {
      reason: 'key-not-readable',
      stored: ONE,
      denials: [
        { account: 'dovecot', path: '/stores/My', kind: 'directory' },
        { account: 'dovecot', path: '/stores/My/k.pem', kind: 'file' },
      ],
    },
    'grant access: setfacl -m u:dovecot:x /stores/My && setfacl -m u:dovecot:r /stores/My/k.pem',
  ],
  'not-self-signed': [
    'renew 3F2A',
    { reason: 'not-self-signed', stored: ONE },
    `mailcertd certificates renew ${THUMBPRINT} --request, or use --force`,
  ],
  'renews-ca': [
    'renew 3F2A',
    { reason: 'renews-ca', stored: ISSUER },
    '1A830000 is a CA certificate (CN=1A83), and mailcertd cannot create CA certificates',
  ],
  'already-installed': [
    'import x.pem',
    { reason: 'already-installed', stored: ONE, services: ['IMAP', 'IIS'], lacksIssuers: true },
    `mailcertd certificates enable ${THUMBPRINT} --services IMAP,IIS; to add its intermediate certificates, append them`,
  ],
  'nothing-to-import': [
    'import x.pem',
    { reason: 'nothing-to-import', path: '/x.pem', problems: [unreadable] },
    '/x.pem contains no readable certificate (/stores/My: permission denied: EACCES)',
  ],
  'ca-certificate': [
    'import x.pem',
    { reason: 'ca-certificate', path: '/x.pem', subject: 'CN=Contoso CA' },
    'only a CA certificate (CN=Contoso CA)',
  ],
  'ca-with-key': [
    'import x.pem',
    { reason: 'ca-with-key', path: '/x.pem', subject: 'CN=Contoso CA' },
    '/x.pem contains the private key of a CA (CN=Contoso CA)',
  ],
  'ambiguous-import': [
    'import x.pem',
    { reason: 'ambiguous-import', path: '/x.pem', subjects: ['CN=a', 'CN=b'] },
    '/x.pem contains several server certificates (CN=a; CN=b)',
  ],
  'no-key': [
    'import x.pem',
    { reason: 'no-key', path: '/x.pem', subject: 'CN=a', problems: [] },
    'the private key of CN=a is neither in /x.pem nor with a CSR in the store; give a file with both',
  ],
  'in-use': [
    'remove 3F2A',
    { reason: 'in-use', stored: ONE, connectors: ['Internet MAIL01', 'Client'] },
    '"Internet MAIL01", "Client" would select another certificate or none',
  ],
  'internal-certificate': ['remove 3F2A', { reason: 'internal-certificate', stored: ONE }, 'or use --force'],
  'last-for-names': [
    'remove 3F2A',
    { reason: 'last-for-names', stored: ONE, names: ['mail.contoso.com'] },
    `renew it first: mailcertd certificates renew ${THUMBPRINT}, or use --force`,
  ],
  'not-exportable': [
    'export 3F2A --out x.pem',
    { reason: 'not-exportable', stored: ONE },
    'the private key of 3F2A9C41 is not exportable',
  ],
};

const refusing = (refusal: Refusal): FakeOrders =>
  new FakeOrders([{ kind: 'refused', refusal }], { kind: 'refused', refusal });

describe('enabling a certificate in a store without certificate.yaml', () => {
  const certbot = { inventory: 'certbot', place: '/etc/letsencrypt/renewal' };
  const web: Refusal = { reason: 'store-read-only', stored: ONE, store: store('web'), services: ['SMTP'] };
  it.each([
    ['en', { ...web, store: { ...store('web'), source: certbot } }, 'add services: [SMTP] to /store/certificate.yaml'],
    [
      'ja',
      { ...web, store: { ...store('web'), source: certbot } },
      '/store/certificate.yaml に services: [SMTP] と書いてください',
    ],
    ['ja', web, '構成ファイル (mailcertd.yaml:1) のストアの設定に services: [SMTP] と書いてください'],
    [
      'en',
      { ...web, store: store(fileStoreName('/store/3F2A9C41.pem')) },
      'which the connector uses regardless of services',
    ],
    ['ja', { ...web, store: store(fileStoreName('/store/3F2A9C41.pem')) }, '割り当てに関係なく提示されます'],
  ] as const)('names the place of its services: %s', async (locale, refusal, line) => {
    const orders = new FakeOrders([{ kind: 'refused', refusal }]);
    const argv = ['--locale', locale, 'certificates', 'enable', '3F2A', '--services', 'SMTP'];
    const { stderr } = await typeCommand(argv, { world: WORLD, orders, locale });
    expect(stderr).toContain(line);
  });
});

describe('importing the issuers of an existing certificate', () => {
  it.each([
    ['en', 'only issuers of 3F2A9C41 (CN=Contoso CA); to serve them with it, append them as PEM to '],
    ['ja', '3F2A9C41 の発行者 (CN=Contoso CA) の証明書だけがあります。一緒に提示するには、PEM 形式で '],
  ] as const)('names the place for them: %s', async (locale, line) => {
    const refusal: Refusal = { reason: 'ca-certificate', path: '/x.pem', subject: 'CN=Contoso CA', stored: ONE };
    const orders = new FakeOrders([{ kind: 'refused', refusal }]);
    const argv = ['--locale', locale, 'certificates', 'import', 'x.pem'];
    const { stderr } = await typeCommand(argv, { world: WORLD, orders, locale });
    expect(stderr).toContain(`${line}${ONE.location.path}`);
  });
});

describe('renewing a certificate of certbot', () => {
  it.each([
    ['en', 'renew it: certbot renew --cert-name mail.contoso.com (add --force-renewal to renew it early)'],
    ['ja', '更新: certbot renew --cert-name mail.contoso.com (期限前に更新する場合は --force-renewal を追加)'],
  ] as const)("names certbot's command: %s", async (locale, line) => {
    const renewal = ['certbot', 'renew', '--cert-name', 'mail.contoso.com'];
    const refusal: Refusal = { reason: 'not-self-signed', stored: ONE, renewal };
    const orders = new FakeOrders([{ kind: 'refused', refusal }]);
    const { stderr } = await typeCommand(['--locale', locale, 'certificates', 'renew', '3F2A'], {
      world: WORLD,
      orders,
      locale,
    });
    expect(stderr).toContain(line);
    expect(stderr).not.toContain('--request');
  });
});

describe('a refusal', () => {
  it.each(Object.entries(CASES))('%s is one line with the next step, exit 1', async (_, [typed, refusal, says]) => {
    const argv = ['certificates', ...typed.split(' ')];
    const { code, stdout, stderr } = await typeCommand(argv, { world: WORLD, orders: refusing(refusal) });
    expect([code, stdout, stderr.split('\n').length]).toEqual([1, '', 2]);
    expect(stderr).toMatch(/^mailcertd: cannot \w+ (a|the) certificate: /);
    expect(stderr).toContain(says);
    const ja = await typeCommand(argv, { world: WORLD, orders: refusing(refusal), locale: 'ja' });
    expect([ja.code, ja.stdout, ja.stderr.split('\n').length]).toEqual([1, '', 2]);
    expect(ja.stderr).toMatch(/^mailcertd: 証明書を[^:]+ません: .*[ぁ-ん]/);
  });

  it.each(Object.entries(CASES))('%s is a value in JSON, too', async (_, [typed, refusal]) => {
    const argv = ['certificates', ...typed.split(' '), '--format', 'json'];
    const { code, stdout, stderr } = await typeCommand(argv, { world: WORLD, orders: refusing(refusal) });
    expect([code, stderr.split('\n').length]).toEqual([1, 2]);
    expect(JSON.parse(stdout)).toMatchObject({ kind: 'refused', reason: refusal.reason });
  });

  it.each<[readonly Service[], string]>([
    [['POP'], 'POP does not support wildcard certificates (*.contoso.com); omit this service, or'],
    [['IMAP', 'POP'], 'IMAP and POP do not support wildcard certificates (*.contoso.com); omit these services, or'],
  ])('of a wildcard for %j counts them', async (services, says) => {
    const refusal: Refusal = { reason: 'wildcard', name: '*.contoso.com', services };
    const argv = ['certificates', 'enable', '3F2A', '--services', 'POP'];
    expect((await typeCommand(argv, { world: WORLD, orders: refusing(refusal) })).stderr).toContain(says);
  });

  it.each([
    ['missing', '3F2A9C41 has no private key'],
    ['differs', 'has the private key of another certificate'],
    ['unreadable', 'namei -l /store/3F2A9C41.pem'],
  ] as const)('names the problem of a key that is %s', async (kind, says) => {
    const refusal: Refusal = { reason: 'key-unusable', stored: ONE, kind };
    const { stderr } = await typeCommand(['certificates', 'renew', '3F2A'], {
      world: WORLD,
      orders: refusing(refusal),
    });
    expect(stderr).toContain(says);
  });

  it.each([
    ['renew 3F2A', 'to import it into My: mailcertd certificates import /store/3F2A9C41.pem'],
    ['remove 3F2A', 'remove /store/3F2A9C41.pem with the program that installed it'],
  ])('of %s names the next step for certificates in other places', async (typed, says) => {
    const refusal: Refusal = { reason: 'store-read-only', stored: ONE, store: store('web') };
    const argv = ['certificates', ...typed.split(' ')];
    expect((await typeCommand(argv, { world: WORLD, orders: refusing(refusal) })).stderr).toContain(says);
  });
});

it('suggests a renewal by request for a certificate of another issuer: a clone is refused', async () => {
  const issued = stored('3F2A9C41', { dnsNames: ['mail.contoso.com'] });
  const orders = refusing({ reason: 'last-for-names', stored: issued, names: ['mail.contoso.com'] });
  const { stderr } = await typeCommand(['certificates', 'remove', '3F2A'], { world: WORLD, orders });
  expect(stderr).toContain(`renew it first: mailcertd certificates renew ${THUMBPRINT} --request, or use --force`);
});

it('to enable the file of a connector does not mention a removal', async () => {
  const orders = refusing({ reason: 'store-read-only', stored: ONE, store: { ...store('x'), name: 'file:/x.pem' } });
  const say = async (verb: string): Promise<string> =>
    (await typeCommand(['certificates', verb, '3F2A'], { world: WORLD, orders })).stderr;
  expect(await say('remove')).toContain('remove it with the program that installed it');
  expect(await say('enable')).not.toContain('remove it with');
});

describe('a store that another process changes', () => {
  it.each([
    [
      'en' as const,
      'mailcertd: cannot change the store /stores/My: another mailcertd (process 42) is changing it; try again\n',
    ],
    [
      'ja' as const,
      'mailcertd: ストア /stores/My を変更できません: 別の mailcertd (プロセス 42) が変更しています。少し待ってから再実行してください\n',
    ],
  ])('is one line, exit 1: %s', async (locale, line) => {
    const orders = new FakeOrders([]);
    orders.change = async () => {
      throw new StoreBusyError('/stores/My', 42);
    };
    const answer = await typeCommand(['certificates', 'renew', '3F2A'], { world: WORLD, orders, locale });
    expect(answer).toMatchObject({ code: 1, stdout: '', stderr: line });
  });
});

describe('certificates export', () => {
  const exporting = (): FakeOrders => new FakeOrders([], { kind: 'done', stored: ONE });

  it.each([
    ['--out /x/mail.p12 --password-file /x/pw', { path: '/x/mail.p12', format: 'pkcs12', passwordFile: '/x/pw' }],
    ['--out /x/mail.PFX --password-file /x/pw', { path: '/x/mail.PFX', format: 'pkcs12', passwordFile: '/x/pw' }],
    ['--out /x/mail.pem', { path: '/x/mail.pem', format: 'pem', passwordFile: undefined }],
    ['--out /x/mail --as pem --password-file /x/pw', { path: '/x/mail', format: 'pem', passwordFile: '/x/pw' }],
    [
      '--out /x/mail.pem --as pkcs12 --password-file /x/pw',
      { path: '/x/mail.pem', format: 'pkcs12', passwordFile: '/x/pw' },
    ],
  ])('%s uses the extension of the file, or the option', async (options, target) => {
    const orders = exporting();
    const { code, stdout } = await typeCommand(['certificates', 'export', '3F2A', ...options.split(' ')], {
      world: WORLD,
      orders,
    });
    expect([code, orders.exported]).toEqual([0, [{ thumbprint: THUMBPRINT, target }]]);
    expect(stdout).toBe(
      `Exported ${THUMBPRINT} with its private key to ${target.path} (${target.format === 'pem' ? 'PEM' : 'PKCS#12'})\n`,
    );
  });

  it('warns of a key that is not encrypted', async () => {
    const argv = ['certificates', 'export', '3F2A', '--out', '/x/mail.pem'];
    expect((await typeCommand(argv, { world: WORLD, orders: exporting() })).stderr).toBe(
      'the private key in the file is not encrypted; to encrypt it: --password-file\n',
    );
    const encrypted = [...argv, '--password-file', '/x/pw'];
    expect((await typeCommand(encrypted, { world: WORLD, orders: exporting() })).stderr).toBe('');
  });

  it('is one value in JSON', async () => {
    const argv = ['certificates', 'export', '3F2A', '--out', '/x/mail.pem', '--format', 'json'];
    const { stdout } = await typeCommand(argv, { world: WORLD, orders: exporting() });
    expect(JSON.parse(stdout)).toMatchObject({
      kind: 'done',
      path: '/x/mail.pem',
      format: 'pem',
      isEncrypted: false,
      stored: { certificate: { thumbprint: THUMBPRINT } },
    });
  });
});

describe('a certificate argument while some stores are unreadable', () => {
  const orders = new FakeOrders([]);
  const denied = { reason: 'permission_denied', location: '/stores/My/0A41', failure: said('EACCES') } as const;
  const VERBS = [
    ['cannot show', 'show BB37'],
    ['cannot renew', 'renew BB37'],
    ['cannot enable', 'enable BB37 --services SMTP'],
    ['cannot remove', 'remove BB37'],
    ['cannot export', 'export BB37 --out x.pem'],
  ] as const;

  it.each(VERBS)('is not reported as missing: %s', async (doing, typed) => {
    const argv = ['certificates', ...typed.split(' ')];
    const at = {
      problems: [denied],
      orders,
      accessRules: { '/stores/My': { mode: 0o755, owner: 'exim', group: 'exim' } },
    };
    const printed = await typeCommand(argv, { world: WORLD, ...at });
    expect(printed).toMatchObject({
      code: 1,
      stdout: '',
      stderr: `mailcertd: ${doing} the certificate: parts of the store cannot be read (/stores/My/0A41: permission denied: EACCES), so certificates in it can be neither found nor changed; run this as exim, which owns the store, or as root\n`,
    });
    const ja = await typeCommand(argv, { world: WORLD, ...at, locale: 'ja' });
    expect([ja.code, ja.stdout, ja.stderr.split('\n').length]).toEqual([1, '', 2]);
    expect(ja.stderr).toContain('所有者は exim です');
    const json = await typeCommand([...argv, '--format', 'json'], { world: WORLD, ...at });
    expect(JSON.parse(json.stdout)).toMatchObject({ kind: 'refused', reason: 'store-unavailable' });
  });

  it.each(VERBS)('has a hint at another account if the store is completely closed: %s', async (_, typed) => {
    const argv = ['certificates', ...typed.split(' ')];
    const { code, stderr } = await typeCommand(argv, {
      world: { ...WORLD, unavailable: ['My'], certificates: [] },
      orders,
    });
    expect([code, stderr.split('\n').length]).toEqual([1, 2]);
    expect(stderr).toContain('neither found nor changed; for the cause: mailcertd status');
  });

  it('is found where it is readable, and the unreadable part is reported', async () => {
    const { code, stderr } = await typeCommand(['certificates', 'show', '3F2A'], { world: WORLD, problems: [denied] });
    expect([code, stderr]).toEqual([0, 'cannot read /stores/My/0A41: permission denied (permission_denied): EACCES\n']);
  });

  it('with too few digits has a message', async () => {
    const { code, stderr } = await typeCommand(['certificates', 'show', '3F2'], { world: WORLD });
    expect(code).toBe(2);
    expect(stderr).toContain('a thumbprint prefix needs at least 4 digits; give more of it');
  });
});

describe('an import without a result', () => {
  it.each([
    ['not_found', 'give an existing file'],
    ['not_a_regular_file', 'give a regular file, not a directory, pipe or device'],
    ['permission_denied', 'run this as an account that can read it'],
    ['password_missing', 'give the file that contains its password with --password-file'],
    ['password_wrong', 'the password is wrong'],
    ['der_malformed', 'give a file with a certificate in PEM'],
  ] as const)('because of %s names the fix', async (reason, says) => {
    const problems = [{ reason, location: '/x.p12', failure: said() }];
    for (const refusal of [
      { reason: 'nothing-to-import', path: '/x.p12', problems },
      { reason: 'no-key', path: '/x.p12', subject: 'CN=a', problems },
    ] as const) {
      const argv = ['certificates', 'import', '/x.p12'];
      const { stderr } = await typeCommand(argv, { world: WORLD, orders: refusing(refusal) });
      expect(stderr).toContain(says);
      expect(stderr.includes('--password-file')).toBe(reason.startsWith('password'));
      const ja = await typeCommand(argv, { world: WORLD, orders: refusing(refusal), locale: 'ja' });
      expect(ja.stderr.includes('--password-file')).toBe(reason.startsWith('password'));
    }
  });
});

describe('an import with an unreadable password file', () => {
  it.each([
    ['not_found', 'ENOENT', 'give an existing file', '存在するファイルを指定'],
    ['permission_denied', 'EACCES', 'run this as an account that can read it', '読み取れるアカウントで実行'],
    ['not_a_regular_file', '', 'give a regular file', '通常のファイルを指定'],
    ['symlink_loop', 'ELOOP', 'remove the loop of symbolic links', 'シンボリック リンクの循環'],
  ] as const)('reports the file, and not a wrong password: %s', async (reason, code, says, inJapanese) => {
    const problems = [
      problemOfFailure('password_missing', '/x.p12', KEYSTORE_FAILURES.no_password_configured),
      problemOfFailure(reason, '/pw', KEYSTORE_FAILURES.password_file_error({ cause: code })),
    ];
    const argv = ['certificates', 'import', '/x.p12', '--password-file', '/pw'];
    const refusal = { reason: 'nothing-to-import', path: '/x.p12', problems } as const;
    const { stderr } = await typeCommand(argv, { world: WORLD, orders: refusing(refusal) });
    expect(stderr).toContain(`/pw: ${reasonTextOrCode(reason, 'en')}`);
    expect(stderr).toContain(says);
    expect(stderr).not.toContain('--password-file');
    const ja = await typeCommand(argv, { world: WORLD, orders: refusing(refusal), locale: 'ja' });
    expect(ja.stderr).toContain(inJapanese);
    expect(ja.stderr).toContain(
      `(/x.p12: パスワードが構成されていません (${failureText(KEYSTORE_FAILURES.no_password_configured, 'ja')})、/pw: `,
    );
    expect(ja.stderr).not.toMatch(/it has a password|a password file/);
  });

  it("keeps the system's file names in Japanese", async () => {
    const problems = [{ reason: 'permission_denied', location: '/x.p12', failure: said('EACCES') }] as const;
    const refusal = { reason: 'nothing-to-import', path: '/x.p12', problems } as const;
    const argv = ['certificates', 'import', '/x.p12'];
    const ja = await typeCommand(argv, { world: WORLD, orders: refusing(refusal), locale: 'ja' });
    expect(ja.stderr).toContain('(/x.p12: アクセス権がありません (EACCES))');
  });
});

describe('a simulation of a refused change', () => {
  it('shows its result, with the reason for the refusal without --force', async () => {
    const { simulationWith } = await import('../change-fixtures.ts');
    const refusal = { reason: 'in-use', stored: ONE, connectors: ['Internet'] } as const;
    const change = { kind: 'remove', removed: ONE } as const;
    const simulation = await simulationWith(undefined, { world: WORLD });
    const outcome = { kind: 'dry-run', change, simulation, refusal } as const;
    const argv = ['certificates', 'remove', '3F2A', '--dry-run'];
    const text = await typeCommand(argv, { world: WORLD, orders: new FakeOrders([outcome]) });
    expect(text.code).toBe(1);
    expect(text.stdout).toMatch(/^Would remove 3F2A9C41/);
    expect(text.stderr).toContain('"Internet" would select another certificate or none');
    expect(text.stderr).toContain('Dry run: nothing was changed.');
    const json = await typeCommand([...argv, '--format', 'json'], { world: WORLD, orders: new FakeOrders([outcome]) });
    expect(JSON.parse(json.stdout)).toMatchObject({
      kind: 'dry-run',
      thumbprint: THUMBPRINT,
      refusal: { reason: 'in-use' },
    });
    expect(json.code).toBe(1);
  });
});

describe('a request to remove a certificate among others', () => {
  it('names the file to delete, and does not suggest an import first', async () => {
    const refusal: Refusal = { reason: 'directory-shared', path: '/stores/My/a.pem' };
    const argv = ['certificates', 'remove', '3F2A'];
    const { stderr } = await typeCommand(argv, { world: WORLD, orders: refusing(refusal) });
    expect(stderr).toContain('delete the file and its key file');
    expect(stderr).not.toContain('import');
  });
});
