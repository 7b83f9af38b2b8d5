import { describe, expect, it } from 'vitest';
import type { Certificate, StoredCertificate } from '../../../src/domain/certificate/certificate.ts';
import type { ImportedFile } from '../../../src/domain/store-change/imported-file.ts';
import { planImport } from '../../../src/domain/store-change/plan-import.ts';
import type { ImportCommand } from '../../../src/domain/store-change/store-command.ts';
import { said } from '../failure/said.ts';
import { type Described, stored } from '../world.ts';
import { ASKED, kept, MY, planContext, reasonOf, waiting } from './context.ts';

const MAIL: Described = { dnsNames: ['mail.contoso.com'], services: [] };
const LEAF = stored('A', { ...MAIL, issuer: 'CN=Contoso Sub CA' }).certificate;
const SUB = stored('S', { isCa: true, subject: 'CN=Contoso Sub CA', issuer: 'CN=Contoso CA' }).certificate;
const ROOT = stored('R', {
  isCa: true,
  subject: 'CN=Contoso CA',
  issuer: 'CN=Contoso CA',
  selfSigned: true,
}).certificate;
const OTHER_CA = stored('O', { isCa: true, subject: 'CN=Fabrikam CA' }).certificate;

const OPENSSLS = stored('P', { ...MAIL, selfSigned: true, isCa: true }).certificate;
const ENCRYPTED = { reason: 'key_encrypted', location: '/root/mail.pem', failure: said() } as const;

function order(more: Partial<ImportCommand> = {}): ImportCommand {
  return {
    verb: 'import',
    path: '/root/mail.pem',
    passwordFiles: [],
    services: undefined,
    friendlyName: undefined,
    isExportable: undefined,
    ...more,
  };
}

const pemOf = ({ thumbprint }: Certificate): string => `<${thumbprint.replace(/0+$/, '')}>`;

function file(certificates: readonly Certificate[], keysOf: readonly Certificate[]): ImportedFile {
  return {
    certificates: certificates.map((certificate) => ({ certificate, pem: pemOf(certificate) })),
    keys: new Map(keysOf.map((certificate) => [certificate.publicKeySha256, `key of ${pemOf(certificate)}`])),
    problems: [],
  };
}

