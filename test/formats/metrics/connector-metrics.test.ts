import { describe, expect, it } from 'vitest';
import type { Silence } from '../../../src/domain/alert/silence.ts';
import type { Condition } from '../../../src/domain/condition/condition.ts';
import type { ScanResult } from '../../../src/domain/scan-result.ts';
import { outdate, uncheckedResult } from '../../../src/domain/served/outdated-result.ts';
import type { Endpoint, Served } from '../../../src/domain/served/served.ts';
import type { Explanation, Status } from '../../../src/domain/status/status.ts';
import { DAY, HOUR } from '../../../src/domain/time.ts';
import { connectorMetrics } from '../../../src/formats/metrics/connector-metrics.ts';
import { renderMetrics } from '../../../src/formats/metrics/metrics.ts';
import { raised } from '../../contract/ledger-samples.ts';
import { endpoint, NOT_OFFERED, probeResult, seen, serves, silent, target } from '../../domain/serving.ts';
import { connector, NOON, stored } from '../../domain/world.ts';
import { parseMetrics } from './parse-metrics.ts';

const OURS = stored('A1', { dnsNames: ['mail.contoso.com'], notAfter: NOON + 90 * DAY });
const OLD = stored('B1', { dnsNames: ['mail.contoso.com'], notAfter: NOON + 3 * DAY, notBefore: NOON - 300 * DAY });

function explained(served: ScanResult<readonly Endpoint[]> | undefined, name = 'Edge'): Explanation {
  const edge = connector(name, 'mail.contoso.com', { probe: target() });
  return {
    connector: edge,
    selection: {
      kind: 'chosen',
      name: { value: 'mail.contoso.com', from: 'connector' },
      chosen: OURS,
      match: 'exact',
      rejected: [],
      lastSeen: undefined,
      isProvisional: false,
    },
    origins: new Map(),
    stores: [],
    at: NOON,
    open: undefined,
    remedy: undefined,
    diagnostics: [],
    served,
  };
}

const STATUS: Status = {
  ...{ computer: 'mail01.contoso.com', now: NOON, verdict: 'ok', issues: [], open: [], silenced: new Map() },
  ...{ connectors: [], stores: [], notifiers: [], outputs: [] },
  daemon: { startedAt: NOON, endedAt: NOON, nextAt: NOON + HOUR, records: 1 },
};

const printed = (status: Partial<Status>): ReturnType<typeof parseMetrics> =>
  parseMetrics(renderMetrics(connectorMetrics({ ...STATUS, ...status }), 'prometheus'));

/** Returns the values of one connector, by the end of the metric's name. */
const valuesOf = (explanation: Explanation): Readonly<Record<string, number>> =>
  Object.fromEntries(
    printed({ connectors: [explanation] })
      .filter(({ name }) => name.startsWith('mailcertd_connector_'))
      .filter(({ labels }) => labels.get('connector') === explanation.connector.name)
      .map(({ name, value }) => [name.replace('mailcertd_connector_', ''), value]),
  );

const taking = (served: Served, address: string, durationMs: number): Endpoint => ({
  ...endpoint(seen(NOON - HOUR, served), address),
  durationMs,
});

