import type { Assessment } from '../assessment/assess.ts';
import { probeMemoryOf } from '../assessment/probe-evidence.ts';
import type { Connector } from '../connector/connector.ts';
import { lastKnown, type ScanResult } from '../scan-result.ts';
import { awaitsProbe, outdatedSince } from '../served/outdated.ts';
import { probeUrl } from '../served/probe-target.ts';
import type { Endpoint, LastServed, ProbeBasis, ProbeMemory, ServedBaseline } from '../served/served.ts';
import { extendBaseline, type ServedObservation } from '../served/served-baseline.ts';
import type { Instant } from '../time.ts';
import { coverageOf, isProbed } from './coverage.ts';
import type { Memory } from './memory.ts';
import type { Observation } from './observation.ts';

/** When STARTTLS was last offered by any of the addresses. */
function offeredAt(look: ScanResult<readonly Endpoint[]>): Instant | undefined {
  const times = (lastKnown(look)?.value ?? []).flatMap(({ conversation }) => {
    const known = lastKnown(conversation);
    return known?.value.starttls === 'offered' ? [known.at] : [];
  });
  return times.length === 0 ? undefined : Math.max(...times);
}

/** What the addresses were last seen to serve; of a probe that was not made since the last scan, nothing new. */
function sightingsIn(look: ScanResult<readonly Endpoint[]> | undefined): readonly ServedObservation[] {
  const endpoints = look === undefined ? [] : (lastKnown(look)?.value ?? []);
  return endpoints.flatMap(({ conversation }) => {
    const known = lastKnown(conversation);
    return known?.value.tls === undefined ? [] : [{ tls: known.value.tls, at: known.at }];
  });
}

/** Returns the best that a connector was seen to serve where it is probed now, what was seen in this scan included. */
export function baselineOf(connector: Connector, observation: Observation): ServedBaseline {
  const { endpoints, computer } = observation;
  const before = probeMemoryOf(connector, observation)?.baseline ?? {};
  return extendBaseline(before, connector, sightingsIn(endpoints.get(connector.name)), computer.fqdn);
}

function later(one: Instant | undefined, other: Instant | undefined): Instant | undefined {
  return one === undefined || other === undefined ? (one ?? other) : Math.max(one, other);
}

/** What was looked at since the pass before; else what was known, unless a change has made that outdated. */
function keptResult(
  known: ScanResult<readonly Endpoint[]> | undefined,
  fresh: ScanResult<readonly Endpoint[]> | undefined,
): ScanResult<readonly Endpoint[]> | undefined {
  if (fresh !== undefined && !awaitsProbe(fresh)) return fresh;
  const isNews = outdatedSince(fresh) !== undefined && outdatedSince(known) === undefined;
  return isNews ? fresh : (known ?? fresh);
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

/** The same object as before where nothing has changed: thousands are kept, and are not written anew. */
function remembered(
  connector: Connector,
  basis: ProbeBasis | undefined,
  { observation }: Assessment,
): ProbeMemory | undefined {
  if (connector.probe === undefined) return undefined;
  const known = probeMemoryOf(connector, observation);
  const look = keptResult(known?.look, observation.endpoints.get(connector.name));
  if (look === undefined) return undefined;
  const offered = later(known?.offeredAt, offeredAt(look));
  const baseline = baselineOf(connector, observation);
  const isUnchanged =
    known?.look === look &&
    known.offeredAt === offered &&
    known.basis === basis &&
    isSameBaseline(known.baseline ?? {}, baseline);
  if (isUnchanged) return known;
  return {
    url: known?.url ?? probeUrl(connector.probe),
    look,
    offeredAt: offered,
    ...(basis === undefined ? {} : { basis }),
    ...(baseline.trusted === undefined && baseline.named === undefined ? {} : { baseline }),
  };
}

/** What this pass leaves for the next to know of what connectors present. What is not seen to be gone is not forgotten. */
export function rememberProbes(assessment: Assessment): Memory['probes'] {
  const { observation, selections, bases } = assessment;
  const coverage = coverageOf(observation);
  const after = new Map([...observation.before.probes].filter(([name]) => coverage(`probe:${name}`) !== 'gone'));
  for (const { connector } of selections) {
    if (!isProbed(connector)) continue;
    const known = remembered(connector, bases.get(connector.name), assessment);
    if (known === undefined) after.delete(connector.name);
    else after.set(connector.name, known);
  }
  return after;
}
