import { describe, expect, it } from 'vitest';
import { planRenew } from '../../../src/domain/store-change/plan-renew.ts';
import type { RenewCommand } from '../../../src/domain/store-change/store-command.ts';
import { DAY, SECOND } from '../../../src/domain/time.ts';
import { connector, type Described, NOON, store, stored } from '../world.ts';
import { ASKED, kept, MY, planContext, reasonOf } from './context.ts';

const OWN: Described = {
  dnsNames: ['MAIL01', 'mail01.contoso.com'],
  commonName: 'MAIL01',
  subject: 'CN=MAIL01,O=Contoso',
  selfSigned: true,
  services: ['IIS', 'SMTP'],
  publicKeyAlgorithm: 'RSA',
};

function order(label: string, more: Partial<RenewCommand> = {}): RenewCommand {
  return { verb: 'renew', thumbprint: label.padEnd(40, '0'), years: undefined, isRequest: false, ...more };
}

describe('a renewal', () => {
  const original = {
    ...kept('A', OWN),
    note: { friendlyName: 'Mail', isExportable: true, requestedBy: ASKED },
  };
  const context = planContext({ certificates: [original] });

  it('is a clone from now for a calendar year: subject, names, key, services, name and mark', () => {
    expect(planRenew(order('A'), context)).toEqual({
      kind: 'issue',
      parameters: {
        subject: 'CN=MAIL01,O=Contoso',
        dnsNames: ['MAIL01', 'mail01.contoso.com'],
        ipAddresses: [],
        key: 'rsa-2048',
        notBefore: NOON,
        notAfter: Date.UTC(2027, 10, 24, 12),
      },
      installSettings: {
        services: ['IIS', 'SMTP'],
        friendlyName: 'Mail',
        isExportable: true,
        recordsInternal: false,
        renews: original.certificate.thumbprint,
        keyReaders: [],
      },
    });
  });

  it('is readable to the accounts that read the previous key, and to no other', () => {
    const connectors = ['exim', 'dovecot', 'root', 'exim'].map((keyLoadedBy, index) =>
      connector(`Connector ${index}`, 'mail01.contoso.com', { keyLoadedBy }),
    );
    const one = kept('A', OWN);
    const access = {
      denials: [{ account: 'dovecot', path: one.location.path, kind: 'file' }],
      isExposed: false,
    } as const;
    const certificates = [{ ...one, key: { ...one.key, access } }];
    expect(planRenew(order('A'), planContext({ connectors, certificates }))).toMatchObject({
      installSettings: { keyReaders: ['exim'] },
    });
    const elsewhere = [{ ...stored('A', { ...OWN, store: 'web' }), key: { ...one.key, access } }];
    const stores = [MY, store('web')];
    expect(planRenew(order('A'), planContext({ stores, connectors, certificates: elsewhere }))).toMatchObject({
      installSettings: { keyReaders: [] },
    });
  });

  it('lasts as many calendar years as requested', () => {
    expect(planRenew(order('A', { years: 3 }), context)).toMatchObject({
      parameters: { notAfter: Date.UTC(2029, 10, 24, 12) },
    });
  });

  it.each([
    [90 * DAY - SECOND, 90 * DAY - SECOND],
    [-DAY, 0],
  ])('lasts as long as the previous one, %i ms: %i', (life, lives) => {
    const certificates = [kept('A', { ...OWN, notBefore: NOON - DAY, notAfter: NOON - DAY + life })];
    expect(planRenew(order('A', { years: 'same' }), planContext({ certificates }))).toMatchObject({
      parameters: { notAfter: NOON + lives },
    });
  });

  it.each([
    ['a second later', Date.UTC(2027, 10, 24, 12, 0, 1), Date.UTC(2027, 10, 24, 12, 0, 1)],
    ['then', Date.UTC(2027, 10, 24, 12), undefined],
    ['sooner', Date.UTC(2027, 10, 24, 11), undefined],
  ])('reports that it expires sooner than the previous one, which expires %s', (_, notAfter, endsBefore) => {
    const plan = planRenew(order('A'), planContext({ certificates: [kept('A', { ...OWN, notAfter })] }));
    expect(plan.kind === 'issue' ? plan.installSettings.endsBefore : plan).toBe(endsBefore);
  });

  it('of a certificate without expiry has no expiry', () => {
    const end = Date.UTC(9999, 11, 31, 23, 59, 59);
    const certificates = [kept('A', { ...OWN, notAfter: end })];
    expect(planRenew(order('A', { years: 'same' }), planContext({ certificates }))).toMatchObject({
      parameters: { notAfter: end },
    });
  });

  it('of a certificate from a CA is refused, unless it is forced or a request', () => {
    const certificates = [kept('A', { dnsNames: ['mail.contoso.com'] })];
    expect(planRenew(order('A'), planContext({ certificates }))).toEqual({
      kind: 'refused',
      refusal: { reason: 'not-self-signed', stored: certificates[0] },
    });
    const path = '/etc/letsencrypt/live/mail.contoso.com/fullchain.pem';
    const byCertbot = [
      { ...kept('A', { dnsNames: ['mail.contoso.com'] }), location: { path, block: 0, alias: undefined } },
    ];
    expect(planRenew(order('A'), planContext({ certificates: byCertbot }))).toMatchObject({
      refusal: { renewal: ['certbot', 'renew', '--cert-name', 'mail.contoso.com'] },
    });
    expect(reasonOf(planRenew(order('A'), planContext({ certificates }, { isForced: true })))).toBe('issue');
    expect(planRenew(order('A', { isRequest: true }), planContext({ certificates }))).toMatchObject({
      kind: 'request',
      parameters: { subject: 'CN=mail.contoso.com', dnsNames: ['mail.contoso.com'] },
      requestSettings: { services: ['SMTP'], renews: 'A'.padEnd(40, '0') },
    });
  });

  it('of the recorded internal transport certificate replaces it without a question', () => {
    const { thumbprint } = original.certificate;
    const internal = { source: 'recorded', thumbprint } as const;
    for (const consent of ['ask', 'keep'] as const) {
      const seen = planContext({ certificates: [original], internal }, { internalConsent: consent });
      expect(planRenew(order('A'), seen)).toMatchObject({ installSettings: { recordsInternal: true } });
    }
    const other = planContext({ certificates: [original], internal: { source: 'recorded', thumbprint: 'B' } });
    expect(planRenew(order('A'), other)).toMatchObject({ installSettings: { recordsInternal: false } });
  });

  it('of one with a name only in the CN adds it to the names', () => {
    const certificates = [kept('A', { commonName: 'mail.contoso.com', selfSigned: true })];
    expect(planRenew(order('A'), planContext({ certificates }))).toMatchObject({
      parameters: { subject: 'CN=mail.contoso.com', dnsNames: ['mail.contoso.com'] },
    });
  });

  it('of one in another store is written to My', () => {
    const stores = [store('My'), store('other')];
    const certificates = [stored('A', { ...OWN, store: 'other' })];
    expect(reasonOf(planRenew(order('A'), planContext({ stores, certificates })))).toBe('issue');
  });

  it.each([
    ['without its key', { key: 'missing' }],
    ['with its key', {}],
  ] as const)("of a CA's own certificate %s is refused, forced or as a request too", (_, more) => {
    const root = kept('A', { ...more, commonName: 'Contoso Root', selfSigned: true, isCa: true });
    for (const [isForced, isRequest] of [
      [false, false],
      [true, false],
      [true, true],
    ] as const) {
      expect(planRenew(order('A', { isRequest }), planContext({ certificates: [root] }, { isForced }))).toEqual({
        kind: 'refused',
        refusal: { reason: 'renews-ca', stored: root },
      });
    }
  });

  it("of a server's certificate that is marked as a CA, as OpenSSL makes them, is possible", () => {
    const certificates = [kept('A', { ...OWN, isCa: true })];
    expect(reasonOf(planRenew(order('A'), planContext({ certificates })))).toBe('issue');
  });

  it.each([
    ['a name that is none', { dnsNames: ['mail\n.contoso.com'] }, 'name-invalid'],
    ['a subject that cannot be parsed', { subject: 'CN=a,b' }, 'subject-invalid'],
    ['a subject that is too long', { subject: `CN=${'a'.repeat(65)}` }, 'subject-invalid'],
  ])('of one with %s is refused', (_, described, reason) => {
    const certificates = [kept('A', { ...OWN, ...described })];
    expect(reasonOf(planRenew(order('A'), planContext({ certificates })))).toBe(reason);
  });

  it('of a missing certificate is refused, with another reason if a store is unreadable', () => {
    expect(reasonOf(planRenew(order('B'), context))).toBe('not-found');
    const hidden = [{ store: 'My', path: '/stores/My/secret' }];
    expect(planRenew(order('B'), planContext({ certificates: [original], hidden }))).toMatchObject({
      refusal: { reason: 'store-unavailable', problem: { location: '/stores/My/secret' } },
    });
  });
});
