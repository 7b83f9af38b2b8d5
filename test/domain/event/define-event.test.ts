import { describe, expect, test } from 'vitest';
import { cannotLoadInternalTransportCertificateFromStore } from '../../../src/domain/event/catalog/cannot-load-internal-transport-certificate-from-store.ts';
import { certificateInstalled } from '../../../src/domain/event/catalog/certificate-installed.ts';
import { servedCertificateExpired } from '../../../src/domain/event/catalog/served-certificate-expired.ts';
import { servedChainUntrusted } from '../../../src/domain/event/catalog/served-chain-untrusted.ts';
import { serverNotMonitored } from '../../../src/domain/event/catalog/server-not-monitored.ts';
import { serviceStopped } from '../../../src/domain/event/catalog/service-stopped.ts';
import { starttlsCertificateExpiresSoon } from '../../../src/domain/event/catalog/starttls-certificate-expires-soon.ts';
import { weakCertificate } from '../../../src/domain/event/catalog/weak-certificate.ts';
import type { CertificateData } from '../../../src/domain/event/data/certificate-data.ts';
import type { EventContent, EventType, RaisedEvent } from '../../../src/domain/event/event-definition.ts';
import type { RequiredFacts } from '../../../src/domain/event/required-facts.ts';
import { eventLines } from './event-lines.ts';

const EN = { locale: 'en', offsetMinutes: () => 0 } as const;
const JA = { ...EN, locale: 'ja' } as const;

describe('the content of a new record', () => {
  test('has the parameters in the order of the event', () => {
    expect(serviceStopped.contentOf({ openConditions: '2', cause: 'SIGTERM' }, {})).toEqual({
      event: serviceStopped,
      parameters: ['SIGTERM', '2'],
      facts: {},
    });
  });

  test('does not compile without a parameter, without data, or with surplus data', () => {
    const { contentOf } = cannotLoadInternalTransportCertificateFromStore;
    // @ts-expect-error the parameter `thumbprint` is missing
    contentOf({}, { thumbprint: 'A', fqdn: 'mail.contoso.com' });
    // @ts-expect-error the FQDN is missing
    contentOf({ thumbprint: 'A' }, { thumbprint: 'A' });
    // @ts-expect-error the FQDN is no list
    expect(contentOf({ thumbprint: 'A' }, { thumbprint: 'A', fqdn: [] }).parameters).toEqual(['A']);
    const surplus = { thumbprint: 'A', fqdn: 'mail.contoso.com', keyLoadedBy: 'root' };
    // @ts-expect-error the event has no such fact, not even from a variable
    expect(contentOf({ thumbprint: 'A' }, surplus).parameters).toEqual(['A']);
  });

  test('compiles only if its event has made it', () => {
    // @ts-expect-error a literal has no checked facts
    const content: RaisedEvent = { event: serviceStopped, parameters: [], facts: { thumbprint: 'A' } };
    expect(content.event).toBe(serviceStopped);
  });

  test('has all required facts, and no other one is listed as required', () => {
    type Data = Pick<CertificateData, 'thumbprint' | 'subject'> & Partial<Pick<CertificateData, 'notAfter'>>;
    const complete: RequiredFacts<Data> = { thumbprint: true, subject: true };
    // @ts-expect-error the subject is missing
    const incomplete: RequiredFacts<Data> = { thumbprint: true };
    const withExpiry = { ...complete, notAfter: true } as const;
    // @ts-expect-error the expiry is not required, not even in a variable
    const surplus: RequiredFacts<Data> = withExpiry;
    expect([complete, incomplete, surplus].map((names) => Object.keys(names).length)).toEqual([2, 1, 3]);
  });
});

describe('the text of a record of an earlier version', () => {
  test('is complete without a parameter that was added later', () => {
    const content: EventContent = { parameters: ['SIGTERM'], facts: {} };
    expect(eventLines(serviceStopped, content, EN)).toEqual([
      'mailcertd stopped (SIGTERM); there is no monitoring until it starts again. 0 conditions stay open.',
    ]);
    expect(eventLines(serviceStopped, content, JA)).toEqual([
      'mailcertd を停止しました (SIGTERM)。次に開始するまで監視は行われません。未解消の問題 0 件はそのまま保持します。',
    ]);
  });

  test('is complete without facts that were added later', () => {
    const content: EventContent = { parameters: ['0.0.0.0:25', 'haraka'], facts: { probes: [] } };
    expect(serverNotMonitored.requiredFacts).toEqual(['probes']);
    expect(serverNotMonitored.describe(content, EN).firstLine).toBe(
      '"haraka" listens on 0.0.0.0:25, and no connector monitors it.',
    );
  });

  test.each<[string, EventType, readonly string[]]>([
    ['thumbprint', servedCertificateExpired, ['mail.contoso.com', 'AB']],
    ['thumbprint', starttlsCertificateExpiresSoon, ['mail.contoso.com', 'AB', '71']],
    ['thumbprint', certificateInstalled, ['AB', 'MAIL01', 'SMTP', '']],
    ['thumbprint', servedChainUntrusted, ['mail.contoso.com', 'AB', '']],
  ])('does not exist without the required fact %s', (name, event, parameters) => {
    for (const localization of [EN, JA])
      expect(() => event.describe({ parameters, facts: {} }, localization)).toThrow(
        new RangeError(`event ${event.eventId} without its fact ${name}`),
      );
  });
});

test('1306 names SMTP only if mail servers use the certificates', () => {
  const content = (serverProtocols: readonly string[]): EventContent => ({
    parameters: ['My', '1'],
    facts: { serverProtocols },
  });
  const firstLine = (protocols: readonly string[]): string => eventLines(weakCertificate, content(protocols), EN)[0];
  expect(firstLine(['imaps'])).toBe('1 certificate in certificate store "My" has a weak key or signature.');
  expect(firstLine(['imaps', 'smtp'])).toContain('1 certificate for SMTP in');
});
