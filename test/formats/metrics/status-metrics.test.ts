import { describe, expect, it } from 'vitest';
import type { ConfiguredNotifier } from '../../../src/domain/alert/configured-notifier.ts';
import { healthWithoutAttempts, type NotifierHealth } from '../../../src/domain/alert/notifier-health.ts';
import type { Silence } from '../../../src/domain/alert/silence.ts';
import type { Status } from '../../../src/domain/status/status.ts';
import { HOUR, MINUTE } from '../../../src/domain/time.ts';
import { renderMetrics } from '../../../src/formats/metrics/metrics.ts';
import { statusMetrics } from '../../../src/formats/metrics/status-metrics.ts';
import { raised } from '../../contract/ledger-samples.ts';
import { said } from '../../domain/failure/said.ts';
import { NOON } from '../../domain/world.ts';
import { parseMetrics } from './parse-metrics.ts';

const listed = (
  name: string,
  type: ConfiguredNotifier['type'],
  health: Partial<NotifierHealth> = {},
): Status['notifiers'][number] => ({
  notifier: { name, type, match: {}, changes: ['raised'], interval: undefined },
  health: { ...healthWithoutAttempts(name), ...health },
});

const CALM: Status = {
  ...{ computer: 'mail01.contoso.com', now: NOON, verdict: 'ok', issues: [], open: [], silenced: new Map() },
  ...{ connectors: [], stores: [], notifiers: [], outputs: [] },
  daemon: { startedAt: NOON - 700, endedAt: NOON - 500, nextAt: NOON + 15 * MINUTE, records: 42 },
};

/** Returns the samples as `name{value,…} value`, with the values of the labels. */
const lines = (status: Status, name?: string): readonly string[] =>
  parseMetrics(renderMetrics(statusMetrics(status, '1.2.3'), 'prometheus'))
    .filter((sample) => name === undefined || sample.name === `mailcertd_${name}`)
    .map(
      ({ name: full, labels, value }) => `${full.replace('mailcertd_', '')}{${[...labels.values()].join()}} ${value}`,
    );

describe('the metrics of a status', () => {
  it('are few if nothing is configured and nothing is open', () => {
    expect(lines(CALM)).toEqual([
      'build_info{1.2.3} 1',
      'healthy{} 1',
      'open_conditions{error} 0',
      'open_conditions{warning} 0',
      'open_conditions{information} 0',
      'silenced_conditions{} 0',
      `last_scan_timestamp_seconds{} ${NOON / 1000 - 0.5}`,
      `next_scan_timestamp_seconds{} ${NOON / 1000 + 900}`,
      'event_records{} 42',
      'connector_open_conditions_omitted{} 0',
    ]);
  });

  it('omit values before the first daemon', () => {
    expect(lines({ ...CALM, verdict: 'unknown', daemon: undefined })).toEqual(['build_info{1.2.3} 1', 'healthy{} 0']);
  });

  it('count open conditions by level, and the silenced ones', () => {
    const open = [raised('a').condition, raised('b', { level: 'Warning' }).condition, raised('c').condition];
    const silence: Silence = {
      ...{ silenceId: 's', match: {}, startsAt: NOON, endsAt: undefined, isUntilCleared: false, conditionIds: [] },
      ...{ reason: '', createdBy: '', createdAt: NOON },
    };
    const status: Status = { ...CALM, verdict: 'problem', open, silenced: new Map([['a', silence]]) };
    expect(lines(status).slice(1, 6)).toEqual([
      'healthy{} 0',
      'open_conditions{error} 2',
      'open_conditions{warning} 1',
      'open_conditions{information} 0',
      'silenced_conditions{} 1',
    ]);
  });

  it('start at 0 for every notifier and outcome', () => {
    const names = ['hooks', 'ops', 'mail', 'am', 'alive'];
    const types = ['exec', 'webhook', 'mail', 'alertmanager', 'heartbeat'] as const;
    const status = { ...CALM, notifiers: types.map((type, index) => listed(names[index] ?? '', type)) };
    const attempts = lines(status, 'notifier_attempts_total');
    for (const name of names) expect(attempts).toContain(`notifier_attempts_total{${name},delivered,} 0`);
    expect(attempts).toContain('notifier_attempts_total{hooks,retry,hook_failed} 0');
    expect(attempts).toContain('notifier_attempts_total{hooks,retry,hook_missing} 0');
    expect(attempts).not.toContain('notifier_attempts_total{hooks,retry,redirected} 0');
    expect(attempts).toContain('notifier_attempts_total{alive,rejected,gone} 0');
    expect(attempts.every((line) => line.endsWith(' 0'))).toBe(true);
    const others = lines(status).filter((line) => line.includes('{ops'));
    expect(others.filter((line) => !line.includes('attempts'))).toEqual([
      'notifier_info{ops,webhook} 1',
      'notifier_failed_deliveries_total{ops} 0',
      'notifier_queue_length{ops} 0',
      'notifier_disabled{ops} 0',
    ]);
  });

  it('have for each log output the number of backlog records, and since when it fails, and why', () => {
    const failing = {
      since: NOON - HOUR,
      reason: 'connection_refused',
      failure: said('connect ECONNREFUSED'),
    } as const;
    const outputs = [
      { output: 'file:/a', waiting: 0, failing: undefined },
      { output: 'syslog:tcp://b:514', waiting: 12, failing },
    ];
    expect(lines({ ...CALM, outputs }).filter((line) => line.includes('log_output'))).toEqual([
      'log_output_backlog_records{file:/a} 0',
      'log_output_backlog_records{syslog:tcp://b:514} 12',
      `log_output_failing_since_timestamp_seconds{syslog:tcp://b:514,connection_refused} ${(NOON - HOUR) / 1000}`,
    ]);
  });

  it('have the state of each notifier, and since when it fails', () => {
    const problem = { reason: 'server_error', failure: said('HTTP 503') } as const;
    const ops = listed('ops', 'webhook', {
      ...{ waiting: 2, waitingSince: NOON - HOUR, deliveredAt: NOON - 2 * HOUR, failedDeliveries: 3, isDisabled: true },
      failing: { since: NOON - HOUR + 1, ...problem },
      lastFailure: { at: NOON - 1, ...problem },
      outcomes: [
        { outcome: 'delivered', reason: undefined, count: 5 },
        { outcome: 'retry', reason: 'server_error', count: 9 },
        { outcome: 'retry', reason: 'hook_killed', count: 1 },
      ],
    });
    const events = lines({ ...CALM, notifiers: [ops] });
    expect(events.filter((line) => line.includes('attempts') && !line.endsWith(' 0'))).toEqual([
      'notifier_attempts_total{ops,delivered,} 5',
      'notifier_attempts_total{ops,retry,server_error} 9',
      'notifier_attempts_total{ops,retry,hook_killed} 1',
    ]);
    expect(events.slice(-7)).toEqual([
      'notifier_failed_deliveries_total{ops} 3',
      'notifier_queue_length{ops} 2',
      `notifier_waiting_since_timestamp_seconds{ops} ${(NOON - HOUR) / 1000}`,
      `notifier_last_success_timestamp_seconds{ops} ${(NOON - 2 * HOUR) / 1000}`,
      `notifier_last_failure_timestamp_seconds{ops} ${(NOON - 1) / 1000}`,
      `notifier_failing_since_timestamp_seconds{ops} ${(NOON - HOUR + 1) / 1000}`,
      'notifier_disabled{ops} 1',
    ]);
  });
});
