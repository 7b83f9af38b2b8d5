import { describe, expect, test } from 'vitest';
import { testAlert } from '../../../src/domain/alert/test-alert.ts';
import { hookVariables } from '../../../src/formats/alert-body/hook-variables.ts';
import { ended, endedBy, eventRecord } from '../../domain/alert/event-records.ts';
import { NOON } from '../../domain/world.ts';
import { alertOf } from './alerts.ts';

const A = '9D77E2AA40B1C6D58E9F0A1B2C3D4E5F60718293';
const expired = eventRecord({
  eventRecordId: 18_402,
  eventId: 12016,
  parameters: ['mail.contoso.com', A],
  facts: { thumbprint: A, fqdn: 'mail.contoso.com', connectors: ['A', 'B'], notAfter: NOON, store: 'My' },
});

describe('the hook variables', () => {
  test('have the known values', () => {
    expect(hookVariables(alertOf([expired]), 'en')).toEqual({
      MAILCERTD_ALERT_ID: 'd-1',
      MAILCERTD_EVENT_ID: '12016',
      MAILCERTD_EVENT_NAME: 'STARTTLSCertificateExpired',
      MAILCERTD_LEVEL: 'Error',
      MAILCERTD_STATE: 'raised',
      MAILCERTD_SUMMARY: 'Error 12016 raised: Certificate expired: mail.contoso.com (9D77E2AA) [mail01.contoso.com]',
      MAILCERTD_COMPUTER: 'mail01.contoso.com',
      MAILCERTD_CONNECTOR: 'A',
      MAILCERTD_FQDN: 'mail.contoso.com',
      MAILCERTD_THUMBPRINT: A,
      MAILCERTD_STORE: 'My',
      MAILCERTD_NOT_AFTER: '2026-11-24T12:00:00.000Z',
      MAILCERTD_RECORD_ID: '18402',
      MAILCERTD_CONDITION_ID: 'c-1',
      MAILCERTD_RECORDS: '1',
    });
  });

  test('omit unknown values', () => {
    const variables = hookVariables(
      alertOf([eventRecord({ facts: {}, parameters: [], change: 'once', conditionId: undefined })]),
      'en',
    );
    expect(Object.keys(variables).filter((name) => /CONN|FQDN|THUMB|STORE|AFTER|CONDITION/.test(name))).toEqual([]);
    expect(Object.values(variables)).not.toContain('');
  });

  test('of a resolution have the event that is resolved', () => {
    expect(hookVariables(alertOf([ended(expired)]), 'en')).toMatchObject({
      MAILCERTD_EVENT_ID: '12016',
      MAILCERTD_STATE: 'cleared',
      MAILCERTD_LEVEL: 'Error',
    });
  });

  test('of a resolution have its reason', () => {
    expect(hookVariables(alertOf([endedBy(expired, 'reclassified')]), 'en')).toMatchObject({
      MAILCERTD_STATE: 'cleared',
      MAILCERTD_END_REASON: 'reclassified',
    });
    expect(hookVariables(alertOf([ended(expired)]), 'en')['MAILCERTD_END_REASON']).toBe('observed');
  });

  test('of a test have no record', () => {
    const variables = hookVariables(testAlert('t-1', 'mail01.contoso.com', 1, NOON), 'en');
    expect(variables['MAILCERTD_STATE']).toBe('test');
    expect(variables).not.toHaveProperty('MAILCERTD_RECORD_ID');
  });

  test.each([
    ['a\0b\nc', 'a\\x00b\\x0ac'],
    ['x'.repeat(1024), 'x'.repeat(1024)],
    ['x'.repeat(1025), `${'x'.repeat(1023)}…`],
    ['😀'.repeat(200_000), `${'😀'.repeat(1023)}…`],
  ])('contain no NUL, no line end, and nothing endless', (connector, expected) => {
    const variables = hookVariables(alertOf([eventRecord({ facts: { connector } })]), 'en');
    expect(variables['MAILCERTD_CONNECTOR']).toBe(expected);
  });
});
