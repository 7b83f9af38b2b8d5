import { describe, expect, test } from 'vitest';
import { alertJson } from '../../../src/formats/alert-body/alert-json.ts';
import { ended, endedBy, eventRecord } from '../../domain/alert/event-records.ts';
import { NOON } from '../../domain/world.ts';
import { EN, JA } from '../event/records.ts';
import { alertOf, plausibleAlerts } from './alerts.ts';

const A = '9D77E2AA40B1C6D58E9F0A1B2C3D4E5F60718293';
const expiring = eventRecord({
  eventId: 12018,
  level: 'Warning',
  parameters: ['mail.contoso.com', A, '71'],
  facts: {
    thumbprint: A,
    fqdn: 'mail.contoso.com',
    connectors: ['A', 'B'],
    notAfter: NOON + 71 * 3_600_000 + 2000,
    store: 'My',
  },
  remedy: [['certbot', 'renew', '--cert-name', 'it is mail']],
});

describe('the JSON of an alert', () => {
  test('has stable keys', () => {
    const document = JSON.parse(alertJson(alertOf([expiring]), EN));
    expect(Object.keys(document)).toEqual(['type', 'timestamp', 'data']);
    const { message, records, ...data } = document.data;
    expect(data).toEqual({
      version: 1,
      alert_id: 'd-1',
      state: 'raised',
      level: 'warning',
      event_id: 12018,
      event_name: 'STARTTLSCertificateExpiresSoon',
      computer_name: 'mail01.contoso.com',
      summary:
        'Warning 12018 raised: Certificate expires soon: mail.contoso.com (9D77E2AA), 71 hours (2 d 23 h) left [mail01.contoso.com]',
      effect:
        'No effect until the certificate expires. After that, other servers send mail unencrypted, or defer it if they require TLS.',
      since: '2026-11-24T12:00:00.000Z',
      not_after: '2026-11-27T11:00:02.000Z',
      hours_left: 71,
      connectors: ['A', 'B'],
      names: ['mail.contoso.com'],
      thumbprints: [A],
      stores: ['My'],
      remedy: [['certbot', 'renew', '--cert-name', 'it is mail']],
      commands: ["certbot renew --cert-name 'it is mail'"],
      help_link: 'file://mail01.contoso.com/usr/lib/mailcertd/docs/events/12018.md',
    });
    expect(document).toMatchObject({ type: 'mailcertd.alert.raised', timestamp: '2026-11-24T12:00:02.000Z' });
    expect(message).toContain('What to do:\n');
    expect(records[0]).toMatchObject({ winlog: { event_id: 12018, record_id: 1 }, mailcertd: { change: 'raised' } });
  });

  test('about a resolution is about the resolved condition', () => {
    const document = JSON.parse(alertJson(alertOf([ended(expiring)]), EN));
    expect(document).toMatchObject({
      type: 'mailcertd.alert.cleared',
      data: { state: 'cleared', event_id: 12018, level: 'warning', since: '2026-11-24T12:00:00.000Z' },
    });
    expect(document.data).not.toHaveProperty('not_after');
    expect(document.data.records[0].winlog.event_id).toBe(1900);
  });

  test.each([
    [['observed'], 'observed'],
    [['expired'], 'expired'],
    [['observed', 'expired'], 'expired'],
    [['expired', 'reclassified', 'observed'], 'reclassified'],
    [['connector-removed', 'observed'], 'connector-removed'],
  ] as const)('about resolutions by %j has the reason %s', (reasons, reason) => {
    const records = reasons.map((each, n) => endedBy({ ...expiring, conditionId: `c-${n}` }, each));
    expect(JSON.parse(alertJson(alertOf(records), EN)).data).toMatchObject({ state: 'cleared', end_reason: reason });
    expect(JSON.parse(alertJson(alertOf([expiring]), EN)).data).not.toHaveProperty('end_reason');
  });

  test('has the same keys and codes in every language', () => {
    const [english, japanese] = [EN, JA].map((rendering) => JSON.parse(alertJson(alertOf([expiring]), rendering)).data);
    expect(Object.keys(japanese)).toEqual(Object.keys(english));
    expect([japanese.level, japanese.state]).toEqual([english.level, english.state]);
    expect(japanese.summary).toContain('有効期限間近');
  });

  test('has every raw value, on one line that is safe on a terminal', () => {
    const name = 'a\nb\u0000\u001b[2J\u202e';
    const json = alertJson(alertOf([eventRecord({ facts: { connector: name, fqdn: name } })]), EN);
    expect(json).not.toMatch(/[\p{Cc}\p{Bidi_Control}]/u);
    expect(JSON.parse(json).data.connectors).toEqual([name]);
  });

  test('omits an instant outside of the calendar', () => {
    const record = eventRecord({ change: 'repeated', facts: { notAfter: 1e300, raisedAt: Number.MAX_VALUE } });
    const { data } = JSON.parse(alertJson(alertOf([record]), EN));
    expect([data.not_after, data.hours_left, data.since]).toEqual([undefined, undefined, undefined]);
  });

  test('of every event of the catalog can be parsed again', () => {
    for (const { alert } of plausibleAlerts()) {
      const { data } = JSON.parse(alertJson(alert, EN));
      expect([data.event_id, data.state]).toEqual([alert.eventId, alert.state]);
    }
  });
});