describe('importing', () => {
  it('names it by the option, else by the keystore', () => {
    const keystore = file([LEAF], [LEAF]);
    const called = {
      ...keystore,
      certificates: keystore.certificates.map((each) => ({ ...each, friendlyName: 'Post' })),
    };
    const nameOf = (more: Parameters<typeof order>[0]): unknown => {
      const plan = planImport(order(more), called, planContext({}));
      return plan.kind === 'change' && plan.change.kind === 'install' ? plan.change.friendlyName : plan;
    };
    expect([nameOf({}), nameOf({ friendlyName: 'Mail' })]).toEqual(['Post', 'Mail']);
  });

  it('uses the certificate whose key is in the file, and its issuers, the nearest first', () => {
    const plan = planImport(order(), file([ROOT, OTHER_CA, LEAF, SUB], [LEAF]), planContext({}));
    expect(plan).toEqual({
      kind: 'change',
      change: {
        kind: 'install',
        certificate: LEAF,
        issuers: [SUB, ROOT],
        certificatePem: '<A><S><R>',
        privateKeyPem: 'key of <A>',
        csr: undefined,
        services: [],
        friendlyName: undefined,
        isExportable: false,
        recordsInternal: false,
        renews: undefined,
        keyReaders: [],
      },
    });
  });

  it('accepts a self-signed one that is marked as a CA, with its key', () => {
    const own = stored('A', { ...MAIL, selfSigned: true, isCa: true }).certificate;
    const more = { services: ['SMTP', 'IMAP'], friendlyName: 'Mail', isExportable: true } as const;
    expect(planImport(order(more), file([own], [own]), planContext({}))).toMatchObject({
      change: { ...more, services: ['IMAP', 'SMTP'], issuers: [], certificatePem: '<A>' },
    });
  });

  it.each([
    ['a root', ROOT],
    ['an intermediate', SUB],
  ])('refuses a CA certificate with its key, unless it is forced: %s', (_, authority) => {
    const imported = file([authority, LEAF], [authority]);
    expect(planImport(order(), imported, planContext({}))).toEqual({
      kind: 'refused',
      refusal: { reason: 'ca-with-key', path: '/root/mail.pem', subject: authority.subject },
    });
    expect(planImport(order(), imported, planContext({}, { isForced: true }))).toMatchObject({
      change: { certificate: authority },
    });
  });

  it('combines an issued certificate with the key of its request, with the requested services', () => {
    const note = { friendlyName: 'Mail', isExportable: true, requestedBy: ASKED, renews: 'B' };
    const requests = [waiting('Z'), waiting('A', { services: ['SMTP'], note })];
    expect(planImport(order(), file([LEAF, SUB], []), planContext({ requests }))).toMatchObject({
      change: {
        certificate: LEAF,
        issuers: [SUB],
        privateKeyPem: undefined,
        csr: requests[1],
        services: ['SMTP'],
        friendlyName: 'Mail',
        isExportable: true,
        renews: 'B',
      },
    });
    const said = order({ services: [], friendlyName: 'Other', isExportable: false });
    expect(planImport(said, file([LEAF], [LEAF]), planContext({ requests }))).toMatchObject({
      change: { privateKeyPem: undefined, services: [], friendlyName: 'Other', isExportable: false },
    });
  });

  it.each([
    ['without its key', waiting('A', { hasPrivateKey: false })],
    ['that no command wrote', (({ note: _, ...request }) => request)(waiting('A'))],
  ])('finds no key in a request %s', (_, request) => {
    expect(reasonOf(planImport(order(), file([LEAF], []), planContext({ requests: [request] })))).toBe('no-key');
  });

  it.each<[string, ImportedFile, object]>([
    ['nothing', file([], []), { reason: 'nothing-to-import', problems: [] }],
    ['only a key', file([], [LEAF]), { reason: 'nothing-to-import' }],
    ['only CAs', file([SUB, ROOT], []), { reason: 'ca-certificate', subject: 'CN=Contoso Sub CA' }],
    [
      "an authority's own, whose key is encrypted",
      { ...file([ROOT], []), problems: [ENCRYPTED] },
      { reason: 'no-key', subject: 'CN=Contoso CA', problems: [ENCRYPTED] },
    ],
    [
      'a CA, next to unreadable parts',
      { ...file([ROOT], []), problems: [{ ...ENCRYPTED, reason: 'pem_bad_base64' }] },
      { reason: 'ca-certificate' },
    ],
    [
      'a self-signed one that may issue, as openssl makes them, and no key',
      file([OPENSSLS], []),
      { reason: 'no-key', subject: 'CN=mail.contoso.com' },
    ],
    [
      'a self-signed one that may issue, and its key encrypted',
      { ...file([OPENSSLS], []), problems: [ENCRYPTED] },
      { reason: 'no-key', problems: [ENCRYPTED] },
    ],
    ['no key', file([LEAF, SUB], []), { reason: 'no-key', subject: 'CN=mail.contoso.com' }],
    [
      'another key',
      file([LEAF], [stored('X').certificate]),
      { reason: 'no-key', path: '/root/mail.pem', subject: 'CN=mail.contoso.com' },
    ],
    [
      'two with keys',
      file([LEAF, stored('B', MAIL).certificate], [LEAF, stored('B').certificate]),
      { reason: 'ambiguous-import', subjects: ['CN=mail.contoso.com', 'CN=mail.contoso.com'] },
    ],
    ['two without', file([LEAF, stored('B', MAIL).certificate], []), { reason: 'ambiguous-import' }],
  ])('is refused with %s in the file', (_, imported, refusal) => {
    expect(planImport(order(), imported, planContext({}))).toMatchObject({ kind: 'refused', refusal });
  });

  it('names for a file of only issuers the installed certificate that lacks them', () => {
    const own = kept('A', { ...MAIL, issuer: 'CN=Contoso Sub CA' });
    const inDirectory: StoredCertificate = {
      ...stored('S', { isCa: true, subject: 'CN=Contoso Sub CA', issuer: 'CN=Contoso CA' }),
      store: own.store,
      location: { ...own.location, block: 1 },
      key: { ...own.key, kind: 'missing', path: undefined },
    };
    const lacking = (imported: readonly Certificate[], ...there: readonly StoredCertificate[]): unknown => {
      const plan = planImport(order(), file(imported, []), planContext({ certificates: there }));
      return plan.kind === 'refused' && plan.refusal.reason === 'ca-certificate' ? plan.refusal.stored : plan;
    };
    expect(lacking([SUB, ROOT], own)).toEqual(own);
    // In order: the issuer is there already, a root is not sent, another issuer is unrelated, and a
    // certificate without a directory has no file for its issuers.
    expect(lacking([SUB, ROOT], own, inDirectory)).toBeUndefined();
    expect(lacking([ROOT], own, inDirectory)).toBeUndefined();
    expect(lacking([OTHER_CA], own)).toBeUndefined();
    const loose = { ...own, location: { path: `${MY.path}/a.pem`, block: 0, alias: undefined } };
    expect(lacking([SUB], loose)).toBeUndefined();
  });

  it('uses the one with a key among others without', () => {
    const other = stored('B', MAIL).certificate;
    expect(planImport(order(), file([other, LEAF], [LEAF]), planContext({}))).toMatchObject({
      change: { certificate: LEAF, certificatePem: '<A>' },
    });
  });

  it.each<[string, Partial<ImportCommand>, string]>([
    ['as it is asked for', {}, 'unchanged'],
    ['enabled for what is asked', { services: ['SMTP'] }, 'unchanged'],
    ['not enabled for what is asked', { services: ['POP'] }, 'already-installed'],
    ['called so', { friendlyName: 'Post' }, 'unchanged'],
    ['called otherwise', { friendlyName: 'Mail' }, 'already-installed'],
    ['exportable', { isExportable: true }, 'unchanged'],
    ['and shall not be exportable', { isExportable: false }, 'already-installed'],
  ])('of a certificate in its own directory, %s', (_, more, reason) => {
    const note = { friendlyName: 'Post', isExportable: true, requestedBy: ASKED };
    const own: StoredCertificate = { ...kept('A', { ...MAIL, services: ['SMTP'] }), note };
    const plan = planImport(order(more), file([LEAF], []), planContext({ certificates: [own] }));
    expect(reasonOf(plan)).toBe(reason);
    if (plan.kind === 'unchanged') expect(plan.stored).toEqual(own);
  });

  it('is refused for one in its own directory with another option, and gives one without its own directory', () => {
    const own = kept('A', MAIL);
    const longer = planImport(order(), file([LEAF, SUB], [LEAF]), planContext({ certificates: [own] }));
    expect(longer).toMatchObject({ refusal: { lacksIssuers: true } });
    const asked = planImport(
      order({ services: ['SMTP', 'IIS'] }),
      file([LEAF], []),
      planContext({ certificates: [own] }),
    );
    expect(asked).toMatchObject({ refusal: { services: ['IIS', 'SMTP'] } });
    const loose: StoredCertificate = { ...own, location: { path: `${MY.path}/a.pem`, block: 0, alias: undefined } };
    expect(reasonOf(planImport(order(), file([LEAF], [LEAF]), planContext({ certificates: [loose] })))).toBe('change');
  });

  it('keeps the services of one without its own directory, unless the option is set', () => {
    const wild = stored('A', { dnsNames: ['*.contoso.com'], services: ['SMTP', 'IMAP'] });
    const loose: StoredCertificate = { ...wild, location: { path: `${MY.path}/a.pem`, block: 0, alias: undefined } };
    const context = planContext({ certificates: [loose] });
    const imported = file([wild.certificate], [wild.certificate]);
    expect(planImport(order(), imported, context)).toMatchObject({ change: { services: ['IMAP', 'SMTP'] } });
    expect(planImport(order({ services: ['IIS'] }), imported, context)).toMatchObject({
      change: { services: ['IIS'] },
    });
  });

  it('enables no wildcard for POP', () => {
    const wild = stored('A', { dnsNames: ['*.contoso.com'] }).certificate;
    expect(reasonOf(planImport(order({ services: ['POP'] }), file([wild], [wild]), planContext({})))).toBe('wildcard');
  });

  it('asks before it replaces the recorded one, unless it was requested as its renewal', () => {
    const own = stored('A', { dnsNames: ['mail01.contoso.com'] }).certificate;
    const recorded = kept('B', { dnsNames: ['mail01.contoso.com'] });
    const { thumbprint } = recorded.certificate;
    const world = { certificates: [recorded], internal: { source: 'recorded', thumbprint } } as const;
    const asked = order({ services: ['SMTP'] });
    expect(planImport(asked, file([own], [own]), planContext(world))).toMatchObject({
      kind: 'asks',
      certificate: own,
      recorded: thumbprint,
    });
    const note = { friendlyName: undefined, isExportable: false, requestedBy: ASKED, renews: thumbprint };
    const requests = [waiting('A', { services: ['SMTP'], note })];
    expect(planImport(order(), file([own], []), planContext({ ...world, requests }))).toMatchObject({
      change: { recordsInternal: true },
    });
  });
});
