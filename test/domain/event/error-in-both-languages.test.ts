import { describe, expect, it } from 'vitest';
import { certificateNotRenewed } from '../../../src/domain/event/catalog/certificate-not-renewed.ts';
import { certificateRotationNotProven } from '../../../src/domain/event/catalog/certificate-rotation-not-proven.ts';
import { certificateUnreadable } from '../../../src/domain/event/catalog/certificate-unreadable.ts';
import { connectorUnreachable } from '../../../src/domain/event/catalog/connector-unreachable.ts';
import { deliveryFailed } from '../../../src/domain/event/catalog/delivery-failed.ts';
import { eventRecordUnreadable } from '../../../src/domain/event/catalog/event-record-unreadable.ts';
import { internalTransportCertificateCorrupted } from '../../../src/domain/event/catalog/internal-transport-certificate-corrupted.ts';
import { notifierDisabled } from '../../../src/domain/event/catalog/notifier-disabled.ts';
import { ruleFailed } from '../../../src/domain/event/catalog/rule-failed.ts';
import { selfSignedCertificateNotInstalled } from '../../../src/domain/event/catalog/self-signed-certificate-not-installed.ts';
import { settingUnresolved } from '../../../src/domain/event/catalog/setting-unresolved.ts';
import { settingsUnreadable } from '../../../src/domain/event/catalog/settings-unreadable.ts';
import { silenceUnreadable } from '../../../src/domain/event/catalog/silence-unreadable.ts';
import { storeUnreadable } from '../../../src/domain/event/catalog/store-unreadable.ts';
import type { FactsByName } from '../../../src/domain/event/data/facts-by-name.ts';
import type { EventType } from '../../../src/domain/event/event-definition.ts';
import { EXCHANGE_FAILURES } from '../../../src/domain/failure/exchange-failures.ts';
import { failureText } from '../../../src/domain/failure/failure-text.ts';
import { problemOfFailure } from '../../../src/domain/failure/problem-of-failure.ts';
import { eventLines } from './event-lines.ts';

const PROBLEM = problemOfFailure('settings_malformed', '/srv/e.json', EXCHANGE_FAILURES.exported_port_wrong);
const PARAMETERS: readonly (readonly [EventType, readonly string[]])[] = [
  [selfSignedCertificateNotInstalled, ['My', failureText(PROBLEM.failure, 'en')]],
  [certificateNotRenewed, ['A'.repeat(40), 'mail.contoso.com', failureText(PROBLEM.failure, 'en')]],
  [settingsUnreadable, ['exchange', '/srv/e.json', 'settings_malformed']],
  [settingUnresolved, ['exchange', '/srv/e.json', 'settings_malformed']],
  [storeUnreadable, ['My', '/srv/store', 'settings_malformed']],
  [internalTransportCertificateCorrupted, ['/srv/a.pem']],
  [certificateRotationNotProven, ['Default', 'reload-failed', '', '']],
  [ruleFailed, ['1300', failureText(PROBLEM.failure, 'en')]],
  [silenceUnreadable, ['S1', failureText(PROBLEM.failure, 'en')]],
  [eventRecordUnreadable, ['7', '1300', failureText(PROBLEM.failure, 'en')]],
  [notifierDisabled, ['ops', failureText(PROBLEM.failure, 'en')]],
  [deliveryFailed, ['ops', '', '1', '0', failureText(PROBLEM.failure, 'en')]],
];

describe.each(PARAMETERS)('the error of the event %o', (event, parameters) => {
  const linesIn = (locale: 'en' | 'ja', facts: FactsByName): readonly string[] =>
    eventLines(event, { parameters, facts }, { locale, offsetMinutes: () => 0 });
  const { failure } = PROBLEM;
  // The first line of a wrong setting contains the error.
  const reason = event === settingUnresolved ? 'unresolved' : PROBLEM.reason;

  it('is in the language of the reader', () => {
    const facts = { detail: failureText(failure, 'en'), reason, ...(failure === undefined ? {} : { failure }) };
    expect(linesIn('en', facts)).toContain('Error: Port must be a port number');
    expect(linesIn('ja', facts)).toContain('詳細: Port がポート番号ではありません');
  });

  it('is that of the record if it is of an earlier version, without a failure', () => {
    expect(linesIn('ja', { detail: failureText(failure, 'en'), reason })).toContain('詳細: Port must be a port number');
  });
});

describe('the error of a wrong setting', () => {
  it('is in the first line, in the language of the reader', () => {
    const { failure, reason } = PROBLEM;
    const parameters = ['postfix', '/etc/postfix/main.cf:3', reason];
    const facts = { detail: failureText(failure, 'en'), reason, failure };
    const firstLine = (locale: 'en' | 'ja'): string | undefined =>
      eventLines(settingUnresolved, { parameters, facts }, { locale, offsetMinutes: () => 0 })[0];
    expect(firstLine('en')).toMatch(/: \/etc\/postfix\/main\.cf:3: Port must be a port number\.$/);
    expect(firstLine('ja')).toMatch(/ \(\/etc\/postfix\/main\.cf:3\): Port がポート番号ではありません。$/);
  });
});

describe('the error of one object of an event', () => {
  const { failure, reason } = PROBLEM;
  const error = { detail: failureText(failure, 'en'), ...(failure === undefined ? {} : { failure }) };
  const linesIn = (
    locale: 'en' | 'ja',
    [event, parameters, facts]: readonly [EventType, readonly string[], FactsByName],
  ) => eventLines(event, { parameters, facts }, { locale, offsetMinutes: () => 0 });
  const unreadable = (file: object) =>
    [
      certificateUnreadable,
      ['My', reason, '1'],
      { store: 'My', reason, count: 1, files: [{ path: '/srv/a.pem', ...file }] },
    ] as const;
  const unreachable = (address: object) =>
    [
      connectorUnreachable,
      ['Default', 'smtp://a:25', reason],
      { reason, addresses: [{ address: '192.0.2.1', reason, ...address }] },
    ] as const;

  it('of a file is in the language of the reader', () => {
    expect(linesIn('en', unreadable(error))).toContain('/srv/a.pem: Port must be a port number');
    expect(linesIn('ja', unreadable(error))).toContain('/srv/a.pem: Port がポート番号ではありません');
    expect(linesIn('ja', unreadable({ detail: failureText(failure, 'en') }))).toContain(
      '/srv/a.pem: Port must be a port number',
    );
  });

  it('of an address is in the language of the reader', () => {
    expect(linesIn('en', unreachable(error)).join('\n')).toContain(': Port must be a port number (settings_malformed)');
    expect(linesIn('ja', unreachable(error)).join('\n')).toContain(
      'Port がポート番号ではありません (settings_malformed)',
    );
    expect(linesIn('ja', unreachable({ detail: failureText(failure, 'en') })).join('\n')).toContain(
      'settings_malformed、Port must be a port number',
    );
  });
});
