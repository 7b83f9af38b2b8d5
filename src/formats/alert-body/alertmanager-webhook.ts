import { createHash } from 'node:crypto';
import type { Alert } from '../../domain/alert/alert.ts';
import type { EventRecord } from '../../domain/event/event-record.ts';
import type { Rendering } from '../event/rendering.ts';
import { alertSubject } from './alert-subject.ts';
import { alertmanagerAlert } from './alertmanager-alert.ts';
import { markAsTest } from './mark-as-test.ts';

/** The end of an open alert, as Alertmanager writes it. */
const NO_END = '0001-01-01T00:00:00Z';

type Labels = Readonly<Record<string, string>>;

/** An alert in the body. */
interface WebhookAlert {
  readonly status: 'firing' | 'resolved';
  readonly labels: Labels;
  readonly annotations: Labels;
  readonly startsAt: string;
  readonly endsAt: string;
  readonly generatorURL: string;
  readonly fingerprint: string;
}

/** Returns the labels or annotations that have the same value in all alerts. */
function commonValues([first = {}, ...others]: readonly Labels[]): Labels {
  return Object.fromEntries(
    Object.entries(first).filter(([name, value]) => others.every((other) => other[name] === value)),
  );
}

/**
 * Returns the fingerprint of an alert, 16 hex digits. It identifies the condition, even if labels
 * change; without a condition, the record.
 */
function fingerprint({ computer, conditionId, eventRecordId }: EventRecord, isTest: boolean): string {
  const identity = [computer, conditionId ?? eventRecordId, isTest];
  return createHash('sha256').update(JSON.stringify(identity)).digest('hex').slice(0, 16);
}

/**
 * Returns the labels that identify the group of an alert: event, computer, and the most specific
 * object that all alerts have in common.
 */
function groupLabelsOf(commonLabels: Labels): Labels {
  const objectLabel = ['thumbprint', 'fqdn', 'store', 'notifier', 'condition_id', 'record_id'].find(
    (name) => commonLabels[name] !== undefined,
  );
  const names = ['alertname', 'instance', 'test', ...(objectLabel === undefined ? [] : [objectLabel])];
  return Object.fromEntries(
    names.flatMap((name) => (commonLabels[name] === undefined ? [] : [[name, commonLabels[name]]])),
  );
}

/** Returns the group key in Alertmanager's format. Receivers compare keys and do not parse them. */
function groupKeyOf(groupLabels: Labels): string {
  const pairs = Object.entries(groupLabels).map(([name, value]) => `${name}=${JSON.stringify(value)}`);
  return `{}:{${pairs.join(', ')}}`;
}

/**
 * Renders an alert as the webhook body of Alertmanager, version 4, which chat bridges and ticket
 * systems read. Contains the other open conditions of the group, as Alertmanager does, because
 * `resolved` closes the ticket of the whole group.
 * @see https://prometheus.io/docs/alerting/latest/configuration/#webhook_config
 */
export function alertmanagerWebhook(alert: Alert, receiver: string, rendering: Rendering): string {
  const { state, records, alsoOpen = [], resolvedSince } = alert;
  const isTest = state === 'test';
  const recordConditionIds = new Set(records.map(({ conditionId }) => conditionId));
  const others = alsoOpen.filter(({ conditionId }) => !recordConditionIds.has(conditionId));
  const title = alertSubject(alert, rendering.locale);
  const alerts = [...records, ...others].map((record): WebhookAlert => {
    const { change, conditionId, eventRecordId } = record;
    // If the problem was resolved before the alert was sent, open records are sent as resolved.
    const resolvedAt = change === 'cleared' ? undefined : resolvedSince;
    const recordAlert = alertmanagerAlert(record, rendering, resolvedAt);
    const { labels, annotations, startsAt, endsAt, generatorURL } = isTest
      ? markAsTest(recordAlert, rendering.locale)
      : recordAlert;
    return {
      status: change === 'cleared' || resolvedAt !== undefined ? 'resolved' : 'firing',
      labels: { ...labels, ...(conditionId === undefined ? { record_id: String(eventRecordId) } : {}) },
      annotations: { title, ...annotations },
      startsAt,
      endsAt: endsAt ?? NO_END,
      generatorURL: generatorURL ?? '',
      fingerprint: fingerprint(record, isTest),
    };
  });
  const commonLabels = commonValues(alerts.map(({ labels }) => labels));
  const groupLabels = groupLabelsOf(commonLabels);
  return JSON.stringify({
    version: '4',
    groupKey: groupKeyOf(groupLabels),
    truncatedAlerts: 0,
    status: alerts.every(({ status }) => status === 'resolved') ? 'resolved' : 'firing',
    receiver,
    groupLabels,
    commonLabels,
    commonAnnotations: commonValues(alerts.map(({ annotations }) => annotations)),
    externalURL: '',
    alerts,
  });
}
