import type { Connector } from '../connector/connector.ts';
import { probeDefinition } from '../connector/probe-definition.ts';
import { probeUrl } from '../connector/probe-target.ts';
import { coverageOf, isProbed } from '../observation/coverage.ts';
import type { Memory } from '../observation/memory.ts';
import type { Observation } from '../observation/observation.ts';
import { lastKnown, type ScanResult } from '../scan-result.ts';
import { hasEarlierAnswers } from '../served/alternating-certificates.ts';
import { awaitsProbe, outdatedSince } from '../served/outdated.ts';
import type { Endpoint, LastServed, ProbeBasis, ProbeMemory, ServedBaseline } from '../served/served.ts';
import { extendBaseline, type ServedObservation } from '../served/served-baseline.ts';
import type { Instant } from '../time.ts';
import type { Assessment } from './assess.ts';
import { probeMemoryOf } from './probe-evidence.ts';

/**
 * Returns the last known endpoints that name resolution returns. Another server may use the other
 * addresses by now, so their answers are not expected of this one.
 */
function listedIn(result: ScanResult<readonly Endpoint[]> | undefined): readonly Endpoint[] {
  const endpoints = result === undefined ? [] : (lastKnown(result)?.value ?? []);
  return endpoints.filter(({ unlisted }) => unlisted === undefined);
}

/** Returns when any of the addresses last offered STARTTLS. */
function lastOfferedAt(result: ScanResult<readonly Endpoint[]>): Instant | undefined {
  const times = listedIn(result).flatMap(({ conversation }) => {
    const lastResult = lastKnown(conversation);
    return lastResult?.value.starttls === 'offered' ? [lastResult.at] : [];
  });
  return times.length === 0 ? undefined : Math.max(...times);
}

/**
 * Returns the certificates that the addresses last served. A probe is not repeated for each scan,
 * so they may be known already.
 */
function sightingsIn(result: ScanResult<readonly Endpoint[]> | undefined): readonly ServedObservation[] {
  return listedIn(result).flatMap(({ conversation }) => {
    const lastResult = lastKnown(conversation);
    return lastResult?.value.tls === undefined ? [] : [{ tls: lastResult.value.tls, at: lastResult.at }];
  });
}

/** Returns the best certificates that a connector has served, including those of this scan. */
export function baselineOf(connector: Connector, observation: Observation): ServedBaseline {
  const { endpoints, computer } = observation;
  const before = probeMemoryOf(connector, observation)?.baseline ?? {};
  return extendBaseline(before, connector, sightingsIn(endpoints.get(connector.name)), computer.fqdn);
}

function later(one: Instant | undefined, other: Instant | undefined): Instant | undefined {
  return one === undefined || other === undefined ? (one ?? other) : Math.max(one, other);
}

/**
 * Returns the fresh result if there was a probe since the previous scan; otherwise the known one,
 * unless a change has made it outdated or ended the alternation of its addresses.
 */
function keptResult(
  endpointResult: ScanResult<readonly Endpoint[]> | undefined,
  fresh: ScanResult<readonly Endpoint[]> | undefined,
): ScanResult<readonly Endpoint[]> | undefined {
  if (fresh !== undefined && !awaitsProbe(fresh)) return fresh;
  if (fresh === undefined || endpointResult === undefined) return endpointResult ?? fresh;
  if (outdatedSince(fresh) === undefined) return endpointResult;
  const isEnded = hasEarlierAnswers(endpointResult) && !hasEarlierAnswers(fresh);
  return outdatedSince(endpointResult) === undefined || isEnded ? fresh : endpointResult;
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
 * Returns the memory of a connector: the same object if nothing has changed, so that thousands of
 * them are not written again.
 */
function remembered(
  connector: Connector,
  basis: ProbeBasis | undefined,
  { observation }: Assessment,
): ProbeMemory | undefined {
  if (connector.probe === undefined) return undefined;
  const memory = probeMemoryOf(connector, observation);
  const result = keptResult(memory?.result, observation.endpoints.get(connector.name));
  if (result === undefined) return undefined;
  const offered = later(memory?.lastOfferedAt, lastOfferedAt(result));
  const baseline = baselineOf(connector, observation);
  const isUnchanged =
    memory?.result === result &&
    memory.lastOfferedAt === offered &&
    memory.basis === basis &&
    isSameBaseline(memory.baseline ?? {}, baseline);
  if (isUnchanged) return memory;
  const definition = memory?.result === result ? memory.definition : probeDefinition(connector);
  return {
    url: memory?.url ?? probeUrl(connector.probe),
    result,
    ...(definition === undefined ? {} : { definition }),
    lastOfferedAt: offered,
    ...(basis === undefined ? {} : { basis }),
    ...(baseline.trusted === undefined && baseline.named === undefined ? {} : { baseline }),
  };
}

/**
 * Returns the probe results for the next scan. They are kept until a connector is known to be gone.
 */
export function rememberProbes(assessment: Assessment): Memory['probes'] {
  const { observation, selections, bases } = assessment;
  const coverage = coverageOf(observation);
  const after = new Map([...observation.before.probes].filter(([name]) => coverage(`probe:${name}`) !== 'gone'));
  for (const { connector } of selections) {
    if (!isProbed(connector)) continue;
    const memory = remembered(connector, bases.get(connector.name), assessment);
    if (memory === undefined) after.delete(connector.name);
    else after.set(connector.name, memory);
  }
  return after;
}
