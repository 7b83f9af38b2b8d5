import { describe, expect, it } from 'vitest';
import { type Assessment, assess } from '../../../src/domain/assessment/assess.ts';
import type { StoredCertificate } from '../../../src/domain/certificate/certificate.ts';
import type { Connector, StoreDefinition } from '../../../src/domain/connector/connector.ts';
import { alterObservation } from '../../../src/domain/remedy/alter-observation.ts';
import { longerValidRemedy, remedyOf } from '../../../src/domain/remedy/remedy-of.ts';
import { DAY } from '../../../src/domain/time.ts';
import { CALM, connector, Life, NOON, SETTINGS, store, stored } from '../world.ts';

const PATH = '/srv/connectors.json';
const EXCHANGE: StoreDefinition = store('exchange', {
  path: PATH,
  onlyFor: 'exchange',
  source: { inventory: 'exchange', place: PATH },
});

/**
 * Returns the assessment of an Exchange server with one connector, next to the store of this host.
 */
function assessed(certificates: readonly StoredCertificate[], more: Partial<Connector> = {}): Assessment {
  const foreign = connector('Default MAIL02', 'mail.contoso.com', {
    source: { inventory: 'exchange', place: PATH },
    ...more,
  });
  const world = { ...CALM, stores: [store('My'), EXCHANGE], certificates };
  const observation = new Life().observe(world);
  const value = { connectors: [foreign], stores: [] };
  const inventories = new Map([
    ...observation.inventories,
    ['exchange', { kind: 'available' as const, at: NOON, value, problems: [] }] as const,
  ]);
  return assess({ ...observation, inventories }, SETTINGS);
}

/** Returns the commands, and the selection of the connector after them. */
function fixed(assessment: Assessment): { readonly commands: readonly string[]; readonly next: string } {
  const [only] = assessment.selections;
  if (only === undefined) throw new Error('no connector');
  const remedy = remedyOf(only.connector, only.selection, assessment);
  const altered = remedy?.effect && assess(alterObservation(assessment.observation, remedy.effect), SETTINGS);
  return {
    commands: (remedy?.commands ?? []).map((command) => command.join(' ')),
    next: altered?.selections[0]?.selection.kind ?? 'not said',
  };
}

const theirs = (label: string, more: Parameters<typeof stored>[1] = {}): StoredCertificate =>
  stored(label, { store: 'exchange', path: PATH, dnsNames: ['mail.contoso.com'], ...more });

describe('the fix for a connector of an Exchange server is an Exchange command:', () => {
  it('a certificate that is not enabled is enabled', () => {
    expect(fixed(assessed([theirs('A', { services: ['IIS'] })]))).toEqual({
      commands: [`Enable-ExchangeCertificate -Thumbprint ${'A'.padEnd(40, '0')} -Services SMTP`],
      next: 'chosen',
    });
  });

  it('an expired self-signed certificate is created again, and one of a CA is requested', () => {
    const expired = { notAfter: NOON - DAY, selfSigned: true };
    expect(fixed(assessed([theirs('A', expired)]))).toEqual({
      commands: ['New-ExchangeCertificate -DomainName mail.contoso.com -Services SMTP'],
      next: 'chosen',
    });
    expect(fixed(assessed([theirs('A', { notAfter: NOON - DAY })]))).toEqual({
      commands: ['New-ExchangeCertificate -GenerateRequest -DomainName mail.contoso.com'],
      next: 'not said',
    });
  });

  it('a certificate is created if none matches the name on the server, even if one of this host does', () => {
    expect(fixed(assessed([stored('A', { dnsNames: ['mail.contoso.com'] })]))).toEqual({
      commands: ['New-ExchangeCertificate -DomainName mail.contoso.com -Services SMTP'],
      next: 'chosen',
    });
  });

  it('a connector that selects by issuer has no fix', () => {
    const tlsCertificateName = '<I>CN=CA<S>CN=mail.contoso.com';
    expect(fixed(assessed([], { tlsCertificateName }))).toEqual({ commands: [], next: 'not said' });
  });

  it('a connector without problems has no fix', () => {
    expect(fixed(assessed([theirs('A')]))).toEqual({ commands: [], next: 'not said' });
  });

  it('an expiring certificate is renewed; a valid one that is not enabled is enabled instead', () => {
    const soon = theirs('A', { notAfter: NOON + DAY, selfSigned: true });
    const commandsFor = (assessment: Assessment) =>
      longerValidRemedy(soon, assessment.selections[0]?.connector, assessment)?.commands;
    expect(commandsFor(assessed([soon]))).toEqual([
      ['New-ExchangeCertificate', '-DomainName', 'mail.contoso.com', '-Services', 'SMTP'],
    ]);
    expect(commandsFor(assessed([soon, theirs('B', { services: ['IIS'] })]))).toEqual([
      ['Enable-ExchangeCertificate', '-Thumbprint', 'B'.padEnd(40, '0'), '-Services', 'SMTP'],
    ]);
  });
});
