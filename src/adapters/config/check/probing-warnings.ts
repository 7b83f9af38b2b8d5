import { CONFIGURATION_FAILURES } from '../../../domain/failure/configuration-failures.ts';
import { parseProbeUrl } from '../../../formats/network/probe-url.ts';
import { quote } from '../quote.ts';
import { parseBriefTime } from '../schema/brief-time.ts';
import { indexedMaps, isKeys, type Keys } from '../schema/keys.ts';
import type { PathError } from '../schema/path-error.ts';
import { renderBriefTime } from '../schema/render-brief-time.ts';

/**
 * Reports hosts with more probes than fit into the probing interval at the minimum time between two
 * probes of a host. Their connectors are probed less often than configured.
 */
export function probingWarnings({ probing, connectors }: Keys): readonly PathError[] {
  const { interval: writtenInterval = '15m', hostInterval: writtenHostInterval = '100ms' } = isKeys(probing)
    ? probing
    : {};
  const interval = briefTimeOf(writtenInterval);
  const hostInterval = briefTimeOf(writtenHostInterval);
  if (interval === undefined || hostInterval === undefined) return [];
  return [...probesByHost(connectors)]
    .filter(([, probeCount]) => probeCount * hostInterval > interval)
    .map(([host, probeCount]) => {
      const failure = CONFIGURATION_FAILURES.probes_take_too_long({
        count: probeCount,
        host: quote(host),
        hostInterval: renderBriefTime(hostInterval),
        duration: renderBriefTime(Math.ceil((probeCount * hostInterval) / 1000) * 1000),
        interval: renderBriefTime(interval),
      });
      return {
        path: ['probing', isKeys(probing) && Object.hasOwn(probing, 'interval') ? 'interval' : 'hostInterval'],
        pointsAt: 'value',
        failure,
      };
    });
}

/** Returns the number of probes of each host. */
function probesByHost(connectors: unknown): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const [, { probe }] of indexedMaps(connectors)) {
    const { url, keyTypes } = isKeys(probe) ? probe : { url: probe };
    const parsed = typeof url === 'string' ? parseProbeUrl(url) : undefined;
    if (parsed?.kind !== 'parsed') continue;
    const { host } = parsed.server;
    // `keyTypes` always has both types, and each is probed.
    counts.set(host, (counts.get(host) ?? 0) + (keyTypes === undefined ? 1 : 2));
  }
  return counts;
}

function briefTimeOf(rawValue: unknown): number | undefined {
  return typeof rawValue === 'string' ? parseBriefTime(rawValue) : undefined;
}
