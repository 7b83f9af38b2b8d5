import { createHash } from 'node:crypto';
import type { Alert } from '../../domain/alert/alert.ts';
import type { EventRecord } from '../../domain/event/event-record.ts';
import type { Rendering } from '../event/rendering.ts';
import { alertSubject } from './alert-subject.ts';
import { alertmanagerAlert } from './alertmanager-alert.ts';
import { markedAsTest } from './alertmanager-test.ts';

/** What Alertmanager writes of something that has not ended. */
const NO_END = '0001-01-01T00:00:00Z';

type Labels = Readonly<Record<string, string>>;

/** The labels that all have with one value. */
function common([first = {}, ...others]: readonly Labels[]): Labels {
  return Object.fromEntries(
    Object.entries(first).filter(([name, value]) => others.every((labels) => labels[name] === value)),
  );
}

/** Names a condition among others, whatever else its labels say of it by now; of what has no duration, its record. 16 hex digits. */
function fingerprint({ computer, conditionId, eventRecordId }: EventRecord, isTest: boolean): string {
  const identity = [computer, conditionId ?? eventRecordId, isTest];
  return createHash('sha256').update(JSON.stringify(identity)).digest('hex').slice(0, 16);
}

/** What the alerts of a group share: where, which event, and what it is about; as alerts are gathered. */
function groupOf(shared: Labels): Labels {
  const thing = ['thumbprint', 'fqdn', 'store', 'notifier', 'condition_id', 'record_id'].find(
    (name) => shared[name] !== undefined,
  );
  const names = ['alertname', 'instance', 'test', ...(thing === undefined ? [] : [thing])];
  return Object.fromEntries(names.flatMap((name) => (shared[name] === undefined ? [] : [[name, shared[name]]])));
}

/** As Alertmanager writes it; to be compared, not taken apart. */
function groupKeyOf(group: Labels): string {
  const pairs = Object.entries(group).map(([name, value]) => `${name}=${JSON.stringify(value)}`);
  return `{}:{${pairs.join(', ')}}`;
}

/**
 * An alert as the body that Alertmanager sends to webhooks, version 4: chat bridges and ticket systems read it. Beside what is over
 * stands what else of its group is open, as Alertmanager has it: `resolved` closes the ticket of the group.
 * @see https://prometheus.io/docs/alerting/latest/configuration/#webhook_config
 */
export function alertmanagerWebhook(alert: Alert, receiver: string, rendering: Rendering): string {
  const { state, records, alsoOpen = [], overSince } = alert;
  const isTest = state === 'test';
  const own = new Set(records.map(({ conditionId }) => conditionId));
  const others = alsoOpen.filter(({ conditionId }) => !own.has(conditionId));
  const title = alertSubject(alert, rendering.locale);
  const alerts = [...records, ...others].map((record) => {
    const over = record.change === 'cleared' ? undefined : overSince;
    const real = alertmanagerAlert(record, rendering, over);
    const told = isTest ? markedAsTest(real, rendering.locale) : real;
    const { labels: labelled, annotations: said, startsAt, endsAt = NO_END, generatorURL = '' } = told;
    const labels: Labels = {
      ...labelled,
      ...(record.conditionId === undefined ? { record_id: String(record.eventRecordId) } : {}),
    };
    const status = record.change === 'cleared' || over !== undefined ? 'resolved' : 'firing';
    const annotations: Labels = { title, ...said };
    return { status, labels, annotations, startsAt, endsAt, generatorURL, fingerprint: fingerprint(record, isTest) };
  });
  const labels = common(alerts.map((one) => one.labels));
  const group = groupOf(labels);
  return JSON.stringify({
    version: '4',
    groupKey: groupKeyOf(group),
    truncatedAlerts: 0,
    status: alerts.every(({ status }) => status === 'resolved') ? 'resolved' : 'firing',
    receiver,
    groupLabels: group,
    commonLabels: labels,
    commonAnnotations: common(alerts.map((one) => one.annotations)),
    externalURL: '',
    alerts,
  });
}
