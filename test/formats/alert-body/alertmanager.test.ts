import { describe, expect, test } from 'vitest';
import type { Alert } from '../../../src/domain/alert/alert.ts';
import { testAlert } from '../../../src/domain/alert/test-alert.ts';
import type { Condition } from '../../../src/domain/condition/condition.ts';
import type { EventRecord } from '../../../src/domain/event/event-record.ts';
import { alertSubject } from '../../../src/formats/alert-body/alert-subject.ts';
import {
  type AlertmanagerAlert,
  alertmanagerAlert,
  alertmanagerAlerts,
} from '../../../src/formats/alert-body/alertmanager-alert.ts';
import { alertmanagerWebhook } from '../../../src/formats/alert-body/alertmanager-webhook.ts';
import { ended, endedBy, eventRecord } from '../../domain/alert/event-records.ts';
import { NOON } from '../../domain/world.ts';
import { EN, JA } from '../event/records.ts';
import { alertOf, plausibleAlerts } from './alerts.ts';

const LINKED = { ...EN, helpLink: 'https://contoso.com/{id}' };
const record = eventRecord({ remedy: [['mailcertd', 'connectors', 'explain', 'Default MAIL01']] });
const { conditionId = '', eventId, level, parameters, facts, remedy } = record;
const condition: Condition = {
  conditionId,
  eventId,
  subject: 'Default MAIL01',
  needs: ['store:*'],
  urgency: 0,
  level,
  raisedAt: NOON,
  notifiedAt: NOON,
  parameters,
  facts: { ...facts, raisedAt: NOON },
  remedy,
};
const SHOWN = { computer: 'mail01.contoso.com', until: NOON + 300_000 };

const labels = {
  alertname: 'CannotLoadSTARTTLSCertificateFromStore',
  severity: 'critical',
  job: 'mailcertd',
  instance: 'mail01.contoso.com',
  event_id: '12014',
  connector: 'Default MAIL01',
  fqdn: 'mail.contoso.com',
  condition_id: 'c-1',
};

describe('an alert for Alertmanager', () => {
  test('is open until the next request, with its annotations', () => {
    const [alert] = alertmanagerAlerts([condition], [], SHOWN, LINKED);
    expect(alert).toMatchObject({
      labels,
      startsAt: '2026-11-24T12:00:00.000Z',
      endsAt: '2026-11-24T12:05:00.000Z',
      generatorURL: 'https://contoso.com/12014',
      annotations: {
        summary: expect.stringContaining('No certificate matches mail.contoso.com'),
        description: expect.stringContaining('Other servers send mail unencrypted'),
        remedy: "mailcertd connectors explain 'Default MAIL01'",
        runbook_url: 'https://contoso.com/12014',
      },
    });
  });

  test('has the effect on mail once', () => {
    for (const rendering of [EN, JA]) {
      for (const { alert } of plausibleAlerts()) {
        const lines = alert.records.flatMap(
          (one) => alertmanagerAlert(one, rendering).annotations['description'] ?? [],
        );
        expect(lines.join('\n')).not.toMatch(/^(?:Effect: |影響: )/m);
      }
    }
  });

  test('is resolved with the labels with which it began', () => {
    const end = ended(record, { timeCreated: NOON + 60_000 });
    const [open, over] = alertmanagerAlerts([condition], [end], SHOWN, LINKED);
    expect(over?.labels).toEqual(open?.labels);
    expect([over?.startsAt, over?.endsAt]).toEqual([open?.startsAt, '2026-11-24T12:01:00.000Z']);
  });

  test('never ends before it begins, even if the clock was set back in between', () => {
    const raisedAt = NOON + 30 * 86_400_000;
    const end = ended({ ...record, facts: { ...facts, raisedAt } }, { timeCreated: NOON });
    const [over] = alertmanagerAlerts([], [end], SHOWN, LINKED);
    expect([over?.startsAt, over?.endsAt]).toEqual(['2026-11-24T12:00:00.000Z', '2026-11-24T12:00:00.000Z']);
    const [open] = alertmanagerAlerts([{ ...condition, facts: { ...facts, raisedAt } }], [], SHOWN, LINKED);
    expect([open?.startsAt, open?.endsAt]).toEqual(['2026-11-24T12:05:00.000Z', '2026-11-24T12:05:00.000Z']);
  });

  test('names several connectors in annotations and not in labels, because they can change', () => {
    const shared = { thumbprint: 'A'.repeat(40), connectors: ['A', 'B\n'] };
    const of = (connectors: readonly string[]): AlertmanagerAlert | undefined =>
      alertmanagerAlerts([{ ...condition, facts: { ...shared, connectors } }], [], SHOWN, EN)[0];
    expect(of(['Z', ...shared.connectors])?.labels).toEqual(of(shared.connectors)?.labels);
    expect(of(shared.connectors)?.annotations).toMatchObject({ connectors: 'A, B\\x0a' });
  });

  test('has the same labels when a connector leaves a condition about a file', () => {
    const of = (connectors: readonly string[], fqdn: string): AlertmanagerAlert | undefined =>
      alertmanagerAlerts([{ ...condition, facts: { connectors, fqdn, path: '/etc/mail.pem' } }], [], SHOWN, EN)[0];
    expect(of(['B'], 'b.contoso.com')?.labels).toEqual(of(['A', 'B'], 'a.contoso.com')?.labels);
    expect(of(['B'], 'b.contoso.com')?.annotations).toMatchObject({ connectors: 'B' });
  });

  test('has no invalid address, and no empty label', () => {
    const bare: Condition = { ...condition, facts: { store: '' } };
    const [alert] = alertmanagerAlerts([bare], [], SHOWN, EN);
    expect(alert).not.toHaveProperty('generatorURL');
    expect(alert?.annotations).not.toHaveProperty('runbook_url');
    expect(Object.values(alert?.labels ?? {})).not.toContain('');
  });

  test('is an empty list if nothing is open', () => {
    expect(alertmanagerAlerts([], [], SHOWN, EN)).toEqual([]);
  });

  test('is truncated if a name is endless', () => {
    const endless: Condition = { ...condition, facts: { connector: `\u0000${'x'.repeat(100_000)}` } };
    const [alert] = alertmanagerAlerts([endless], [], SHOWN, EN);
    expect(alert?.labels['connector']).toBe(`\\x00${'x'.repeat(251)}…`);
  });
});

