import { resolve } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { EventRecord } from '../../../../src/domain/event/event-record.ts';
import type { StoreChange } from '../../../../src/domain/store-change/store-change.ts';
import { DAY } from '../../../../src/domain/time.ts';
import type { Simulation } from '../../../../src/work/operations/query-operations.ts';
import type { ChangeOutcome } from '../../../../src/work/operations/store-operations.ts';
import { connector, type Described, NOON, store, stored, type World } from '../../../domain/world.ts';
import { exampleOf } from '../../../house/event-examples.ts';
import { done, INSTALL, MADE, REQUEST, REQUEST_CHANGE, SECRET, simulationWith } from '../change-fixtures.ts';
import { CONTOSO } from '../contoso.ts';
import { contosoOrders } from '../contoso-orders.ts';
import { type Answer, type DeskOptions, typeCommand } from '../desk.ts';
import { FakeOrders } from '../fake-orders.ts';

const OLD = stored('0A41D7C2', {
  dnsNames: ['mail01.contoso.com'],
  selfSigned: true,
  notAfter: NOON + 20 * DAY,
  services: ['SMTP', 'IIS'],
});
const TWIN = stored('0A99FFFF', { dnsNames: ['mail01.contoso.com'], notAfter: NOON + 200 * DAY });

const WORLD: Partial<World> = {
  now: NOON,
  stores: [store('My')],
  connectors: [connector('Partner', 'partner.contoso.com', { direction: 'send' })],
  certificates: [OLD, TWIN],
  requests: [REQUEST],
};

const certificateInstalled = ((): EventRecord => {
  const example = exampleOf(1004);
  if (example === undefined) throw new Error('1004 has no example');
  return example;
})();

const PLACE = `/stores/My/${MADE.certificate.thumbprint}`;

let simulation: Simulation;
let calm: Simulation;
beforeAll(async () => {
  simulation = await simulationWith(MADE, { world: WORLD });
  calm = await simulationWith(undefined, { world: WORLD });
});

async function typeVerb(
  argv: readonly string[],
  outcomes: readonly ChangeOutcome[],
  options: DeskOptions = {},
): Promise<Answer & { readonly orders: FakeOrders }> {
  const orders = new FakeOrders(outcomes);
  return { ...(await typeCommand(['certificates', ...argv], { world: WORLD, ...options, orders })), orders };
}

const UNCHANGED: ChangeOutcome = { kind: 'unchanged', stored: OLD };
const plain = { services: undefined, friendlyName: undefined };

