import { describe, expect, it } from 'vitest';
import type { KeyAccess } from '../../../src/domain/certificate/certificate.ts';
import { planEnable } from '../../../src/domain/store-change/plan-enable.ts';
import type { EnableCommand } from '../../../src/domain/store-change/store-command.ts';
import { connector, store, stored } from '../world.ts';
import { kept, MY, planContext, reasonOf } from './context.ts';

function order(label: string, services: EnableCommand['services'], isExclusive = false): EnableCommand {
  return { verb: 'enable', thumbprint: label.padEnd(40, '0'), services, isExclusive };
}

const MAIL = { dnsNames: ['mail.contoso.com'], services: ['IIS'] } as const;

describe('enabling', () => {
  it('is refused for an intermediate certificate of another one, which it names', () => {
    const own = kept('A', MAIL);
    const issuer = stored('S', { isCa: true, key: 'differs' });
    const leaf = { ...issuer, location: { ...own.location, block: 1 } };
    expect(planEnable(order('S', ['IMAP']), planContext({ certificates: [own, leaf] }))).toEqual({
      kind: 'refused',
      refusal: { reason: 'intermediate-certificate', stored: leaf, leaf: own },
    });
  });

  const certificates = [kept('A', MAIL)];

  it('adds services to the existing ones', () => {
    expect(planEnable(order('A', ['SMTP', 'IMAP']), planContext({ certificates }))).toEqual({
      kind: 'change',
      change: {
        kind: 'services',
        stored: certificates[0],
        services: ['IMAP', 'IIS', 'SMTP'],
        recordsInternal: false,
      },
    });
  });

  it.each([[['SMTP']], [[]]] as const)('replaces them by %j', (services) => {
    expect(planEnable(order('A', services, true), planContext({ certificates }))).toMatchObject({
      change: { services },
    });
  });

  it('changes nothing if it is done already', () => {
    expect(planEnable(order('A', ['IIS']), planContext({ certificates }))).toEqual({
      kind: 'unchanged',
      stored: certificates[0],
    });
    expect(reasonOf(planEnable(order('A', []), planContext({ certificates })))).toBe('unchanged');
  });

  it.each([
    ['*.contoso.com', ['*.contoso.com', 'contoso.com'], 'refused'],
    ['mail.contoso.com', ['mail.contoso.com', '*.contoso.com'], 'change'],
  ])('a certificate named %s for IMAP: %j is %s', (commonName, dnsNames, kind) => {
    const wild = [kept('A', { ...MAIL, commonName, dnsNames })];
    const plan = planEnable(order('A', ['IMAP', 'SMTP']), planContext({ certificates: wild }, { isForced: true }));
    expect(plan.kind).toBe(kind);
    if (plan.kind === 'refused') {
      expect(plan.refusal).toEqual({ reason: 'wildcard', name: commonName, services: ['IMAP'] });
    }
  });

  it.each(['missing', 'differs', 'unreadable'] as const)('is refused if the key is %s', (key) => {
    const keyless = [kept('A', { ...MAIL, key })];
    expect(planEnable(order('A', ['SMTP']), planContext({ certificates: keyless }))).toMatchObject({
      refusal: { reason: 'key-unusable', kind: key },
    });
    expect(reasonOf(planEnable(order('A', [], true), planContext({ certificates: keyless })))).toBe('change');
  });

  it('is refused if the account that loads its key cannot read it', () => {
    const denied = (account: string) => ({ account, path: '/stores/My/A/privkey.pem', kind: 'file' }) as const;
    const access: KeyAccess = { denials: [denied('dovecot'), denied('postfix'), denied('exim')], isExposed: false };
    const closed = [kept('A', { ...MAIL, access })];
    const connectors = [
      connector('Files', 'mail.contoso.com', { keyLoadedBy: 'dovecot', certificateFiles: ['/etc/dovecot/cert.pem'] }),
      connector('Off', 'mail.contoso.com', { keyLoadedBy: 'exim', enabled: false }),
    ];
    expect(reasonOf(planEnable(order('A', ['SMTP']), planContext({ certificates: closed, connectors })))).toBe(
      'change',
    );
    const selecting = [...connectors, connector('Postfix', 'mail.contoso.com', { keyLoadedBy: 'postfix' })];
    expect(
      planEnable(order('A', ['SMTP']), planContext({ certificates: closed, connectors: selecting })),
    ).toMatchObject({
      refusal: { reason: 'key-not-readable', denials: [denied('postfix')] },
    });
  });

  it.each<[string, readonly (readonly [fqdn: string, keyLoadedBy: string])[], string]>([
    ['a connector with another name cannot', [['other.contoso.com', 'exim']], 'change'],
    [
      'a connector with another name cannot, and root presents it',
      [
        ['other.contoso.com', 'exim'],
        ['mail.contoso.com', 'root'],
      ],
      'change',
    ],
    [
      'one of the connectors with the name can',
      [
        ['mail.contoso.com', 'exim'],
        ['mail.contoso.com', 'root'],
      ],
      'change',
    ],
    [
      'none of the connectors with the name can',
      [
        ['mail.contoso.com', 'exim'],
        ['mail.contoso.com', 'postfix'],
      ],
      'key-not-readable',
    ],
  ])('checks the accounts of the connectors that select it: if %s', (_, selecting, expected) => {
    const denials = ['exim', 'postfix'].map(
      (account) => ({ account, path: '/stores/My/A', kind: 'directory' }) as const,
    );
    const closed = [kept('A', { ...MAIL, access: { denials, isExposed: false } })];
    const connectors = selecting.map(([fqdn, keyLoadedBy], index) => connector(`${index}`, fqdn, { keyLoadedBy }));
    const plan = planEnable(order('A', ['SMTP']), planContext({ certificates: closed, connectors }));
    expect(reasonOf(plan)).toBe(expected);
    if (plan.kind === 'refused') expect(plan.refusal).toMatchObject({ denials: [{ account: 'exim' }] });
  });

  it('checks the required name of a connector: its tlsCertificateName before its FQDN', () => {
    const denials = [{ account: 'exim', path: '/stores/My/A', kind: 'directory' }] as const;
    const closed = [kept('A', { ...MAIL, access: { denials, isExposed: false } })];
    const reason = (tlsCertificateName: string): string => {
      const connectors = [connector('Exim', 'mail.contoso.com', { keyLoadedBy: 'exim', tlsCertificateName })];
      return reasonOf(planEnable(order('A', ['SMTP']), planContext({ certificates: closed, connectors })));
    };
    expect(reason('<I>CN=Contoso CA<S>CN=other.contoso.com')).toBe('change');
    expect(reason('<I>CN=Contoso CA<S>CN=mail.contoso.com')).toBe('key-not-readable');
  });

  it('is refused in a store that is not written to, and among others', () => {
    const stores = [store('My'), store('other')];
    const elsewhere = [stored('A', { ...MAIL, store: 'other' })];
    expect(planEnable(order('A', ['SMTP']), planContext({ stores, certificates: elsewhere }))).toMatchObject({
      refusal: { reason: 'store-read-only', store: stores[1], services: ['IIS', 'SMTP'] },
    });
    const path = `${MY.path}/a.pem`;
    const loose = [{ ...kept('A', MAIL), location: { path, block: 0, alias: undefined } }];
    expect(planEnable(order('A', ['SMTP']), planContext({ certificates: loose }))).toEqual({
      kind: 'refused',
      refusal: { reason: 'directory-shared', path, services: ['IIS', 'SMTP'] },
    });
    expect(reasonOf(planEnable(order('B', ['SMTP']), planContext({ certificates })))).toBe('not-found');
  });

  it('uses the one in My if there are two', () => {
    const stores = [store('other'), store('My')];
    const twice = [stored('A', { ...MAIL, store: 'other' }), kept('A', MAIL)];
    expect(planEnable(order('A', ['SMTP']), planContext({ stores, certificates: twice }))).toMatchObject({
      change: { stored: { store: 'My' } },
    });
  });
});