describe("the webhook body in Alertmanager's format", () => {
  const two = [record, { ...record, eventRecordId: 2, conditionId: 'c-2', facts: { ...facts, connector: 'Other' } }];

  test('is of version 4, with the common labels', () => {
    const body = JSON.parse(alertmanagerWebhook(alertOf(two), 'chat', LINKED));
    const { connector: _, condition_id: __, ...shared } = labels;
    expect(body).toMatchObject({
      version: '4',
      status: 'firing',
      receiver: 'chat',
      truncatedAlerts: 0,
      groupKey:
        '{}:{alertname="CannotLoadSTARTTLSCertificateFromStore", instance="mail01.contoso.com", fqdn="mail.contoso.com"}',
      groupLabels: { alertname: labels.alertname, instance: labels.instance, fqdn: labels.fqdn },
      commonAnnotations: { title: expect.stringMatching(/, and 1 more \[mail01/) },
    });
    expect(body.commonLabels).toEqual(shared);
    expect(body.alerts).toHaveLength(2);
    expect(body.alerts[0]).toMatchObject({ status: 'firing', labels, endsAt: '0001-01-01T00:00:00Z' });
    expect(new Set(body.alerts.map((alert: { fingerprint: string }) => alert.fingerprint)).size).toBe(2);
  });

  test.each([
    ['one', alertOf([record])],
    ['several', alertOf(two)],
    ['an end', alertOf([ended(record)])],
    ['a resolution next to open conditions', alertOf([ended(record)], { alsoOpen: two.slice(1) })],
  ])('with %s has common annotations that each of its alerts has, and texts of one line', (_, alert) => {
    const { commonAnnotations, alerts } = JSON.parse(alertmanagerWebhook(alert, 'chat', LINKED));
    for (const { annotations } of alerts) expect(annotations).toMatchObject(commonAnnotations);
    expect(commonAnnotations.title).toBe(alertSubject(alert, 'en'));
    const summaries = new Set(alerts.map(({ annotations }: AlertmanagerAlert) => annotations['summary']));
    expect('summary' in commonAnnotations).toBe(summaries.size === 1);
  });

  test('about a resolution is resolved, with the fingerprint of the original alert', () => {
    const [open] = JSON.parse(alertmanagerWebhook(alertOf([record]), 'chat', LINKED)).alerts;
    const body = JSON.parse(alertmanagerWebhook(alertOf([ended(record)]), 'chat', LINKED));
    expect([body.status, body.alerts[0].status]).toEqual(['resolved', 'resolved']);
    expect(body.alerts[0].fingerprint).toBe(open.fingerprint);
    expect(body.alerts[0].fingerprint).toMatch(/^[0-9a-f]{16}$/);
  });

  test('about a resolution that continues under another event is resolved, with the reason', () => {
    const of = (...ends: readonly EventRecord[]): unknown => JSON.parse(alertmanagerWebhook(alertOf(ends), 'chat', EN));
    const [first = record, second = record] = two;
    expect(of(endedBy(first, 'expired'), endedBy(second, 'expired'))).toMatchObject({
      status: 'resolved',
      commonAnnotations: { end_reason: 'expired' },
      alerts: [{ annotations: { end_reason: 'expired', summary: expect.stringMatching(/^Expired after /) } }, {}],
    });
    expect(of(endedBy(first, 'expired'), ended(second))).toMatchObject({
      commonAnnotations: expect.not.objectContaining({ end_reason: expect.anything() }),
    });
    expect(of(record)).toMatchObject({ alerts: [{ annotations: expect.not.objectContaining({ end_reason: '' }) }] });
  });

  test('about a resolution is not resolved while others of its group are open, which it contains', () => {
    const [first = record, second = record] = two;
    const of = (alert: Alert): { status: string; groupKey: string; alerts: readonly { status: string }[] } =>
      JSON.parse(alertmanagerWebhook(alert, 'chat', LINKED));
    const body = of(alertOf([ended(first)], { alsoOpen: [second] }));
    expect([body.status, body.alerts.map(({ status }) => status)]).toEqual(['firing', ['resolved', 'firing']]);
    expect(body.groupKey).toBe(of(alertOf(two)).groupKey);
    expect(of(alertOf([ended(second)], { alsoOpen: [] }))).toMatchObject({
      status: 'resolved',
      groupKey: body.groupKey,
    });
  });

  test('about a condition that was resolved before it was resent is resolved', () => {
    const body = JSON.parse(alertmanagerWebhook(alertOf([record], { resolvedSince: NOON + 1 }), 'chat', LINKED));
    expect(body).toMatchObject({
      status: 'resolved',
      alerts: [{ status: 'resolved', endsAt: '2026-11-24T12:00:00.001Z' }],
    });
  });

  test('about several failed notifications has the group of that notifier', () => {
    const failed = (eventRecordId: number): EventRecord =>
      eventRecord({
        eventId: 1500,
        change: 'once',
        conditionId: undefined,
        eventRecordId,
        parameters: ['mail'],
        facts: { notifier: 'mail' },
      });
    const body = JSON.parse(alertmanagerWebhook(alertOf([failed(1), failed(2)]), 'chat', LINKED));
    expect(body.groupLabels).toEqual({ alertname: 'DeliveryFailed', instance: 'mail01.contoso.com', notifier: 'mail' });
  });

  const groupOf = (one: EventRecord): string => JSON.parse(alertmanagerWebhook(alertOf([one]), 'chat', EN)).groupKey;
  const of = (facts: EventRecord['facts'], more: Partial<EventRecord> = {}): EventRecord =>
    eventRecord({ eventId: 12018, level: 'Warning', facts, ...more });

  test.each([
    ['of another certificate', of({ thumbprint: 'A', fqdn: 'x' }), of({ thumbprint: 'B', fqdn: 'x' })],
    ['of another name', of({ fqdn: 'a' }), of({ fqdn: 'b' })],
    ['of another store', of({ store: 'a' }), of({ store: 'b' })],
    ['of nothing but another condition', of({}, { conditionId: 'a' }), of({}, { conditionId: 'b' })],
    [
      'without duration, another time',
      of({}, { conditionId: undefined, change: 'once', eventRecordId: 1 }),
      of({}, { conditionId: undefined, change: 'once', eventRecordId: 2 }),
    ],
    ['of another computer', of({ fqdn: 'a' }), of({ fqdn: 'a' }, { computer: 'mail02.contoso.com' })],
  ])('has a separate group %s', (_, one, other) => {
    expect(groupOf(one)).not.toBe(groupOf(other));
    if (one.change !== 'once') expect(groupOf(ended(one))).toBe(groupOf(one));
  });

  test('has one fingerprint for a condition, also when it escalates', () => {
    const prints = [
      of({ fqdn: 'a' }),
      of({ fqdn: 'a', connectors: ['A', 'B'] }, { level: 'Error', change: 'escalated', eventRecordId: 2 }),
    ].map((one) => JSON.parse(alertmanagerWebhook(alertOf([one]), 'chat', EN)).alerts[0]);
    expect(prints[0].labels).not.toEqual(prints[1].labels);
    expect(prints[0].fingerprint).toBe(prints[1].fingerprint);
  });

  test('identifies an event without a duration by its record', () => {
    const once = (eventRecordId: number): { readonly fingerprint: string; readonly labels: object } =>
      JSON.parse(
        alertmanagerWebhook(alertOf([of({}, { conditionId: undefined, change: 'once', eventRecordId })]), 'chat', EN),
      ).alerts[0];
    expect(once(1).labels).toMatchObject({ record_id: '1' });
    expect(once(1).fingerprint).not.toBe(once(2).fingerprint);
  });

  test('marks a test', () => {
    const body = JSON.parse(alertmanagerWebhook(testAlert('t-1', 'mail01.contoso.com', 1, NOON), 'chat', EN));
    expect(body.commonLabels).toMatchObject({ alertname: 'MailcertdTest', severity: 'none', test: 'true' });
    expect(body.alerts[0].annotations.summary).toMatch(/^TEST: /);
    const japanese = alertmanagerWebhook(testAlert('t-1', 'mail01.contoso.com', 1, NOON), 'chat', {
      ...EN,
      locale: 'ja',
    });
    expect(JSON.parse(japanese).alerts[0].annotations.summary).toMatch(/^テスト: /);
  });
});