describe('the verbs', () => {
  it.each<[string, object]>([
    [
      'new',
      {
        ...plain,
        verb: 'new',
        subject: undefined,
        domainNames: undefined,
        includesAutodiscover: false,
        key: undefined,
        years: undefined,
        isExportable: false,
        isRequest: false,
      },
    ],
    [
      'new --subject CN=x,O=Contoso --domain-name a.example,b.example --domain-name bücher.example --include-autodiscover --key ec-p256 --years 3 --services smtp,IMAP --friendly-name Mail --exportable',
      {
        verb: 'new',
        subject: 'CN=x,O=Contoso',
        domainNames: ['a.example', 'b.example', 'xn--bcher-kva.example'],
        includesAutodiscover: true,
        key: 'ec-p256',
        years: 3,
        services: ['SMTP', 'IMAP'],
        friendlyName: 'Mail',
        isExportable: true,
        isRequest: false,
      },
    ],
    ['new --request --services none', { verb: 'new', isRequest: true, services: [] }],
    [
      'renew 0a:41:d7:c2',
      { verb: 'renew', thumbprint: OLD.certificate.thumbprint, years: undefined, isRequest: false },
    ],
    ['renew 0A41 --years same', { verb: 'renew', thumbprint: OLD.certificate.thumbprint, years: 'same' }],
    ['renew 0A41 --years 5', { years: 5 }],
    ['renew /store/0A41D7C2.pem --request', { thumbprint: OLD.certificate.thumbprint, isRequest: true }],
    [
      'enable 0A99 --services SMTP,smtp,POP',
      { verb: 'enable', thumbprint: TWIN.certificate.thumbprint, services: ['SMTP', 'POP'], isExclusive: false },
    ],
    ['enable 0A99 --services none --replace', { services: [], isExclusive: true }],
    [
      'import /tmp/mail.p12 --password-file /a --password-file b',
      { ...plain, verb: 'import', path: '/tmp/mail.p12', passwordFiles: ['/a', resolve('b')], isExportable: undefined },
    ],
    [
      'import x.pem --services IIS --friendly-name Web --exportable',
      { path: resolve('x.pem'), services: ['IIS'], friendlyName: 'Web', isExportable: true },
    ],
    ['remove 0A99', { verb: 'remove', id: TWIN.certificate.thumbprint }],
    ['remove CAFE', { verb: 'remove', id: REQUEST.request.sha256Fingerprint }],
    ['remove partner.contoso.com', { verb: 'remove', id: REQUEST.request.sha256Fingerprint }],
    ['remove /stores/My/request-CAFE', { verb: 'remove', id: REQUEST.request.sha256Fingerprint }],
  ])('%s passes the typed arguments', async (typed, order) => {
    const { orders, code, stderr } = await typeVerb(typed.split(' '), [UNCHANGED]);
    expect([code, stderr]).toEqual([0, '']);
    expect(orders.given.map(({ order }) => order)).toMatchObject([order]);
  });

  it.each<[string, object]>([
    ['remove 0A99', { isDryRun: false, isForced: false, internal: 'ask' }],
    ['remove 0A99 --force', { isDryRun: false, isForced: true, internal: 'replace' }],
    ['remove 0A99 --dry-run', { isDryRun: true, isForced: false, internal: 'ask' }],
  ])('%s is carried out as typed', async (typed, options) => {
    const { orders } = await typeVerb(typed.split(' '), [UNCHANGED]);
    expect(orders.given.map(({ options }) => options)).toMatchObject([options]);
  });

  it.each([
    [{}, 'root'],
    [{ SUDO_USER: 'hana' }, 'root (sudo: hana)'],
    [{ SUDO_USER: 'root' }, 'root'],
    [{ SUDO_USER: '' }, 'root'],
  ])('pass the user and the command: %o', async (environment, by) => {
    const { orders } = await typeVerb(['enable', '0A99', '--services', 'SMTP'], [UNCHANGED], { environment });
    expect(orders.given[0]?.options.requestedBy).toEqual({
      by,
      command: 'mailcertd certificates enable 0A99 --services SMTP',
      at: NOON,
    });
  });

  it('quote the typed command for a shell', async () => {
    const { orders } = await typeVerb(['new', '--subject', 'CN=a b;rm\n', '--dry-run'], [UNCHANGED]);
    expect(orders.given[0]?.options.requestedBy.command).toBe(
      "mailcertd certificates new --subject $'CN=a b;rm\\012' --dry-run",
    );
  });

  it.each([
    ['renew 0A', 'a thumbprint prefix needs at least 4 digits'],
    ['renew mail01.contoso.com', 'matches more than one certificate: "0A41'],
    [
      'renew CAFE',
      'cannot find certificate "CAFE": it is a pending CSR (/stores/My/request-CAFE/request.pem); import the certificate from the CA: mailcertd certificates import FILE\n',
    ],
    ['enable /stores/My/request-CAFE --services SMTP', 'mailcertd certificates import FILE'],
    ['export cafe7777 --out x.pem', 'mailcertd certificates import FILE'],
    ['renew partner.contoso.con', 'no such thumbprint, name or file'],
    ['remove partner.contoso.con', 'did you mean "partner.contoso.com"?'],
    ['enable 0A99', 'option --services <services> is required'],
    ['enable 0A99 --services SMPT', 'did you mean SMTP?'],
    ['new --years 0', 'write a whole number from 1 to 100'],
    ['new --years 2.5', 'write a whole number from 1 to 100'],
    ['new --key rsa-1024', 'write one of rsa-2048, '],
    ['new --domain-name a,,b', 'write comma-separated names'],
    ['new --request --years 2', 'option --request cannot be used with option --years <n>'],
    ['export 0A99', 'option --out <file> is required'],
    ['export 0A99 --out x.crt', 'give --as'],
    ['export 0A99 --out x.p12', 'give the file that contains it with --password-file'],
    ['import', 'argument file is required'],
  ])('%s is a usage error: one line, exit 2, no change', async (typed, message) => {
    const { orders, code, stdout, stderr } = await typeVerb(typed.split(' '), []);
    expect([code, stdout, stderr.split('\n').length, orders.given]).toEqual([2, '', 2, []]);
    expect(stderr).toContain(message);
    const inJapanese = await typeVerb(typed.split(' '), [], { environment: { LANG: 'ja_JP.UTF-8' }, locale: 'ja' });
    expect(inJapanese.stderr).toMatch(/[ぁ-ん]/);
  });
});