describe('enabling a certificate with the FQDN for SMTP', () => {
  const recorded = kept('R', { dnsNames: ['mail01.contoso.com'] });
  const other = kept('A', { dnsNames: ['mail01.contoso.com'], services: ['SMTP'] });
  const internal = { source: 'recorded', thumbprint: recorded.certificate.thumbprint } as const;
  const world = { certificates: [recorded, other], internal };

  it('asks whether it replaces the recorded one, although it is enabled already', () => {
    expect(planEnable(order('A', ['SMTP']), planContext(world))).toEqual({
      kind: 'asks',
      certificate: other.certificate,
      recorded: internal.thumbprint,
      recordedCertificate: recorded.certificate,
    });
    expect(planEnable(order('A', ['SMTP']), planContext(world, { internalConsent: 'replace' }))).toMatchObject({
      change: { services: ['SMTP'], recordsInternal: true },
    });
    expect(reasonOf(planEnable(order('A', ['SMTP']), planContext(world, { internalConsent: 'keep' })))).toBe(
      'unchanged',
    );
    const agreed = (replaces: string): unknown =>
      planEnable(order('A', ['SMTP']), planContext(world, { internalConsent: { replaces } }));
    expect(agreed(world.internal.thumbprint)).toMatchObject({ change: { recordsInternal: true } });
    expect(agreed('C'.padEnd(40, '0'))).toMatchObject({ kind: 'asks', recorded: world.internal.thumbprint });
  });

  it('asks nothing for the recorded one itself, nor for other services', () => {
    expect(reasonOf(planEnable(order('R', ['SMTP']), planContext(world)))).toBe('unchanged');
    expect(reasonOf(planEnable(order('A', ['IIS']), planContext(world)))).toBe('change');
  });
});
