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

/** Returns the labels that have the same value in all alerts. */
function commonValues([first = {}, ...others]: readonly Labels[]): Labels {
  return Object.fromEntries(
    Object.entries(first).filter(([name, value]) => others.every((labels) => labels[name] === value)),
  );
}

/**
 * Identifies a condition even if its other labels change; without a condition, the record. 16 hex
 * digits.
 */
function fingerprint({ computer, conditionId, eventRecordId }: EventRecord, isTest: boolean): string {
  const identity = [computer, conditionId ?? eventRecordId, isTest];
  return createHash('sha256').update(JSON.stringify(identity)).digest('hex').slice(0, 16);
}

/**
 * Returns the labels that the alerts of a group share: event, computer and object, as in the
 * grouping of alerts.
 */
function groupOf(shared: Labels): Labels {
  const objectLabel = ['thumbprint', 'fqdn', 'store', 'notifier', 'condition_id', 'record_id'].find(
    (name) => shared[name] !== undefined,
  );
  const names = ['alertname', 'instance', 'test', ...(objectLabel === undefined ? [] : [objectLabel])];
  return Object.fromEntries(names.flatMap((name) => (shared[name] === undefined ? [] : [[name, shared[name]]])));
}

/** Returns the key in the format of Alertmanager. Receivers compare it and do not parse it. */
function groupKeyOf(group: Labels): string {
  const pairs = Object.entries(group).map(([name, value]) => `${name}=${JSON.stringify(value)}`);
  return `{}:{${pairs.join(', ')}}`;
}

/**
 * Renders an alert as the webhook body of Alertmanager, version 4, which chat bridges and ticket
 * systems read. Contains the other open conditions of the group, as Alertmanager does: `resolved`
 * closes the ticket of the whole group.
 * @see https://prometheus.io/docs/alerting/latest/configuration/#webhook_config
 */
export function alertmanagerWebhook(alert: Alert, receiver: string, rendering: Rendering): string {
  const { state, records, alsoOpen = [], resolvedSince } = alert;
  const isTest = state === 'test';
  const recordConditionIds = new Set(records.map(({ conditionId }) => conditionId));
  const others = alsoOpen.filter(({ conditionId }) => !recordConditionIds.has(conditionId));
  const title = alertSubject(alert, rendering.locale);
  const alerts = [...records, ...others].map((record) => {
    const resolvedAt = record.change === 'cleared' ? undefined : resolvedSince;
    const converted = alertmanagerAlert(record, rendering, resolvedAt);
    const marked = isTest ? markAsTest(converted, rendering.locale) : converted;
    const { labels: alertLabels, annotations: alertAnnotations, startsAt, endsAt = NO_END, generatorURL = '' } = marked;
    const labels: Labels = {
      ...alertLabels,
      ...(record.conditionId === undefined ? { record_id: String(record.eventRecordId) } : {}),
    };
    const status = record.change === 'cleared' || resolvedAt !== undefined ? 'resolved' : 'firing';
    const annotations: Labels = { title, ...alertAnnotations };
    return { status, labels, annotations, startsAt, endsAt, generatorURL, fingerprint: fingerprint(record, isTest) };
  });
  const labels = commonValues(alerts.map((webhookAlert) => webhookAlert.labels));
  const group = groupOf(labels);
  return JSON.stringify({
    version: '4',
    groupKey: groupKeyOf(group),
    truncatedAlerts: 0,
    status: alerts.every(({ status }) => status === 'resolved') ? 'resolved' : 'firing',
    receiver,
    groupLabels: group,
    commonLabels: labels,
    commonAnnotations: commonValues(alerts.map((one) => one.annotations)),
    externalURL: '',
    alerts,
  });
}
