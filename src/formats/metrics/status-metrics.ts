import type { OutcomeCount } from '../../domain/alert/notifier-health.ts';
import { possibleOutcomes } from '../../domain/alert/possible-outcomes.ts';
import type { EventLevel } from '../../domain/event/event-definition.ts';
import { measuredCertificate } from '../../domain/served/measured-certificate.ts';
import type { OutputHealth } from '../../domain/status/output-health.ts';
import type { ListedNotifier, Status } from '../../domain/status/status.ts';
import { type Instant, SECOND } from '../../domain/time.ts';
import { connectorMetrics } from './connector-metrics.ts';
import type { Metric, Sample } from './metrics.ts';
import { servedMetrics } from './served-metrics.ts';

const LEVELS: readonly EventLevel[] = ['Error', 'Warning', 'Information'];

const seconds = (at: Instant): number => at / SECOND;

function gauge(name: string, help: string, samples: Metric['samples']): Metric {
  return { name: `mailcertd_${name}`, type: 'gauge', help, samples };
}

function counter(name: string, help: string, samples: Metric['samples']): Metric {
  return { name: `mailcertd_${name}_total`, type: 'counter', help, samples };
}

/** Returns a sample for each value that has a measurement. */
function samplesOf<T>(
  values: readonly T[],
  labels: (value: T) => Sample['labels'],
  measure: (value: T) => number | undefined,
): readonly Sample[] {
  return values.flatMap((measured) => {
    const value = measure(measured);
    return value === undefined ? [] : [{ labels: labels(measured), value }];
  });
}

/** Returns the sample of a metric without labels; none if the value is unknown. */
const singleSample = (value: number | undefined): readonly Sample[] =>
  value === undefined ? [] : [{ labels: {}, value }];
const secondsIfKnown = (at: Instant | undefined): number | undefined => (at === undefined ? undefined : seconds(at));

/**
 * Returns the counts of attempts by outcome and reason: 0 for a possible outcome that has not yet
 * occurred. Outcomes that earlier versions counted follow.
 */
function attemptSamples(notifiers: readonly ListedNotifier[]): readonly Sample[] {
  return notifiers.flatMap(({ notifier, health }) => {
    const possible = possibleOutcomes(notifier.type);
    const others = health.outcomes.filter((counted) => !possible.some((outcome) => isSameOutcome(outcome, counted)));
    return [...possible, ...others].map((outcome) => ({
      labels: { notifier: notifier.name, outcome: outcome.outcome, reason: outcome.reason ?? '' },
      value: health.outcomes.find((counted) => isSameOutcome(outcome, counted))?.count ?? 0,
    }));
  });
}

type Outcome = Pick<OutcomeCount, 'outcome' | 'reason'>;

function isSameOutcome(a: Outcome, b: Outcome): boolean {
  return a.outcome === b.outcome && a.reason === b.reason;
}

function notifierMetrics(notifiers: readonly ListedNotifier[]): readonly Metric[] {
  const notifierSamples = (measure: (health: ListedNotifier['health']) => number | undefined): readonly Sample[] =>
    samplesOf(
      notifiers,
      ({ notifier }) => ({ notifier: notifier.name }),
      ({ health }) => measure(health),
    );
  return [
    gauge(
      'notifier_info',
      'Always 1. The labels name each configured notifier and its type.',
      samplesOf(
        notifiers,
        ({ notifier: { name, type } }) => ({ notifier: name, type }),
        () => 1,
      ),
    ),
    counter(
      'notifier_attempts',
      'Attempts to notify, by outcome: delivered, retry or rejected. The reason is empty for delivered.',
      attemptSamples(notifiers),
    ),
    counter(
      'notifier_failed_deliveries',
      'Deliveries that failed after the last attempt.',
      notifierSamples(({ failedDeliveries }) => failedDeliveries),
    ),
    gauge(
      'notifier_queue_length',
      'Deliveries that are pending.',
      notifierSamples(({ waiting }) => waiting),
    ),
    gauge(
      'notifier_waiting_since_timestamp_seconds',
      'When the oldest pending delivery was created; missing if there is none.',
      notifierSamples(({ waitingSince }) => secondsIfKnown(waitingSince)),
    ),
    gauge(
      'notifier_last_success_timestamp_seconds',
      'When a delivery last succeeded; missing if none did.',
      notifierSamples(({ deliveredAt }) => secondsIfKnown(deliveredAt)),
    ),
    gauge(
      'notifier_last_failure_timestamp_seconds',
      'When an attempt last failed; missing if none did.',
      notifierSamples(({ lastFailure }) => secondsIfKnown(lastFailure?.at)),
    ),
    gauge(
      'notifier_failing_since_timestamp_seconds',
      'Since when attempts fail; missing if the last one succeeded.',
      notifierSamples(({ failing }) => secondsIfKnown(failing?.since)),
    ),
    gauge(
      'notifier_disabled',
      '1 if a notifier is disabled until the configuration is reloaded, otherwise 0.',
      notifierSamples(({ isDisabled }) => (isDisabled ? 1 : 0)),
    ),
  ];
}

function outputMetrics(outputs: readonly OutputHealth[]): readonly Metric[] {
  return [
    gauge(
      'log_output_backlog_records',
      'Records that are not yet written to a log output.',
      samplesOf(
        outputs,
        ({ output }) => ({ output }),
        ({ waiting }) => waiting,
      ),
    ),
    gauge(
      'log_output_failing_since_timestamp_seconds',
      'Since when a log output fails, and the reason; missing if it works.',
      samplesOf(
        outputs,
        ({ output, failing }) => ({ output, reason: failing?.reason ?? '' }),
        ({ failing }) => secondsIfKnown(failing?.since),
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
      singleSample(verdict === 'ok' ? 1 : 0),
    ),
    gauge(
      'open_conditions',
      'Open conditions by level.',
      samplesOf(
        daemon === undefined ? [] : LEVELS,
        (level) => ({ level: level.toLowerCase() }),
        (level) => open.filter((condition) => condition.level === level).length,
      ),
    ),
    gauge(
      'silenced_conditions',
      'Open conditions that are silenced.',
      singleSample(daemon === undefined ? undefined : silenced.size),
    ),
    gauge(
      'last_scan_timestamp_seconds',
      'When the last scan of the daemon ended.',
      singleSample(secondsIfKnown(daemon?.endedAt)),
    ),
    gauge(
      'last_stored_timestamp_seconds',
      'When the daemon last stored in the event log that it is running. It does this every 20 seconds.',
      singleSample(secondsIfKnown(daemon?.storedAt)),
    ),
    gauge(
      'next_scan_timestamp_seconds',
      'When the next scan of the daemon is due.',
      singleSample(secondsIfKnown(daemon?.nextAt)),
    ),
    gauge('event_records', 'Records in the event log.', singleSample(daemon?.records)),
    gauge(
      'connector_not_after_timestamp_seconds',
      'Expiry of the selected certificate of a connector. For a probed Send connector, and for a connector that is only probed: expiry of the served certificate. Missing if there is no certificate.',
      samplesOf(
        connectors,
        ({ connector }) => ({ connector: connector.name }),
        (explanation) => secondsIfKnown(measuredCertificate(explanation)?.notAfter),
      ),
    ),
    ...connectorMetrics(status),
    ...servedMetrics(connectors),
    ...notifierMetrics(notifiers),
    ...outputMetrics(outputs),
  ];
}
