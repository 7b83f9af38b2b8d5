import { describe, expect, it } from 'vitest';
import { planNew } from '../../../src/domain/store-change/plan-new.ts';
import type { NewCommand } from '../../../src/domain/store-change/store-command.ts';
import { NOON } from '../world.ts';
import { kept, planContext, reasonOf } from './context.ts';

function order(more: Partial<NewCommand> = {}): NewCommand {
  return {
    verb: 'new',
    subject: undefined,
    domainNames: undefined,
    includesAutodiscover: false,
    key: undefined,
    years: undefined,
    services: undefined,
    friendlyName: undefined,
    isExportable: false,
    isRequest: false,
    ...more,
  };
}

const CONTEXT = planContext({});

describe('a new certificate', () => {
  it('is the one of setup, without options', () => {
    expect(planNew(order(), CONTEXT)).toEqual({
      kind: 'issue',
      parameters: {
        subject: 'CN=MAIL01',
        dnsNames: ['MAIL01', 'mail01.contoso.com'],
        ipAddresses: [],
        key: 'rsa-2048',
        notBefore: NOON,
        notAfter: Date.UTC(2031, 10, 24, 12),
      },
      installSettings: {
        services: ['IMAP', 'POP', 'IIS', 'SMTP'],
        friendlyName: undefined,
        isExportable: false,
        recordsInternal: false,
        renews: undefined,
      },
    });
  });

  it('has the given names, in order and each once, and no services', () => {
    const domainNames = ['Mail.Contoso.COM.', '*.contoso.com', '192.0.2.1', '2001:DB8:0::1', 'mail.contoso.com'];
    expect(planNew(order({ domainNames }), CONTEXT)).toMatchObject({
      parameters: {
        subject: 'CN=mail.contoso.com',
        dnsNames: ['mail.contoso.com', '*.contoso.com'],
        ipAddresses: ['192.0.2.1', '2001:db8::1'],
      },
      installSettings: { services: [] },
    });
  });

  it('has the first label of a name as its CN if that is too long', () => {
    const name = `mail.${'a'.repeat(60)}.com`;
    expect(planNew(order({ domainNames: [name] }), CONTEXT)).toMatchObject({
      parameters: { subject: 'CN=mail', dnsNames: [name] },
    });
  });

  it.each([
    ['', ''],
    ['mail contoso.com', 'mail contoso.com'],
    ['*.com', '*.com'],
    ['mail.*.com', 'mail.*.com'],
    ['-mail.contoso.com', '-mail.contoso.com'],
    ['mail\n.contoso.com', 'mail\n.contoso.com'],
    ['メール.contoso.com', 'メール.contoso.com'],
    ['256.0.0.1', '256.0.0.1'],
    ['contoso.42', 'contoso.42'],
    ['1::2::3', '1::2::3'],
  ])('is refused with the name %j', (name, text) => {
    const plan = planNew(order({ domainNames: ['mail.contoso.com', name] }), CONTEXT);
    expect(plan).toEqual({ kind: 'refused', refusal: { reason: 'name-invalid', name: text } });
  });

  it.each([
    [['mail.contoso.com'], ['autodiscover.contoso.com']],
    [
      ['contoso.com', 'mail.contoso.com', 'mail.fabrikam.com'],
      ['autodiscover.contoso.com', 'autodiscover.fabrikam.com'],
    ],
    [['*.contoso.com'], ['autodiscover.contoso.com']],
    [['autodiscover.contoso.com'], []],
    [['contoso.co.jp'], ['autodiscover.contoso.co.jp']],
    [['mail.contoso.co.jp'], ['autodiscover.contoso.co.jp']],
    [['mail01'], []],
    [['192.0.2.1'], []],
  ])('of %j includes %j with autodiscover', (domainNames, added) => {
    const plan = planNew(order({ domainNames, includesAutodiscover: true }), CONTEXT);
    const names = plan.kind === 'issue' ? plan.parameters.dnsNames : [];
    expect(names.filter((name) => !domainNames.includes(name))).toEqual(added);
  });

  it('includes autodiscover with the names of the computer', () => {
    expect(planNew(order({ includesAutodiscover: true }), CONTEXT)).toMatchObject({
      parameters: { subject: 'CN=MAIL01', dnsNames: ['MAIL01', 'mail01.contoso.com', 'autodiscover.contoso.com'] },
      installSettings: { services: ['IMAP', 'POP', 'IIS', 'SMTP'] },
    });
  });

  it.each([
    ['CN=mail.contoso.com,O=Contoso', undefined, ['mail.contoso.com'], []],
    ['CN=mail.contoso.com', ['imap.contoso.com'], ['mail.contoso.com', 'imap.contoso.com'], []],
    ['CN=Contoso Mail,O=Contoso', ['mail.contoso.com'], ['mail.contoso.com'], []],
    ['CN=Contoso', ['mail.contoso.com'], ['mail.contoso.com'], []],
    ['CN=MAIL01,O=Contoso', undefined, ['MAIL01', 'mail01.contoso.com'], ['IMAP', 'POP', 'IIS', 'SMTP']],
  ])('with the subject %s and the names %j has %j', (subject, domainNames, dnsNames, services) => {
    expect(planNew(order({ subject, domainNames }), CONTEXT)).toMatchObject({
      parameters: { subject, dnsNames },
      installSettings: { services },
    });
  });

  it.each([['mail.contoso.com'], [''], ['CN='], ['C=Japan,CN=mail.contoso.com'], ['CN="mail']])(
    'is refused with the subject %j',
    (subject) => {
      expect(reasonOf(planNew(order({ subject }), CONTEXT))).toBe('subject-invalid');
    },
  );

  it('begins with a whole second, and ends on the same calendar date, 28 February for 29', () => {
    const now = Date.UTC(2028, 1, 29, 1, 2, 3, 456);
    expect(planNew(order({ years: 1 }), planContext({ now }))).toMatchObject({
      parameters: { notBefore: Date.UTC(2028, 1, 29, 1, 2, 3), notAfter: Date.UTC(2029, 1, 28, 1, 2, 3) },
    });
    expect(planNew(order({ years: 4 }), planContext({ now }))).toMatchObject({
      parameters: { notAfter: Date.UTC(2032, 1, 29, 1, 2, 3) },
    });
  });

  it('is enabled for the requested services, in their fixed order', () => {
    expect(planNew(order({ services: ['SMTP', 'IMAP', 'SMTP'] }), CONTEXT)).toMatchObject({
      installSettings: { services: ['IMAP', 'SMTP'] },
    });
  });

  it('of a wildcard is not enabled for IMAP and POP', () => {
    const wild = { domainNames: ['*.contoso.com'], services: ['SMTP', 'POP', 'IMAP'] } as const;
    expect(planNew(order(wild), CONTEXT)).toEqual({
      kind: 'refused',
      refusal: { reason: 'wildcard', name: '*.contoso.com', services: ['IMAP', 'POP'] },
    });
    expect(reasonOf(planNew(order({ ...wild, services: ['SMTP', 'IIS'] }), CONTEXT))).toBe('issue');
    expect(reasonOf(planNew(order({ ...wild, domainNames: ['mail.contoso.com', '*.contoso.com'] }), CONTEXT))).toBe(
      'issue',
    );
  });
});