describe('the output of a change', () => {
  it('is the change, the selection of each connector, and the events that are cleared', async () => {
    const { code, screen } = await typeVerb(
      ['new', '--domain-name', 'partner.contoso.com'],
      [done(INSTALL, simulation, PLACE)],
    );
    expect([code, screen]).toEqual([
      0,
      [
        `Created ${MADE.certificate.thumbprint} for partner.contoso.com, valid until 2027-11-24T21:00:00+09:00, enabled for SMTP, in ${PLACE}`,
        'Selected  Partner: NONE -> 9D77E2AA self-signed',
        'Cleared   12014 Error  No certificate matches partner.contoso.com: Send connector "Partner" has no usable certificate for STARTTLS.',
        'The daemon is not running; it logs this change when it starts.',
        '',
      ].join('\n'),
    ]);
  });

  it('suggests for a certificate without services those of the connectors that require its name', async () => {
    const made = async (...options: readonly string[]): Promise<string> =>
      (await typeCommand(['certificates', 'new', ...options], { world: CONTOSO, orders: contosoOrders() })).stdout;
    expect(await made('--domain-name', 'mail.contoso.com', '--services', 'none')).toMatch(
      /enabled for no service, in .*\nPath .*\nNext +mailcertd certificates enable E5B1702D0{32} --services SMTP\n/,
    );
    for (const options of [
      ['--domain-name', 'mail.contoso.com', '--services', 'none', '--dry-run'],
      ['--domain-name', 'mail.contoso.com', '--services', 'SMTP'],
      ['--domain-name', 'missing.contoso.com', '--services', 'none'],
    ]) {
      expect(await made(...options), options.join(' ')).not.toContain('Next');
    }
  });

  it('says on a host without a daemon that no event will be reported', async () => {
    const report = { kind: 'never-ran' } as const;
    const first: ChangeOutcome = { kind: 'done', change: INSTALL, simulation: calm, path: PLACE, report };
    const line =
      'The daemon has not scanned this store yet. Its first scan takes the current contents as the baseline, so this change will not be logged.\n';
    expect((await typeVerb(['new'], [first])).stderr).toBe(line);
    const { stderr } = await typeVerb(['new', '--locale', 'ja'], [first], { locale: 'ja' });
    expect(stderr).toBe(
      'このストアはまだデーモンがスキャンしていません。最初のスキャンの内容が基準となるため、この変更は記録されません。\n',
    );
  });

  it('has after a raised event its fix, if that can be typed', async () => {
    const removed = { kind: 'remove', removed: OLD } as const;
    const [condition] = simulation.cleared;
    if (condition === undefined) throw new Error('nothing goes');
    const remedy = [['setfacl', '-m', 'u:exim:r', '/stores/My/a b']];
    const coming: Simulation = { ...calm, raised: [{ ...condition, remedy }] };
    const shown = await typeVerb(['remove', '0A41'], [done(removed, coming, PLACE)]);
    expect(shown.stdout).toMatch(/^Raised {4}12014 .*\n {12}setfacl -m u:exim:r '\/stores\/My\/a b'$/m);
    const foreseen: ChangeOutcome = { kind: 'dry-run', change: removed, simulation: coming };
    expect((await typeVerb(['remove', '0A41', '--dry-run'], [foreseen])).stdout).not.toContain('setfacl');
  });

  it("ends with the daemon's records", async () => {
    const report = { kind: 'written', records: [certificateInstalled] } as const;
    const { stdout, stderr } = await typeVerb(
      ['new'],
      [{ kind: 'done', change: INSTALL, simulation, path: PLACE, report }],
    );
    expect(stdout.trimEnd().split('\n').at(-1)).toMatch(/^2026-11-24T\S+ Info +1004 /);
    expect(stderr).toBe('');
  });

  it('says that the daemon has not reported it yet, and where it will', async () => {
    const { stderr } = await typeVerb(
      ['new'],
      [{ kind: 'done', change: INSTALL, simulation, path: PLACE, report: { kind: 'not-yet' } }],
    );
    expect(stderr).toBe('The daemon has not logged this change yet; to show its event later: mailcertd events -n 5\n');
  });

  it('contains no thumbprint of a certificate other than the future one', async () => {
    const { screen } = await typeVerb(['new', '--dry-run'], [{ kind: 'dry-run', change: INSTALL, simulation }]);
    expect(screen).toContain('Would create a self-signed certificate for partner.contoso.com');
    expect(screen).toContain('Partner: NONE -> the new certificate self-signed');
    expect(screen).toContain('Dry run: nothing was changed.\n');
    expect(screen).not.toContain('9D77E2AA');
  });

  it('contains the thumbprint of an imported one, in a dry run or not', async () => {
    const { screen } = await typeVerb(
      ['import', 'x.pem', '--dry-run'],
      [{ kind: 'dry-run', change: INSTALL, simulation }],
    );
    expect(screen).toContain(`Would import ${MADE.certificate.thumbprint} for partner.contoso.com`);
  });

  it('says where a request is, and the next step', async () => {
    const path = '/stores/My/request-CAFE';
    const { stdout } = await typeVerb(['new', '--request'], [done(REQUEST_CHANGE, calm, path)]);
    expect(stdout).toBe(
      [
        `Created a CSR for partner.contoso.com, to be enabled for SMTP, in ${path}`,
        `CSR   ${path}/request.pem`,
        'Next  send the CSR to a CA, then import the issued certificate:',
        '      mailcertd certificates import FILE',
        '',
      ].join('\n'),
    );
  });

  it.each<[string, StoreChange, string, string]>([
    [
      'renew 0A41',
      { ...INSTALL, renews: OLD.certificate.thumbprint },
      PLACE,
      `Renewed ${OLD.certificate.thumbprint} with ${MADE.certificate.thumbprint} for`,
    ],
    ['import x.pem', INSTALL, PLACE, `Imported ${MADE.certificate.thumbprint} for`],
    [
      'import x.pem',
      { ...INSTALL, privateKeyPem: undefined, csr: REQUEST },
      PLACE,
      `Imported the issued certificate ${MADE.certificate.thumbprint} for`,
    ],
    [
      'enable 0A41 --services SMTP',
      { kind: 'services', stored: OLD, services: ['SMTP', 'IMAP'], recordsInternal: true },
      '/stores/My/0A41',
      `Enabled ${OLD.certificate.thumbprint} for SMTP, IMAP (mail01.contoso.com, valid until 2026-12-14T21:00:00+09:00), in /stores/My/0A41\nSet       as the internal transport certificate\n`,
    ],
    [
      'remove 0A41',
      { kind: 'remove', removed: OLD },
      '/state/trash/2026-11-25T120000Z-0A41',
      `Removed ${OLD.certificate.thumbprint} for mail01.contoso.com; its files are now in /state/trash/2026-11-25T120000Z-0A41\n`,
    ],
    [
      'remove CAFE',
      { kind: 'remove', removed: REQUEST },
      '/state/trash/x',
      'Removed the CSR for partner.contoso.com; its files are now in /state/trash/x\n',
    ],
  ])('of %s begins with the change', async (typed, change, path, line) => {
    const { stdout } = await typeVerb(typed.split(' '), [done(change, calm, path)]);
    expect(stdout.startsWith(line)).toBe(true);
    expect(stdout.includes('Selected  no change for any connector\n')).toBe(typed !== 'remove CAFE');
    const inJapanese = await typeVerb(typed.split(' '), [done(change, calm, path)], { locale: 'ja' });
    expect(inJapanese.stdout.split('\n')[0]).toMatch(/(ました|削除しました).*/);
  });

  it.each<[string, Described, string, string]>([
    [
      'has expired',
      { notAfter: NOON - 1 },
      ', expired since 2026-11-24T20:59:59+09:00, enabled',
      '(有効期限切れ 2026-',
    ],
    ['ends now', { notAfter: NOON }, ', valid until 2026-11-24T21:00:00+09:00, enabled', '(有効期限 2026-'],
    [
      'is not valid yet',
      { notBefore: NOON + 1000, notAfter: NOON + DAY },
      ', not valid before 2026-11-24T21:00:01+09:00, valid until 2026-11-25T21:00:00+09:00, enabled',
      '(有効期間の開始 2026-11-24T21:00:01+09:00、有効期限 2026-',
    ],
  ])('says of an imported certificate that it %s', async (_, dates, says, inJapanese) => {
    const { certificate } = stored('E5', { dnsNames: ['a.example'], ...dates });
    const change = { ...INSTALL, certificate };
    const { stdout } = await typeVerb(['import', 'x.pem'], [done(change, calm, PLACE)]);
    expect(stdout).toContain(`for a.example${says}`);
    const ja = await typeVerb(['import', 'x.pem'], [done(change, calm, PLACE)], { locale: 'ja' });
    expect(ja.stdout).toContain(inJapanese);
    const enabled = {
      kind: 'services',
      stored: { ...OLD, certificate },
      services: ['POP'],
      recordsInternal: false,
    } as const;
    const { stdout: line } = await typeVerb(['enable', '0A41', '--services', 'POP'], [done(enabled, calm, PLACE)]);
    expect(line).toContain(`(a.example${says.replace(', enabled', ')')}`);
  });

  it('names the missing issuer of an imported certificate, and its place', async () => {
    const lacking = { ...calm, lacksIssuer: 'CN=Sub\x1b[2J' };
    const { stdout } = await typeVerb(['import', 'x.pem'], [done(INSTALL, lacking, PLACE)]);
    expect(stdout).toContain(
      `\nIncomplete  the certificate of its issuer is missing (CN=Sub\\x1b[2J); unless that is a root CA, append it to ${PLACE}/certificate.pem for a complete chain\n`,
    );
    const dryRun = { kind: 'dry-run', change: INSTALL, simulation: lacking } as const;
    expect((await typeVerb(['import', 'x.pem', '--dry-run'], [dryRun])).stdout).toContain(
      'append it to the imported file for a complete chain\n',
    );
    const ja = await typeVerb(['import', 'x.pem'], [done(INSTALL, lacking, PLACE)], { locale: 'ja' });
    expect(ja.stdout).toContain(`${PLACE}/certificate.pem の末尾に追加してください`);
    const json = await typeVerb(['import', 'x.pem', '--format', 'json'], [done(INSTALL, lacking, PLACE)]);
    expect(JSON.parse(json.stdout)).toMatchObject({ lacksIssuer: 'CN=Sub\x1b[2J' });
  });

  it('says that a renewal expires sooner than the previous one', async () => {
    const change = { ...INSTALL, renews: OLD.certificate.thumbprint, endsBefore: NOON + 4000 * DAY };
    const outcome = done(change, calm, PLACE);
    const { stdout } = await typeVerb(['renew', '0A41'], [outcome]);
    expect(stdout).toContain(
      '\nShorter   it expires before the certificate that it renews (2037-11-06T21:00:00+09:00); set the validity with --years\n',
    );
    const ja = await typeVerb(['renew', '0A41'], [outcome], { locale: 'ja' });
    expect(ja.stdout).toContain('更新前の証明書 (有効期限 2037-11-06T21:00:00+09:00) より早く期限が切れます');
    const json = await typeVerb(['renew', '0A41', '--format', 'json'], [outcome]);
    expect(JSON.parse(json.stdout)).toMatchObject({ change: { endsBefore: '2037-11-06T12:00:00Z' } });
  });

  it('only says that the state is already so', async () => {
    const { stdout, code } = await typeVerb(['enable', '0A41', '--services', 'SMTP'], [UNCHANGED]);
    expect([code, stdout]).toEqual([
      0,
      `${OLD.certificate.thumbprint} is already enabled for SMTP, IIS; nothing was changed\n`,
    ]);
  });

  it('is the path, if only the path was changed', async () => {
    const linked: ChangeOutcome = { kind: 'linked', stored: OLD, stablePath: '/store/live/mail.contoso.com' };
    const { stdout } = await typeVerb(['enable', '0A41', '--services', 'SMTP'], [linked]);
    expect(stdout).toMatch(/ is already enabled for SMTP, IIS; the path now points to it\n.*Path +\/store\/live\//);
    const ja = await typeVerb(['enable', '0A41', '--services', 'SMTP'], [linked], { locale: 'ja' });
    expect(ja.stdout).toContain('パスの参照先をこの証明書に変更しました');
    const json = await typeVerb(['enable', '0A41', '--services', 'SMTP', '--format', 'json'], [linked]);
    expect(JSON.parse(json.stdout)).toMatchObject({ kind: 'linked', livePath: '/store/live/mail.contoso.com' });
  });

  it('only says that the certificate exists, if it is imported again', async () => {
    const { stdout, code } = await typeVerb(['import', 'x.pem'], [UNCHANGED]);
    expect([code, stdout]).toEqual([
      0,
      `${OLD.certificate.thumbprint} is already in the store (/store/0A41D7C2.pem), enabled for SMTP, IIS; nothing was changed\n`,
    ]);
    const ja = await typeVerb(['import', 'x.pem'], [UNCHANGED], { locale: 'ja' });
    expect(ja.stdout).toBe(
      `${OLD.certificate.thumbprint} はすでにストアにあります (/store/0A41D7C2.pem、サービス SMTP、IIS)。変更はありません\n`,
    );
  });

  it('escapes terminal control characters', async () => {
    const hostile = stored('EF', { dnsNames: ['\x1b[2Jmail'], notAfter: NOON + DAY });
    const change: StoreChange = { kind: 'remove', removed: hostile };
    const { screen } = await typeVerb(['remove', '0A99'], [done(change, calm, '/trash/\u202eevil')]);
    expect(screen).toContain('\\x1b[2Jmail');
    expect(screen).toContain('/trash/\\u202eevil');
  });

  it.each<[string, readonly string[], StoreChange]>([
    ['a certificate', ['new'], INSTALL],
    ['a request', ['new', '--request'], REQUEST_CHANGE],
  ])('never contains the private key of %s, in text or JSON, done or simulated', async (_, argv, change) => {
    for (const outcome of [done(change, calm, PLACE), { kind: 'dry-run', change, simulation: calm } as const]) {
      for (const format of ['text', 'json']) {
        const { screen } = await typeVerb([...argv, '--format', format], [outcome]);
        expect(screen).not.toContain('PRIVATE KEY');
        expect(screen).not.toContain(SECRET.split('\n')[1]);
      }
    }
  });

  it('is one JSON value with the same content', async () => {
    const report = { kind: 'written', records: [certificateInstalled] } as const;
    const { stdout, stderr } = await typeVerb(
      ['new', '--format', 'json'],
      [{ kind: 'done', change: INSTALL, simulation, path: PLACE, report }],
    );
    expect(stderr).toBe('');
    expect(JSON.parse(stdout)).toMatchObject({
      kind: 'done',
      path: PLACE,
      change: {
        kind: 'install',
        certificate: { thumbprint: MADE.certificate.thumbprint, notAfter: '2027-11-24T12:00:00Z' },
        services: ['SMTP'],
      },
      connectors: [{ before: { selection: { kind: 'none' } }, after: { selection: { kind: 'chosen' } } }],
      raised: [],
      cleared: [{ eventId: 12014, subject: 'Partner' }],
      logged: { kind: 'written', records: [{ event: { code: '1004' } }] },
    });
    const removed = await typeVerb(
      ['remove', 'CAFE', '--format', 'json'],
      [done({ kind: 'remove', removed: REQUEST }, calm, '/t')],
    );
    expect(JSON.parse(removed.stdout)).toMatchObject({
      change: { removed: { request: { subject: 'CN=partner.contoso.com' } } },
      logged: { kind: 'no-daemon' },
    });
    const requested = await typeVerb(['new', '--request', '--format', 'json'], [done(REQUEST_CHANGE, calm, '/t')]);
    expect(JSON.parse(requested.stdout)).toMatchObject({
      requestFile: '/t/request.pem',
      change: { requestPem: expect.stringContaining('CERTIFICATE REQUEST') },
    });
  });
});

describe('the internal transport certificate', () => {
  const asks: ChangeOutcome = {
    kind: 'asks',
    certificate: undefined,
    recorded: OLD.certificate.thumbprint,
    recordedCertificate: OLD.certificate,
  };
  const made = (): ChangeOutcome => done(INSTALL, calm, PLACE);

  it.each([
    ['y\n', { replaces: OLD.certificate.thumbprint }],
    ['YES\n', { replaces: OLD.certificate.thumbprint }],
    ['n\n', 'keep'],
    ['\n', 'keep'],
    ['yellow\n', 'keep'],
    ['', 'keep'],
  ])('is confirmed on a terminal: %j', async (typed, internal) => {
    const { orders, stderr } = await typeVerb(['new'], [asks, made()], { typed });
    expect(orders.given.map(({ options }) => options.internal)).toEqual(['ask', internal]);
    expect(stderr).toContain(
      'The internal transport certificate is 0A41D7C2 (until 2026-12-14T21:00:00+09:00). Replace it with this certificate? [y/N] ',
    );
    expect(stderr).not.toContain('is still');
  });

  it('is confirmed again if another one was recorded before the answer', async () => {
    const { thumbprint } = TWIN.certificate;
    const again: ChangeOutcome = { ...asks, recorded: thumbprint, recordedCertificate: TWIN.certificate };
    const { orders, stderr } = await typeVerb(['new'], [asks, again, made()], { typed: 'y\n' });
    expect(orders.given.map(({ options }) => options.internal)).toEqual([
      'ask',
      { replaces: OLD.certificate.thumbprint },
      'keep',
    ]);
    expect(stderr).toContain('The internal transport certificate is 0A99FFFF');
  });

  it('is kept without a terminal, and one line has the command that replaces it', async () => {
    const { orders, stderr, code } = await typeVerb(['new', '-q'], [asks, made()]);
    expect(orders.given.map(({ options }) => options.internal)).toEqual(['ask', 'keep']);
    expect([code, stderr]).toEqual([
      0,
      `The internal transport certificate is still 0A41D7C2; to replace it: mailcertd certificates enable ${MADE.certificate.thumbprint} --services SMTP --force\n`,
    ]);
  });

  it('is reported even if nothing else was changed', async () => {
    const { stderr } = await typeVerb(
      ['enable', '0A99', '--services', 'SMTP'],
      [asks, { kind: 'unchanged', stored: TWIN }],
    );
    expect(stderr).toContain(`certificates enable ${TWIN.certificate.thumbprint} --services SMTP --force`);
  });

  it('needs no confirmation in a simulation', async () => {
    const { orders, stderr } = await typeVerb(
      ['new', '--dry-run'],
      [asks, { kind: 'dry-run', change: INSTALL, simulation: calm }],
      { typed: 'y\n' },
    );
    expect(orders.given.map(({ options }) => options.internal)).toEqual(['ask', 'keep']);
    expect(stderr).toContain('would still be 0A41D7C2');
  });

  it('that is missing is reported as missing', async () => {
    const { stderr } = await typeVerb(['new'], [{ ...asks, recordedCertificate: undefined }, made()], {
      typed: 'y\n',
      locale: 'ja',
    });
    expect(stderr).toContain(
      '現在の内部トランスポート証明書は 0A41D7C2 です (すでにありません)。この証明書に置き換えますか? [y/N] ',
    );
  });
});
