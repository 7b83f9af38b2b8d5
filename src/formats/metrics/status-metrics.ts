import type { OutcomeCount } from '../../domain/alert/notifier-health.ts';
import { possibleOutcomes } from '../../domain/alert/possible-outcomes.ts';
import type { EventLevel } from '../../domain/event/event-definition.ts';
import { measuredCertificate } from '../../domain/served/measured-certificate.ts';
import type { OutputHealth } from '../../domain/status/output-health.ts';
import type { ListedNotifier, Status } from '../../domain/status/status.ts';
import { type Instant, SECOND } from '../../domain/time.ts';
import { connectorMetrics } from './connector-metrics.ts';
import type { Metric, Sample } from './metrics.ts';

const LEVELS: readonly EventLevel[] = ['Error', 'Warning', 'Information'];

const seconds = (at: Instant): number => at / SECOND;

function gauge(name: string, help: string, samples: Metric['samples']): Metric {
  return { name: `mailcertd_${name}`, type: 'gauge', help, samples };
}

function counter(name: string, help: string, samples: Metric['samples']): Metric {
  return { name: `mailcertd_${name}_total`, type: 'counter', help, samples };
}

/** Returns the samples of the values that have a measurement. */
function each<T>(
  values: readonly T[],
  labels: (value: T) => Sample['labels'],
  measure: (value: T) => number | undefined,
): readonly Sample[] {
  return values.flatMap((one) => {
    const value = measure(one);
    return value === undefined ? [] : [{ labels: labels(one), value }];
  });
}

const only = (value: number | undefined): readonly Sample[] => (value === undefined ? [] : [{ labels: {}, value }]);
const secondsOf = (at: Instant | undefined): number | undefined => (at === undefined ? undefined : seconds(at));

function attempts(notifiers: readonly ListedNotifier[]): readonly Sample[] {
  return notifiers.flatMap(({ notifier, health }) => {
    const known = (one: Pick<OutcomeCount, 'outcome' | 'reason'>): OutcomeCount | undefined =>
      health.outcomes.find(({ outcome, reason }) => outcome === one.outcome && reason === one.reason);
    const ways = possibleOutcomes(notifier.type);
    const others = health.outcomes.filter(
      (count) => !ways.some(({ outcome, reason }) => outcome === count.outcome && reason === count.reason),
    );
    return [...ways, ...others].map((way) => ({
      labels: { notifier: notifier.name, outcome: way.outcome, reason: way.reason ?? '' },
      value: known(way)?.count ?? 0,
    }));
  });
}

function notifierMetrics(notifiers: readonly ListedNotifier[]): readonly Metric[] {
  const of = (measure: (health: ListedNotifier['health']) => number | undefined): readonly Sample[] =>
    each(
      notifiers,
      ({ notifier }) => ({ notifier: notifier.name }),
      ({ health }) => measure(health),
    );
  return [
    gauge(
      'notifier_info',
      'Always 1. The labels name each configured notifier and its type.',
      each(
        notifiers,
        ({ notifier: { name, type } }) => ({ notifier: name, type }),
        () => 1,
      ),
    ),
    counter(
      'notifier_attempts',
      'Attempts to notify, by outcome: delivered, retry or rejected. The reason is empty for delivered.',
      attempts(notifiers),
    ),
    counter(
      'notifier_failed_deliveries',
      'Deliveries that failed after the last attempt.',
      of(({ failedDeliveries }) => failedDeliveries),
    ),
    gauge(
      'notifier_queue_length',
      'Deliveries that are pending.',
      of(({ waiting }) => waiting),
    ),
    gauge(
      'notifier_waiting_since_timestamp_seconds',
      'When the oldest pending delivery was created; missing if there is none.',
      of(({ waitingSince }) => secondsOf(waitingSince)),
    ),
    gauge(
      'notifier_last_success_timestamp_seconds',
      'When a delivery last succeeded; missing if none did.',
      of(({ deliveredAt }) => secondsOf(deliveredAt)),
    ),
    gauge(
      'notifier_last_failure_timestamp_seconds',
      'When an attempt last failed; missing if none did.',
      of(({ lastFailure }) => secondsOf(lastFailure?.at)),
    ),
    gauge(
      'notifier_failing_since_timestamp_seconds',
      'Since when attempts fail; missing if the last one succeeded.',
      of(({ failing }) => secondsOf(failing?.since)),
    ),
    gauge(
      'notifier_disabled',
      '1 if a notifier is disabled until the configuration is reloaded, otherwise 0.',
      of(({ isDisabled }) => (isDisabled ? 1 : 0)),
    ),
  ];
}

function outputMetrics(outputs: readonly OutputHealth[]): readonly Metric[] {
  return [
    gauge(
      'log_output_backlog_records',
      'Records that are not yet written to a log output.',
      each(
        outputs,
        ({ output }) => ({ output }),
        ({ waiting }) => waiting,
      ),
    ),
    gauge(
      'log_output_failing_since_timestamp_seconds',
      'Since when a log output fails, and the reason; missing if it works.',
      each(
        outputs,
        ({ output, failing }) => ({ output, reason: failing?.reason ?? '' }),
        ({ failing }) => secondsOf(failing?.since),
      ),
    ),
  ];
}

/**
 * Returns the metrics of the status. Instants are in seconds since 1970. Unknown values are left
 * out, never 0.
 * @param version of this program
 */
export function statusMetrics(status: Status, version: string): readonly Metric[] {
  const { verdict, open, silenced, daemon, connectors, notifiers, outputs } = status;
  return [
    gauge('build_info', 'Always 1. The label is the version of mailcertd.', [{ labels: { version }, value: 1 }]),
    gauge(
      'healthy',
      '1 if everything can be read, no Warning or Error is open, and deliveries and log outputs work, otherwise 0.',
      only(verdict === 'ok' ? 1 : 0),
    ),
    gauge(
      'open_conditions',
      'Open conditions by level.',
      each(
        daemon === undefined ? [] : LEVELS,
        (level) => ({ level: level.toLowerCase() }),
        (level) => open.filter((one) => one.level === level).length,
      ),
    ),
    gauge('silenced_conditions', 'Open conditions that are silenced.', only(daemon && silenced.size)),
    gauge('last_scan_timestamp_seconds', 'When the last scan of the daemon ended.', only(secondsOf(daemon?.endedAt))),
    gauge(
      'last_stored_timestamp_seconds',
      'When the daemon last stored a heartbeat in the event log. It stores one every 20 seconds.',
      only(secondsOf(daemon?.storedAt)),
    ),
    gauge('next_scan_timestamp_seconds', 'When the next scan of the daemon is due.', only(secondsOf(daemon?.nextAt))),
    gauge('event_records', 'Records in the event log.', only(daemon?.records)),
    gauge(
      'connector_not_after_timestamp_seconds',
      'Expiry of the selected certificate of a connector. For a probed Send connector: expiry of the certificate of the remote server. Missing if there is no certificate.',
      each(
        connectors,
        ({ connector }) => ({ connector: connector.name }),
        (explanation) => secondsOf(measuredCertificate(explanation)?.notAfter),
      ),
    ),
    ...connectorMetrics(status),
    ...notifierMetrics(notifiers),
    ...outputMetrics(outputs),
  ];
}