describe('a new request', () => {
  it('has the same content, and stores the services of its certificate', () => {
    const asked = order({ isRequest: true, domainNames: ['mail.contoso.com'], services: ['SMTP'], key: 'ec-p256' });
    expect(planNew({ ...asked, friendlyName: 'Mail', isExportable: true }, CONTEXT)).toEqual({
      kind: 'request',
      parameters: { subject: 'CN=mail.contoso.com', dnsNames: ['mail.contoso.com'], ipAddresses: [], key: 'ec-p256' },
      requestSettings: { services: ['SMTP'], friendlyName: 'Mail', isExportable: true, renews: undefined },
    });
  });

  it('asks nothing of the recorded internal transport certificate', () => {
    const certificates = [kept('R')];
    const context = planContext({ certificates, internal: { source: 'recorded', thumbprint: 'R'.padEnd(40, '0') } });
    expect(reasonOf(planNew(order({ isRequest: true }), context))).toBe('request');
  });
});

describe('the recorded internal transport certificate', () => {
  const recorded = kept('R', { dnsNames: ['mail01.contoso.com'] });
  const { thumbprint } = recorded.certificate;
  const world = { certificates: [recorded], internal: { source: 'recorded', thumbprint } } as const;

  it('is confirmed if the new one has the FQDN and is for SMTP', () => {
    expect(planNew(order(), planContext(world))).toEqual({
      kind: 'asks',
      certificate: undefined,
      recorded: thumbprint,
      recordedCertificate: recorded.certificate,
    });
    expect(planNew(order(), planContext({ ...world, certificates: [] }))).toMatchObject({
      kind: 'asks',
      recordedCertificate: undefined,
    });
  });

  it.each([
    ['replace', true],
    ['keep', false],
  ] as const)('with the answer %s: %s', (internal, recordsInternal) => {
    expect(planNew(order(), planContext(world, { internalConsent: internal }))).toMatchObject({
      installSettings: { recordsInternal },
    });
  });

  it.each([
    ['another name', order({ domainNames: ['mail.contoso.com'], services: ['SMTP'] }), world],
    ['other services', order({ services: ['IIS'] }), world],
    ['none recorded', order(), { certificates: [recorded] }],
    ['one that is configured', order(), { ...world, internal: { source: 'configured', thumbprint } } as const],
    ['none wanted', order(), { ...world, internal: { source: 'none' } } as const],
  ])('stays without a question with %s', (_, asked, there) => {
    expect(planNew(asked, planContext(there, { internalConsent: 'replace' }))).toMatchObject({
      installSettings: { recordsInternal: false },
    });
  });

  it('is confirmed if a wildcard covers the FQDN', () => {
    const asked = order({ domainNames: ['*.contoso.com'], services: ['SMTP'] });
    expect(reasonOf(planNew(asked, planContext(world)))).toBe('asks');
  });
});
