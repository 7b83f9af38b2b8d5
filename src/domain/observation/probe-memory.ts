import type { StoredCertificate } from '../certificate/certificate.ts';
import { onDiskOf } from '../connector/all-presented.ts';
import type { Connector } from '../connector/connector.ts';
import { probeUrl } from '../connector/probe-target.ts';
import type { Selection } from '../connector/select-certificate.ts';
import type { Endpoint, LastServed, ProbeMemory, ServedBaseline } from '../connector/served.ts';
import { extendBaseline, type ServedSighting } from '../connector/served-baseline.ts';
import type { Instant } from '../time.ts';
import type { Assessment } from './assess.ts';
import { coverageOf, isProbed } from './coverage.ts';
import { type Look, latest } from './look.ts';
import type { Memory } from './memory.ts';
import type { Observation } from './observation.ts';

/** What earlier passes knew of a connector where it is probed now; undefined: nothing, or it was probed elsewhere. */
export function probeMemoryOf({ name, probe }: Connector, { before }: Observation): ProbeMemory | undefined {
  const known = before.probes.get(name);
  return probe !== undefined && known?.url === probeUrl(probe) ? known : undefined;
}

/**
 * Since when a connector's stores and files have said what they say now; undefined: as long as anything is remembered, and
 * their own times may be believed. A look at the server from before that says nothing against it.
 */
export function onDiskSince(
  connector: Connector,
  certificates: readonly StoredCertificate[],
  observation: Observation,
): Instant | undefined {
  const { now } = observation;
  const known = probeMemoryOf(connector, observation)?.onDisk;
  const thumbprints = thumbprintsOf(certificates);
  const isOther =
    known !== undefined &&
    !(known.thumbprints.length === thumbprints.length && known.thumbprints.join() === thumbprints.join());
  // One that says it is from the future came at the latest now.
  const isAhead = certificates.some(({ writtenAt }) => writtenAt !== undefined && writtenAt > now);
  const since = isOther ? now : (known?.since ?? (isAhead ? now : undefined));
  // A clock that was ahead must not keep it for ever.
  return since === undefined ? undefined : Math.min(since, now);
}

function thumbprintsOf(certificates: readonly StoredCertificate[]): readonly string[] {
  return certificates.map(({ certificate }) => certificate.thumbprint).sort();
}

/** When STARTTLS was last offered by any of the addresses. */
function offeredAt(look: Look<readonly Endpoint[]>): Instant | undefined {
  const times = (latest(look)?.value ?? []).flatMap(({ conversation }) => {
    const known = latest(conversation);
    return known?.value.starttls === 'offered' ? [known.at] : [];
  });
  return times.length === 0 ? undefined : Math.max(...times);
}

/** What the addresses were last seen to serve; of a probe that was not made since the last scan, nothing new. */
function sightingsIn(look: Look<readonly Endpoint[]> | undefined): readonly ServedSighting[] {
  const endpoints = look === undefined ? [] : (latest(look)?.value ?? []);
  return endpoints.flatMap(({ conversation }) => {
    const known = latest(conversation);
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

function isSame(one: ProbeMemory['onDisk'], other: ProbeMemory['onDisk']): boolean {
  return one?.since === other?.since && one?.thumbprints.join() === other?.thumbprints.join();
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
function remembered(connector: Connector, selection: Selection, observation: Observation): ProbeMemory | undefined {
  if (connector.probe === undefined) return undefined;
  const known = probeMemoryOf(connector, observation);
  const fresh = observation.endpoints.get(connector.name);
  const isFresh = fresh !== undefined && !(fresh.kind === 'blind' && fresh.times === 0);
  const look = isFresh ? fresh : (known?.look ?? fresh);
  if (look === undefined) return undefined;
  // What the other side of a Send connector presents lies on no disk of this host.
  const certificates = connector.direction === 'receive' ? onDiskOf(selection) : undefined;
  const onDisk =
    certificates === undefined
      ? known?.onDisk
      : { thumbprints: thumbprintsOf(certificates), since: onDiskSince(connector, certificates, observation) };
  const offered = later(known?.offeredAt, offeredAt(look));
  const baseline = baselineOf(connector, observation);
  const isUnchanged =
    known?.look === look &&
    known.offeredAt === offered &&
    isSame(known.onDisk, onDisk) &&
    isSameBaseline(known.baseline ?? {}, baseline);
  if (isUnchanged) return known;
  return {
    url: known?.url ?? probeUrl(connector.probe),
    look,
    offeredAt: offered,
    ...(onDisk === undefined ? {} : { onDisk }),
    ...(baseline.trusted === undefined && baseline.named === undefined ? {} : { baseline }),
  };
}

/** What this pass leaves for the next to know of what connectors present. What is not seen to be gone is not forgotten. */
export function rememberProbes({ observation, selections }: Assessment): Memory['probes'] {
  const coverage = coverageOf(observation);
  const after = new Map([...observation.before.probes].filter(([name]) => coverage(`probe:${name}`) !== 'gone'));
  for (const { connector, selection } of selections) {
    if (!isProbed(connector)) continue;
    const known = remembered(connector, selection, observation);
    if (known === undefined) after.delete(connector.name);
    else after.set(connector.name, known);
  }
  return after;
}
