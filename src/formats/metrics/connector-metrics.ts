import type { Condition } from '../../domain/condition/condition.ts';
import { type AddressState, addressStates } from '../../domain/served/served-state.ts';
import type { Explanation, Status } from '../../domain/status/status.ts';
import { SECOND } from '../../domain/time.ts';
import type { Metric, Sample } from './metrics.ts';
import { serverLabels } from './served-metrics.ts';

/** The maximum number of counted conditions, most severe first; a store can have thousands. */
const MAX_CONDITIONS = 1000;
/** The maximum number of pairs of a condition and a connector. */
const MAX_SAMPLES = 10_000;

/**
 * Computes the value of a connector from the last known states of its addresses; undefined:
 * unknown. An address that serves several certificates in turn has several states.
 */
type Measure = (states: readonly AddressState[]) => number | undefined;

/**
 * Returns a measure that is unknown from a change until the next probe. A change is of the files or
 * settings of the connector; the earlier probe then says nothing about the new state.
 */
function unknownAfterChange(measure: Measure): Measure {
  return (states) => (states.some(({ isOutdated }) => isOutdated === true) ? undefined : measure(states));
}

/** The earliest expiry of the served certificates. */
const servedNotAfter: Measure = unknownAfterChange((states) => {
  const expiries = states.flatMap(({ lastResult }) => lastResult?.leaf?.notAfter ?? []);
  return expiries.length === 0 ? undefined : Math.min(...expiries) / SECOND;
});

/** The results of comparing a served certificate with those on disk. @see ServedKind */
const COMPARED_KINDS: ReadonlySet<string> = new Set(['same', 'older', 'other']);

/**
 * 1 if all addresses whose certificate was compared serve the one on disk, 0 if not; undefined if none
 * was compared.
 */
const servedMatchesDisk: Measure = unknownAfterChange((states) => {
  const compared = states.flatMap(({ lastResult }) =>
    lastResult !== undefined && COMPARED_KINDS.has(lastResult.kind) ? [lastResult.kind] : [],
  );
  if (compared.length === 0) return undefined;
  return compared.every((kind) => kind === 'same') ? 1 : 0;
});

/**
 * Returns a measure of the last probe of each address, without the states of earlier probes
 * (alternates).
 */
function withoutAlternates(measure: Measure): Measure {
  return (states) => measure(states.filter(({ isAlternate }) => isAlternate === undefined));
}

/** 1 if the last probe of every address read a certificate, 0 if not. */
const probeSuccess: Measure = withoutAlternates((states) => {
  // `not_checked`: outdated by a change, or not probed yet.
  if (states.length === 0 || states.some(({ failure }) => failure?.reason === 'not_checked')) return undefined;
  return states.every(({ lastResult, failure }) => failure === undefined && lastResult?.leaf !== undefined) ? 1 : 0;
});

/** The duration of the slowest probe. */
const probeDuration: Measure = (states) => {
  const durations = states.flatMap(({ durationMs }) => durationMs ?? []);
  return durations.length === 0 ? undefined : Math.max(...durations) / SECOND;
};

/** The time of the last successful probe, the oldest of all addresses. */
const lastSuccess: Measure = withoutAlternates((states) => {
  const times = states.flatMap(({ lastResult }) => (lastResult?.leaf === undefined ? [] : lastResult.at));
  return times.length === 0 || times.length < states.length ? undefined : Math.min(...times) / SECOND;
});

const PROBE_METRICS: readonly (readonly [name: string, help: string, measure: Measure])[] = [
  [
    'mailcertd_connector_served_not_after_timestamp_seconds',
    'Expiry of the certificate that the server served in the last successful probe, the earliest of all addresses. Missing before the first successful probe, and after a change until the next probe.',
    servedNotAfter,
  ],
  [
    'mailcertd_connector_served_matches_disk',
    '1 if every address whose certificate can be compared serves the one on disk, otherwise 0. Not counted: addresses that have served no certificate, that do not offer STARTTLS or refuse it, or whose certificate cannot be compared with one on disk. Missing if no address counts, and after a change until the next probe.',
    servedMatchesDisk,
  ],
  [
    'mailcertd_connector_probe_success',
    '1 if the last probe of every address read a certificate, otherwise 0. Missing if the connector is not probed, and after a change until the next probe.',
    probeSuccess,
  ],
  [
    'mailcertd_connector_probe_duration_seconds',
    'Duration of the last probe, the slowest of all addresses; missing if unknown.',
    probeDuration,
  ],
  [
    'mailcertd_connector_last_probe_success_timestamp_seconds',
    'Time of the last successful probe, the oldest of all addresses. It can be late by one scan interval. Missing if an address has never served a certificate.',
    lastSuccess,
  ],
];

