import { describe, expect, it } from 'vitest';
import { planRenew } from '../../../src/domain/store-change/plan-renew.ts';
import type { RenewOrder } from '../../../src/domain/store-change/store-order.ts';
import { DAY, SECOND } from '../../../src/domain/time.ts';
import { connector, type Described, NOON, store, stored } from '../world.ts';
import { ASKED, groundIn, kept, MY, reasonOf } from './context.ts';

const OWN: Described = {
  dnsNames: ['MAIL01', 'mail01.contoso.com'],
  commonName: 'MAIL01',
  subject: 'CN=MAIL01,O=Contoso',
  selfSigned: true,
  services: ['IIS', 'SMTP'],
  publicKeyAlgorithm: 'RSA',
};

function order(label: string, more: Partial<RenewOrder> = {}): RenewOrder {
  return { verb: 'renew', thumbprint: label.padEnd(40, '0'), years: undefined, isRequest: false, ...more };
}

describe('a renewal', () => {
  const original = {
    ...kept('A', OWN),
    note: { friendlyName: 'Mail', isExportable: true, asked: ASKED },
  };
  const ground = groundIn({ certificates: [original] });

  it('is a clone from now for a calendar year: subject, names, key, services, name and mark', () => {
    expect(planRenew(order('A'), ground)).toEqual({
      kind: 'issue',
      order: {
        subject: 'CN=MAIL01,O=Contoso',
        dnsNames: ['MAIL01', 'mail01.contoso.com'],
        ipAddresses: [],
        key: 'rsa-2048',
        notBefore: NOON,
        notAfter: Date.UTC(2027, 10, 24, 12),
      },
      install: {
        services: ['IIS', 'SMTP'],
        friendlyName: 'Mail',
        isExportable: true,
        recordsInternal: false,
        renews: original.certificate.thumbprint,
        opensTo: [],
      },
    });
  });

  it('is opened to the accounts that read the key of the one before, and to no other', () => {
    const connectors = ['exim', 'dovecot', 'root', 'exim'].map((keyLoadedBy, index) =>
      connector(`Connector ${index}`, 'mail01.contoso.com', { keyLoadedBy }),
    );
    const one = kept('A', OWN);
    const access = {
      barriers: [{ account: 'dovecot', path: one.location.path, kind: 'file' }],
      isExposed: false,
    } as const;
    const certificates = [{ ...one, key: { ...one.key, access } }];
    expect(planRenew(order('A'), groundIn({ connectors, certificates }))).toMatchObject({
      install: { opensTo: ['exim'] },
    });
    const elsewhere = [{ ...stored('A', { ...OWN, store: 'web' }), key: { ...one.key, access } }];
    const stores = [MY, store('web')];
    expect(planRenew(order('A'), groundIn({ stores, connectors, certificates: elsewhere }))).toMatchObject({
      install: { opensTo: [] },
    });
  });

  it('lives as many calendar years as asked', () => {
    expect(planRenew(order('A', { years: 3 }), ground)).toMatchObject({
      order: { notAfter: Date.UTC(2029, 10, 24, 12) },
    });
  });

  it.each([
    [90 * DAY - SECOND, 90 * DAY - SECOND],
    [-DAY, 0],
  ])('lives as long as the one before, %i ms: %i', (life, lives) => {
    const certificates = [kept('A', { ...OWN, notBefore: NOON - DAY, notAfter: NOON - DAY + life })];
    expect(planRenew(order('A', { years: 'same' }), groundIn({ certificates }))).toMatchObject({
      order: { notAfter: NOON + lives },
    });
  });

  it.each([
    ['a second later', Date.UTC(2027, 10, 24, 12, 0, 1), Date.UTC(2027, 10, 24, 12, 0, 1)],
    ['then', Date.UTC(2027, 10, 24, 12), undefined],
    ['sooner', Date.UTC(2027, 10, 24, 11), undefined],
  ])('says that it ends sooner than the one before, which ends %s', (_, notAfter, endsBefore) => {
    const plan = planRenew(order('A'), groundIn({ certificates: [kept('A', { ...OWN, notAfter })] }));
    expect(plan.kind === 'issue' ? plan.install.endsBefore : plan).toBe(endsBefore);
  });

  it('of one that ends never ends never', () => {
    const end = Date.UTC(9999, 11, 31, 23, 59, 59);
    const certificates = [kept('A', { ...OWN, notAfter: end })];
    expect(planRenew(order('A', { years: 'same' }), groundIn({ certificates }))).toMatchObject({
      order: { notAfter: end },
    });
  });

  it('of what an authority has issued is refused, unless it is forced or a request', () => {
    const certificates = [kept('A', { dnsNames: ['mail.contoso.com'] })];
    expect(planRenew(order('A'), groundIn({ certificates }))).toEqual({
      kind: 'refused',
      refusal: { reason: 'not-self-signed', stored: certificates[0] },
    });
    const path = '/etc/letsencrypt/live/mail.contoso.com/fullchain.pem';
    const byCertbot = [
      { ...kept('A', { dnsNames: ['mail.contoso.com'] }), location: { path, block: 0, alias: undefined } },
    ];
    expect(planRenew(order('A'), groundIn({ certificates: byCertbot }))).toMatchObject({
      refusal: { renewal: ['certbot', 'renew', '--cert-name', 'mail.contoso.com'] },
    });
    expect(reasonOf(planRenew(order('A'), groundIn({ certificates }, { isForced: true })))).toBe('issue');
    expect(planRenew(order('A', { isRequest: true }), groundIn({ certificates }))).toMatchObject({
      kind: 'request',
      order: { subject: 'CN=mail.contoso.com', dnsNames: ['mail.contoso.com'] },
      keep: { services: ['SMTP'], renews: 'A'.padEnd(40, '0') },
    });
  });

  it('of the recorded internal transport certificate takes its place without a question', () => {
    const { thumbprint } = original.certificate;
    const internal = { source: 'recorded', thumbprint } as const;
    for (const consent of ['ask', 'keep'] as const) {
      const seen = groundIn({ certificates: [original], internal }, { internal: consent });
      expect(planRenew(order('A'), seen)).toMatchObject({ install: { recordsInternal: true } });
    }
    const other = groundIn({ certificates: [original], internal: { source: 'recorded', thumbprint: 'B' } });
    expect(planRenew(order('A'), other)).toMatchObject({ install: { recordsInternal: false } });
  });

  it('of one that says its name in the CN alone says it among the names too', () => {
    const certificates = [kept('A', { commonName: 'mail.contoso.com', selfSigned: true })];
    expect(planRenew(order('A'), groundIn({ certificates }))).toMatchObject({
      order: { subject: 'CN=mail.contoso.com', dnsNames: ['mail.contoso.com'] },
    });
  });

  it('of one in another store comes into My', () => {
    const stores = [store('My'), store('other')];
    const certificates = [stored('A', { ...OWN, store: 'other' })];
    expect(reasonOf(planRenew(order('A'), groundIn({ stores, certificates })))).toBe('issue');
  });

  it.each([
    ['without its key', { key: 'missing' }],
    ['with its key', {}],
  ] as const)("of an authority's own certificate %s is refused, forced or as a request too", (_, more) => {
    const root = kept('A', { ...more, commonName: 'Contoso Root', selfSigned: true, isCa: true });
    for (const [isForced, isRequest] of [
      [false, false],
      [true, false],
      [true, true],
    ] as const) {
      expect(planRenew(order('A', { isRequest }), groundIn({ certificates: [root] }, { isForced }))).toEqual({
        kind: 'refused',
        refusal: { reason: 'renews-authority', stored: root },
      });
    }
  });

  it("of a server's that calls itself an authority, as OpenSSL makes them, is made", () => {
    const certificates = [kept('A', { ...OWN, isCa: true })];
    expect(reasonOf(planRenew(order('A'), groundIn({ certificates })))).toBe('issue');
  });

  it.each([
    ['a name that is none', { dnsNames: ['mail\n.contoso.com'] }, 'name-invalid'],
    ['a subject that cannot be parsed', { subject: 'CN=a,b' }, 'subject-invalid'],
    ['a subject that is too long', { subject: `CN=${'a'.repeat(65)}` }, 'subject-invalid'],
  ])('of one with %s is refused', (_, described, reason) => {
    const certificates = [kept('A', { ...OWN, ...described })];
    expect(reasonOf(planRenew(order('A'), groundIn({ certificates })))).toBe(reason);
  });

  it('of what is not there is refused; of what may lie where nobody can look, otherwise', () => {
    expect(reasonOf(planRenew(order('B'), ground))).toBe('not-found');
    const hidden = [{ store: 'My', path: '/stores/My/secret' }];
    expect(planRenew(order('B'), groundIn({ certificates: [original], hidden }))).toMatchObject({
      refusal: { reason: 'store-unseen', problem: { location: '/stores/My/secret' } },
    });
  });
});
