import { probeUrl } from '../../domain/connector/probe-target.ts';
import { failureOfError } from '../../domain/failure/failure-of-error.ts';
import { problemOfFailure, problemOfReason } from '../../domain/failure/problem-of-failure.ts';
import { type ScanResult, unavailable } from '../../domain/scan-result.ts';
import type { Endpoint } from '../../domain/served/served.ts';
import type { ReportProgress } from '../ports/progress.ts';
import { probeConnector } from './probe-connector.ts';
import type { ProberDependencies } from './probe-runner.ts';
import { ProbeSlots } from './probe-slots.ts';
import { type ConnectorWithProbe, hasProbe } from './probed-connector.ts';
import type { Probes } from './probes.ts';
import { ServedCache } from './served-cache.ts';

/**
 * The fraction of the time limit that one conversation can use, so that one silent address does not
 * use the time of the other addresses.
 */
const CONVERSATION_FRACTION = 0.8;

/**
 * Returns a source of probe results for a command. It probes every connector once, without earlier
 * results.
 * @param withinMs the time limit for all probes together; conversations that last longer are
 * canceled
 * @param reportProgress receives how many connectors are probed
 */
export function probeOnce(
  { limits, trust: defaultTrust, ...dependencies }: ProberDependencies,
  withinMs: number,
  reportProgress?: ReportProgress,
): Probes {
  // The daemon's probes follow reloads, suspensions and scans. A command makes its probes only once.
  return {
    onReloads: () => undefined,
    onResume: () => undefined,
    startScan: () => 0,
    resultsFor: async (connectors, _probeMemories, now, _endedAtScanStart, signal) => {
      const ending = new AbortController();
      const deadline = AbortSignal.any([signal, ending.signal]);
      const resources = { slots: new ProbeSlots(limits, deadline), servedCache: new ServedCache() };
      const probeOne = async ({
        probe: target,
        trust = defaultTrust,
      }: ConnectorWithProbe): Promise<ScanResult<readonly Endpoint[]>> => {
        const limitedTarget = { ...target, timeoutMs: Math.min(target.timeoutMs, withinMs * CONVERSATION_FRACTION) };
        try {
          return await probeConnector({ target: limitedTarget, trust, previous: undefined }, dependencies, resources);
        } catch (error) {
          const location = probeUrl(target);
          return unavailable(
            now,
            deadline.aborted
              ? problemOfReason('timed_out', location)
              : problemOfFailure('io_error', location, failureOfError(error)),
          );
        }
      };
      const connectorsToProbe = connectors.filter(hasProbe);
      const total = connectorsToProbe.length;
      let done = 0;
      if (total > 0) reportProgress?.({ activity: 'probe', done, total });
      const results = Promise.all(
        connectorsToProbe.map(async (connector) => {
          const result = await probeOne(connector);
          done += 1;
          reportProgress?.({ activity: 'probe', done, total });
          return [connector.name, result] as const;
        }),
      );
      const timer = setTimeout(() => ending.abort(), withinMs);
      try {
        return new Map(await results);
      } finally {
        clearTimeout(timer);
        // Ends the host intervals, whose timers would keep the command running.
        ending.abort();
        signal.throwIfAborted();
      }
    },
  };
}
