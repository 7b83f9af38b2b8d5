import { describe, expect, it } from 'vitest';
import { certificateNotRenewed } from '../../../src/domain/event/catalog/certificate-not-renewed.ts';
import { selfSignedCertificateNotInstalled } from '../../../src/domain/event/catalog/self-signed-certificate-not-installed.ts';
import { settingUnresolved } from '../../../src/domain/event/catalog/setting-unresolved.ts';
import { settingsUnreadable } from '../../../src/domain/event/catalog/settings-unreadable.ts';
import type { Facts } from '../../../src/domain/event/event-data.ts';
import type { EventType } from '../../../src/domain/event/event-definition.ts';
import { EXCHANGE_FAILURES } from '../../../src/domain/failure/exchange-failures.ts';
import { problemOfFailure } from '../../../src/domain/failure/problem-of-failure.ts';
import { eventLines } from './event-lines.ts';

const PROBLEM = problemOfFailure('settings_malformed', '/srv/e.json', EXCHANGE_FAILURES.exported_port_wrong);
const PARAMETERS: readonly (readonly [EventType, readonly string[]])[] = [
  [selfSignedCertificateNotInstalled, ['My', PROBLEM.detail]],
  [certificateNotRenewed, ['A'.repeat(40), 'mail.contoso.com', PROBLEM.detail]],
  [settingsUnreadable, ['exchange', '/srv/e.json', 'settings_malformed']],
  [settingUnresolved, ['exchange', '/srv/e.json', 'settings_malformed']],
];

describe.each(PARAMETERS)('the error of the event %o', (event, parameters) => {
  const linesIn = (locale: 'en' | 'ja', facts: Facts): readonly string[] =>
    eventLines(event, { parameters, facts }, { locale, offsetMinutes: () => 0 });
  const { detail, failure, reason } = PROBLEM;

  it('is in the language of the reader', () => {
    const facts = { detail, reason, ...(failure === undefined ? {} : { failure }) };
    expect(linesIn('en', facts)).toContain('Error: Port must be a port number');
    expect(linesIn('ja', facts)).toContain('詳細: Port がポート番号ではありません');
  });

  it('is that of the record if it is of an earlier version, without a failure', () => {
    expect(linesIn('ja', { detail, reason })).toContain('詳細: Port must be a port number');
  });
});