/** The metrics of blackbox_exporter with the same meaning as a metric of a connector. */
const BLACKBOX_METRICS: typeof PROBE_METRICS = [
  [
    'probe_success',
    'The same as mailcertd_connector_probe_success. blackbox_exporter has this value for a module with insecure_skip_verify: true.',
    probeSuccess,
  ],
  ['probe_duration_seconds', 'The same as mailcertd_connector_probe_duration_seconds.', probeDuration],
];

function probedMetrics(connectors: readonly Explanation[]): readonly Metric[] {
  const states = connectors.map((explanation) => ({
    labels: { connector: explanation.connector.name },
    server: serverLabels(explanation),
    addresses: addressStates(explanation),
  }));
  const metric = (
    [name, help, measure]: (typeof PROBE_METRICS)[number],
    labelsOf: (state: (typeof states)[number]) => Sample['labels'] | undefined,
  ): Metric => ({
    name,
    type: 'gauge',
    help,
    samples: states.flatMap((state): readonly Sample[] => {
      const labels = labelsOf(state);
      const value = measure(state.addresses);
      return value === undefined || labels === undefined ? [] : [{ labels, value }];
    }),
  });
  return [
    ...PROBE_METRICS.map((definition) => metric(definition, ({ labels }) => labels)),
    ...BLACKBOX_METRICS.map((definition) => metric(definition, ({ server }) => server)),
  ];
}

/** Returns the connectors of a condition; only an empty name if it is not about connectors. */
function connectorsOf({ facts: { connector, connectors = [] } }: Condition): readonly string[] {
  const names = new Set([...(connector === undefined ? [] : [connector]), ...connectors]);
  return names.size === 0 ? [''] : [...names];
}

/**
 * Counts the open conditions by event, level, silence and connector.
 * @returns the samples, and how many conditions or connectors are not in them because of the limits
 */
function openByConnector({ open, silenced }: Pick<Status, 'open' | 'silenced'>): {
  readonly samples: readonly Sample[];
  readonly omitted: number;
} {
  const sampleByKey = new Map<string, { readonly labels: Sample['labels']; value: number }>();
  let omitted = Math.max(0, open.length - MAX_CONDITIONS);
  for (const condition of open.slice(0, MAX_CONDITIONS)) {
    const { eventId, level, conditionId } = condition;
    const conditionLabels = {
      event: String(eventId),
      level: level.toLowerCase(),
      silenced: String(silenced.has(conditionId)),
    };
    for (const connector of connectorsOf(condition)) {
      const key = JSON.stringify([connector, conditionLabels]);
      const sample = sampleByKey.get(key);
      if (sample !== undefined) sample.value += 1;
      else if (sampleByKey.size < MAX_SAMPLES)
        sampleByKey.set(key, { labels: { connector, ...conditionLabels }, value: 1 });
      else omitted += 1;
    }
  }
  return { samples: [...sampleByKey.values()], omitted };
}

function conditionMetrics(status: Status): readonly Metric[] {
  // Without a daemon, no conditions were determined.
  if (status.daemon === undefined) return [];
  const { samples, omitted } = openByConnector(status);
  return [
    {
      name: 'mailcertd_connector_open_conditions',
      type: 'gauge',
      help: 'Open conditions by connector and event. The label connector is empty if a condition is not about connectors.',
      samples,
    },
    {
      name: 'mailcertd_connector_open_conditions_omitted',
      type: 'gauge',
      help: 'Number of conditions that the previous metric leaves out because of its limit of 1,000, plus the number of connectors that it leaves out because of its limit of 10,000 samples.',
      samples: [{ labels: {}, value: omitted }],
    },
  ];
}

/** Returns the metrics of connectors: served certificates, probes, and open conditions. */
export function connectorMetrics(status: Status): readonly Metric[] {
  return [...probedMetrics(status.connectors), ...conditionMetrics(status)];
}
