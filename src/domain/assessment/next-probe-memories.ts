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

/** Returns when any of the addresses last offered STARTTLS. */
function lastOfferedAt(result: ScanResult<readonly Endpoint[]>): Instant | undefined {
  const times = lastListedEndpoints(result).flatMap(({ conversation }) => {
    const lastResult = currentOrLastKnown(conversation);
    return lastResult?.value.starttls === 'offered' ? [lastResult.at] : [];
  });
  return times.length === 0 ? undefined : Math.max(...times);
}

function laterInstant(one: Instant | undefined, other: Instant | undefined): Instant | undefined {
  return one === undefined || other === undefined ? (one ?? other) : Math.max(one, other);
}

/**
 * Returns the probe result to store:
 * 1. the current result, if it awaits no probe
 * 2. the stored result, if no change has made the current one outdated
 * 3. the current result, if the stored one was not outdated before, or if the change has ended the
 *    alternation of certificates
 * 4. otherwise the stored result
 *
 * If only one of the results exists, returns that result.
 */
function resultToStore(
  stored: ScanResult<readonly Endpoint[]> | undefined,
  current: ScanResult<readonly Endpoint[]> | undefined,
): ScanResult<readonly Endpoint[]> | undefined {
  if (current !== undefined && !awaitsProbe(current)) return current;
  if (current === undefined || stored === undefined) return stored ?? current;
  if (outdatedSince(current) === undefined) return stored;
  const hasAlternationEnded = hasEarlierAnswers(stored) && !hasEarlierAnswers(current);
  return outdatedSince(stored) === undefined || hasAlternationEnded ? current : stored;
}

function isSameServed(one: LastServed | undefined, other: LastServed | undefined): boolean {
  return one?.at === other?.at && one?.thumbprint === other?.thumbprint;
}

function isSameBaseline(one: ServedBaseline, other: ServedBaseline): boolean {
  return (
    isSameServed(one.trusted, other.trusted) &&
    isSameServed(one.named, other.named) &&
    one.named?.names.join() === other.named?.names.join()
  );
}

/**
 * Returns the new memory of a connector. Returns the same object if nothing has changed, so that
 * unchanged memories are not written again.
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
 * Returns the probe memories for the next scan. A memory is kept until its connector is known to be
 * gone.
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