describe('the metrics of a connector', () => {
  it.each<[string, ScanResult<readonly Endpoint[]> | undefined, Readonly<Record<string, number>>]>([
    ['that is not probed are none', undefined, {}],
    [
      'whose server serves what is on disk',
      seen(NOON, [taking(serves(OURS), '192.0.2.1', 40), taking(serves(OURS), '192.0.2.2', 1250)]),
      {
        served_not_after_timestamp_seconds: (NOON + 90 * DAY) / 1000,
        served_matches_disk: 1,
        probe_success: 1,
        probe_duration_seconds: 1.25,
        last_probe_success_timestamp_seconds: (NOON - HOUR) / 1000,
      },
    ],
    [
      'with one address that serves the previous certificate',
      probeResult(NOON, serves(OURS), serves(OLD)),
      {
        served_not_after_timestamp_seconds: (NOON + 3 * DAY) / 1000,
        served_matches_disk: 0,
        probe_success: 1,
        last_probe_success_timestamp_seconds: NOON / 1000,
      },
    ],
    [
      'with one address that serves what is on disk, and one that does not offer STARTTLS',
      probeResult(NOON, serves(OURS), NOT_OFFERED),
      { served_not_after_timestamp_seconds: (NOON + 90 * DAY) / 1000, served_matches_disk: 1, probe_success: 0 },
    ],
    ['whose server does not offer STARTTLS', probeResult(NOON, NOT_OFFERED), { probe_success: 0 }],
    [
      'whose last probe was successful, and whose earlier answer of the same address is without STARTTLS',
      seen(NOON, [
        endpoint(seen(NOON, serves(OURS))),
        { ...endpoint(seen(NOON - 2 * HOUR, NOT_OFFERED)), isAlternate: true },
      ]),
      {
        served_not_after_timestamp_seconds: (NOON + 90 * DAY) / 1000,
        served_matches_disk: 1,
        probe_success: 1,
        last_probe_success_timestamp_seconds: NOON / 1000,
      },
    ],
    [
      'whose server does not answer any more',
      seen(NOON, [endpoint(silent(NOON - HOUR, 3, { at: NOON - 2 * HOUR, value: serves(OURS) }))]),
      {
        served_not_after_timestamp_seconds: (NOON + 90 * DAY) / 1000,
        served_matches_disk: 1,
        probe_success: 0,
        last_probe_success_timestamp_seconds: (NOON - 2 * HOUR) / 1000,
      },
    ],
    [
      'whose file has changed since the last probe',
      uncheckedResult(outdate(probeResult(NOON - HOUR, serves(OURS)), NOON), '', NOON),
      { last_probe_success_timestamp_seconds: (NOON - HOUR) / 1000 },
    ],
    [
      'whose server does not answer since its file has changed',
      outdate(seen(NOON, [endpoint(silent(NOON, 1, { at: NOON - HOUR, value: serves(OURS) }))]), NOON),
      { probe_success: 0, last_probe_success_timestamp_seconds: (NOON - HOUR) / 1000 },
    ],
    ['whose name has no address', silent(NOON - HOUR, 1, undefined, 'host_not_found'), { probe_success: 0 }],
  ])('%s', (_which, served, expected) => {
    expect(valuesOf(explained(served))).toEqual(expected);
  });

  it('count open conditions by connector, event and level, silenced or not', () => {
    const about = (id: string, more: Partial<Condition>): Condition => ({ ...raised(id).condition, ...more });
    const open = [
      about('a', { eventId: 12014, level: 'Error', facts: { connector: 'Edge' } }),
      about('b', { eventId: 12018, level: 'Warning', facts: { connectors: ['Edge', 'Client'] } }),
      about('c', { eventId: 12018, level: 'Warning', facts: { connectors: ['Edge'] } }),
      about('d', { eventId: 1100, level: 'Error', facts: { store: 'My' } }),
    ];
    const silence: Silence = {
      ...{ silenceId: 's', match: {}, startsAt: NOON, endsAt: undefined, isUntilCleared: false, conditionIds: [] },
      ...{ reason: '', createdBy: '', createdAt: NOON },
    };
    const conditionId = open[3]?.conditionId ?? '';
    const samples = printed({ open, silenced: new Map([[conditionId, silence]]) }).map(({ labels, value }) =>
      [...labels.values(), value].join(' '),
    );
    expect(samples).toEqual([
      'Edge 12014 error false 1',
      'Edge 12018 warning false 2',
      'Client 12018 warning false 1',
      ' 1100 error true 1',
      '0',
    ]);
  });

  it('are bounded, with the number of omitted connectors', () => {
    const connectors = Array.from({ length: 100 }, (_each, at) => `c${at}`);
    const open = Array.from({ length: 1200 }, (_each, at) => ({
      ...raised(`a${at}`).condition,
      eventId: at,
      facts: { connectors },
    }));
    const samples = printed({ open });
    expect(samples).toHaveLength(10_001);
    expect(samples.at(-1)?.value).toBe(200 + 900 * 100);
  });

  it('never have two samples with the same labels, even if two names are equal after escaping', () => {
    const connectors = ['a\u001b', 'a\\x1b'].map((name) => explained(probeResult(NOON, serves(OURS)), name));
    const names = printed({ connectors }).filter(({ name }) => name === 'mailcertd_connector_probe_success');
    expect(names.map(({ labels }) => labels.get('connector'))).toEqual(['a\\x1b']);
  });

  it('have the names of blackbox_exporter too, with the server as the label `instance`', () => {
    const samples = printed({ connectors: [explained(seen(NOON, [taking(serves(OURS), '192.0.2.1', 40)]))] });
    const { host, port } = target();
    const labels = new Map([
      ['connector', 'Edge'],
      ['instance', `${host}:${port}`],
    ]);
    expect(samples.filter(({ name }) => name.startsWith('probe_'))).toEqual([
      { name: 'probe_success', labels, value: 1 },
      { name: 'probe_duration_seconds', labels, value: 0.04 },
    ]);
  });
});
