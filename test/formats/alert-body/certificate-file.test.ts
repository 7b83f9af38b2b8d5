import { describe, expect, test } from 'vitest';
import type { Facts } from '../../../src/domain/event/event-data.ts';
import { alertSubject } from '../../../src/formats/alert-body/alert-subject.ts';
import { alertmanagerAlert } from '../../../src/formats/alert-body/alertmanager-alert.ts';
import { mailEffect } from '../../../src/formats/alert-body/mail-effect.ts';
import { eventRecord } from '../../domain/alert/event-records.ts';
import { EN } from '../event/records.ts';
import { alertOf } from './alerts.ts';

const PATH = '/etc/ssl/mail.pem';

function factsOf(connectors: readonly string[], serverProtocols: readonly string[]): Facts {
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
    [['smtp'], 'Mail is sent unencrypted, or deferred if the remote server requires TLS.'],
    [['imaps', 'pop3'], 'Clients cannot connect, or see a warning.'],
    [
      ['smtp', 'imaps'],
      'Mail is sent unencrypted, or deferred if the remote server requires TLS. Clients cannot connect, or see a warning.',
    ],
  ])('describes the effect on connections by protocol: %j', (protocols, effect) => {
    expect(mailEffect(eventRecord({ facts: factsOf(['smtpd'], protocols) }), 'en')).toBe(effect);
  });
});
