import { describe, expect, test } from 'vitest';
import type { FactsByName } from '../../../src/domain/event/data/facts-by-name.ts';
import { alertSubject } from '../../../src/formats/alert-body/alert-subject.ts';
import { alertmanagerAlert } from '../../../src/formats/alert-body/alertmanager-alert.ts';
import { mailEffect } from '../../../src/formats/alert-body/mail-effect.ts';
import { eventRecord } from '../../domain/alert/event-records.ts';
import { EN } from '../event/records.ts';
import { alertOf } from './alerts.ts';

const PATH = '/etc/ssl/mail.pem';

function factsOf(connectors: readonly string[], serverProtocols: readonly string[]): FactsByName {
  return {
    ...{ connectors, fqdns: connectors.map((name) => `${name}.contoso.com`), fqdn: 'mail.contoso.com' },
    ...{ certificateFiles: [PATH], path: PATH, reason: 'certificate-file-missing', serverProtocols },
  };
}

describe('an alert about a certificate file', () => {
  const [one, two] = [['smtpd'], ['smtpd', 'imap']].map((names) => eventRecord({ facts: factsOf(names, ['smtp']) }));
  if (one === undefined || two === undefined) throw new Error('unreachable');

  test('names the file in its subject', () => {
    expect(alertSubject(alertOf([two]), 'en')).toBe(
      `Error 12014 raised: No usable certificate: ${PATH} [${two.computer}]`,
    );
  });

  test('has the same labels in Alertmanager when a connector is added', () => {
    const [before, after] = [one, two].map((record) => alertmanagerAlert(record, EN));
    expect(after?.labels).toEqual(before?.labels);
    expect(after?.annotations['connectors']).toBe('smtpd, imap');
  });

  test.each([
    [['smtp'], 'Other servers send mail unencrypted, or defer it if they require TLS.'],
    [
      ['imaps', 'pop3'],
      'Clients that use implicit TLS cannot connect. Clients that require STARTTLS cannot connect. Other clients can send the password unencrypted.',
    ],
    [
      ['smtp', 'imaps'],
      'Other servers send mail unencrypted, or defer it if they require TLS. Clients that use implicit TLS cannot connect.',
    ],
  ])('describes the effect on connections by protocol: %j', (protocols, effect) => {
    expect(mailEffect(eventRecord({ facts: factsOf(['smtpd'], protocols) }), 'en')).toBe(effect);
  });
});
