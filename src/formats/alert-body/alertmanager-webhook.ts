import { createHash } from 'node:crypto';
import type { Alert } from '../../domain/alert/alert.ts';
import type { Rendering } from '../event/rendering.ts';
import { alertSubject } from './alert-subject.ts';
import { alertmanagerAlert } from './alertmanager-alert.ts';

/** What Alertmanager writes of something that has not ended. */
const NO_END = '0001-01-01T00:00:00Z';

type Labels = Readonly<Record<string, string>>;

/** The labels that all have with one value. */
function common([first = {}, ...others]: readonly Labels[]): Labels {
  return Object.fromEntries(
    Object.entries(first).filter(([name, value]) => others.every((labels) => labels[name] === value)),
  );
}

/** Names one alert among others, as Alertmanager does: 16 hex digits, of its labels. */
function fingerprint(labels: Labels): string {
  const pairs = Object.entries(labels).toSorted(([one], [other]) => (one < other ? -1 : 1));
  return createHash('sha256').update(JSON.stringify(pairs)).digest('hex').slice(0, 16);
}

/**
 * An alert as the body that Alertmanager sends to webhooks, version 4: chat bridges and ticket systems read it.
 * @see https://prometheus.io/docs/alerting/latest/configuration/#webhook_config
 */
export function alertmanagerWebhook(alert: Alert, receiver: string, rendering: Rendering): string {
  const { state, records } = alert;
  const alerts = records.map((record) => {
    const { labels: told, endsAt = NO_END, generatorURL = '', ...rest } = alertmanagerAlert(record, rendering);
    const labels = state === 'test' ? { ...told, test: 'true' } : told;
    const status = record.change === 'cleared' ? 'resolved' : 'firing';
    return { status, labels, ...rest, endsAt, generatorURL, fingerprint: fingerprint(labels) };
  });
  const labels = common(alerts.map((one) => one.labels));
  const { alertname = '' } = labels;
  return JSON.stringify({
    version: '4',
    groupKey: `{}:{alertname=${JSON.stringify(alertname)}}`,
    truncatedAlerts: 0,
    status: alerts.every(({ status }) => status === 'resolved') ? 'resolved' : 'firing',
    receiver,
    groupLabels: { alertname },
    commonLabels: labels,
    commonAnnotations: {
      ...common(alerts.map((one) => one.annotations)),
      summary: alertSubject(alert, rendering.locale),
    },
    externalURL: '',
    alerts,
  });
}
