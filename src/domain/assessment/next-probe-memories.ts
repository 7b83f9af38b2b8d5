import type { Connector } from '../connector/connector.ts';
import { isProbed } from '../connector/is-probed.ts';
import { probeDefinition } from '../connector/probe-definition.ts';
import { probeUrl } from '../connector/probe-target.ts';
import { coverageOf } from '../observation/coverage.ts';
import type { Memory } from '../observation/memory.ts';
import { currentOrLastKnown, type ScanResult } from '../scan-result.ts';
import { hasEarlierAnswers } from '../served/alternating-certificates.ts';
import { awaitsProbe, outdatedSince } from '../served/outdated-result.ts';
import type { Endpoint, LastServed, ProbeBasis, ProbeMemory, ServedBaseline } from '../served/served.ts';
import type { Instant } from '../time.ts';
import type { Assessment } from './assess.ts';
import { currentBaseline, lastListedEndpoints, probeMemoryOf } from './probe-memory.ts';

/**
 * Returns the latest time at which any address offered STARTTLS; undefined if none did. Ignores
 * addresses that name resolution no longer returns.
 */
function lastOfferedAt(result: ScanResult<readonly Endpoint[]>): Instant | undefined {
  const times = lastListedEndpoints(result).flatMap(({ conversation }) => {
    const lastResult = currentOrLastKnown(conversation);
    return lastResult?.value.starttls === 'offered' ? [lastResult.at] : [];
  });
  return times.length === 0 ? undefined : Math.max(...times);
}

function laterInstant(first: Instant | undefined, second: Instant | undefined): Instant | undefined {
  return first === undefined || second === undefined ? (first ?? second) : Math.max(first, second);
}

/**
 * Returns the probe result to store. The first case that applies decides:
 * 1. only one of the results exists: that result
 * 2. the current result is from a probe after the latest change: the current result
 * 3. no change has made the current result outdated: the stored result
 * 4. the stored result is not marked as outdated yet: the current result
 * 5. the stored result has alternating certificates, and the current one no longer has, because the
 *    server changed: the current result
 * 6. otherwise the stored result
 */
function resultToStore(
  stored: ScanResult<readonly Endpoint[]> | undefined,
  current: ScanResult<readonly Endpoint[]> | undefined,
): ScanResult<readonly Endpoint[]> | undefined {
  // `awaitsProbe`: no probe was made since the latest change or since the start.
  if (current !== undefined && !awaitsProbe(current)) return current;
  if (current === undefined || stored === undefined) return stored ?? current;
  if (outdatedSince(current) === undefined) return stored;
  const hasAlternationEnded = hasEarlierAnswers(stored) && !hasEarlierAnswers(current);
  return outdatedSince(stored) === undefined || hasAlternationEnded ? current : stored;
}

function isSameServed(previous: LastServed | undefined, current: LastServed | undefined): boolean {
  return previous?.at === current?.at && previous?.thumbprint === current?.thumbprint;
}

/**
 * Returns whether two baselines are equal: the last trusted certificate that the server served, and
 * the last one with a matching name.
 */
function isSameBaseline(previous: ServedBaseline, current: ServedBaseline): boolean {
  return (
    isSameServed(previous.trusted, current.trusted) &&
    isSameServed(previous.named, current.named) &&
    previous.named?.names.join() === current.named?.names.join()
  );
}

/**
 * Returns the new memory of a connector, or undefined if there is nothing to remember. Returns the
 * same object if nothing has changed, so that unchanged memories are not written again.
 * @param basis the state of files and settings with which the result is compared
 */
function updateProbeMemory(
  connector: Connector,
  basis: ProbeBasis | undefined,
  { observation }: Assessment,
): ProbeMemory | undefined {
  if (connector.probe === undefined) return undefined;
  const memory = probeMemoryOf(connector, observation);
  const result = resultToStore(memory?.result, observation.endpoints.get(connector.name));
  if (result === undefined) return undefined;
  const lastOffered = laterInstant(memory?.lastOfferedAt, lastOfferedAt(result));
  const baseline = currentBaseline(connector, observation);
  const isUnchanged =
    memory?.result === result &&
    memory.lastOfferedAt === lastOffered &&
    memory.basis === basis &&
    isSameBaseline(memory.baseline ?? {}, baseline);
  if (isUnchanged) return memory;
  const definition = memory?.result === result ? memory.definition : probeDefinition(connector);
  return {
    url: memory?.url ?? probeUrl(connector.probe),
    result,
    ...(definition === undefined ? {} : { definition }),
    lastOfferedAt: lastOffered,
    ...(basis === undefined ? {} : { basis }),
    ...(baseline.trusted === undefined && baseline.named === undefined ? {} : { baseline }),
  };
}

/**
 * Returns the probe memories (the stored probe results) for the next scan, by connector. The memory
 * of a connector is kept while an inventory (a list of connectors) is unavailable, and deleted when
 * the connector is known to be gone.
 */
export function nextProbeMemories(assessment: Assessment): Memory['probes'] {
  const { observation, selections, probeBases } = assessment;
  const coverage = coverageOf(observation);
  const nextMemories = new Map([...observation.memory.probes].filter(([name]) => coverage(`probe:${name}`) !== 'gone'));
  for (const { connector } of selections) {
    if (!isProbed(connector)) continue;
    const memory = updateProbeMemory(connector, probeBases.get(connector.name), assessment);
    if (memory === undefined) nextMemories.delete(connector.name);
    else nextMemories.set(connector.name, memory);
  }
  return nextMemories;
}
