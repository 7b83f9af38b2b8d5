import type { StoredCertificate } from '../certificate/certificate.ts';
import type { Connector } from '../connector/connector.ts';
import { probeUrl } from '../connector/probe-target.ts';
import { isProbed } from '../observation/coverage.ts';
import type { Observation } from '../observation/observation.ts';
import type { ScanResult } from '../scan-result.ts';
import { certificatesOfSelection } from '../selection/certificates-of-selection.ts';
import type { Selection } from '../selection/select-certificate.ts';
import { endAlternation } from '../served/alternating-certificates.ts';
import { hasOtherAnchors } from '../served/other-anchors.ts';
import { awaitsProbe, notChecked, type OutdatedBy, outdate } from '../served/outdated.ts';
import type { ProbeRequest } from '../served/probe-request.ts';
import type { Endpoint, ProbeBasis, ProbeMemory } from '../served/served.ts';
import type { Instant } from '../time.ts';

/** Maximum number of rejected certificates in a basis. */
const REJECTED = 10;

/** A connector and its selection. */
interface Selected {
  readonly connector: Connector;
  readonly selection: Selection;
}

/**
 * Returns what earlier scans remembered of a connector, or undefined if there is nothing or its
 * probe URL has changed.
 */
export function probeMemoryOf(
  { name, probe }: Connector,
  { before }: Pick<Observation, 'before'>,
): ProbeMemory | undefined {
  const memory = before.probes.get(name);
  return probe !== undefined && memory?.url === probeUrl(probe) ? memory : undefined;
}

/**
 * Returns the state of a certificate as text; the state of its key is last. The verdict is part of
 * it, because a fix can change only the file of an intermediate certificate.
 */
function textOf({ certificate, writtenAt, key }: StoredCertificate, { chains }: Observation): string {
  const chain = chains.get(certificate.thumbprint);
  const isUntrusted = chain?.status === 'untrusted' && chain.isUncertain !== true;
  return [certificate.thumbprint, writtenAt ?? '', ...(isUntrusted ? ['untrusted'] : []), key.kind].join(' ');
}

/** Returns the state of a selection on disk as text, or undefined if it is unknown now. */
function diskOf(selection: Selection, observation: Observation): string | undefined {
  switch (selection.kind) {
    case 'not-applicable':
      return '';
    case 'unknown':
      return undefined;
    case 'chosen':
      return certificatesOfSelection(selection)
        .map((stored) => textOf(stored, observation))
        .sort()
        .join('\n');
    case 'none': {
      const { unusableFile, rejected } = selection;
      const file = unusableFile && [unusableFile.path, unusableFile.reason, unusableFile.detail].join(' ');
      const others = rejected
        .slice(0, REJECTED)
        .map(({ candidate, reason }) => `${reason} ${textOf(candidate, observation)}`);
      return ['none', ...(file === undefined ? [] : [file]), ...others].join('\n');
    }
  }
}

/**
 * Returns whether two bases describe the same state on disk. Ignores whether the account could read
 * private keys.
 */
export function isSameDisk({ disk: one }: ProbeBasis, { disk: other }: ProbeBasis): boolean {
  if (one === other) return true;
  const [lines, others] = [one.split('\n'), other.split('\n')];
  const withoutKey = (line: string): string => line.replace(/ (?:matches|unreadable)$/, '');
  return lines.length === others.length && lines.every((line, at) => withoutKey(line) === withoutKey(others[at] ?? ''));
}

/**
 * Returns the state of the settings that an inventory was read from, or undefined if it is unknown
 * now or there are none.
 */
function settingsOf({ source }: Connector, { inventories }: Observation): string | undefined {
  const result = inventories.get(source.inventory);
  return result?.kind === 'available' ? result.value.identity : undefined;
}

/**
 * Returns whether the settings of a connector's server were just written and have not been read
 * yet.
 */
function isUnsettled({ source }: Connector, { inventories }: Observation): boolean {
  const result = inventories.get(source.inventory);
  return result?.kind === 'available' && result.value.isUnsettled === true;
}

/** Returns whether the modification time of a file is after this scan. */
function isWrittenAfterScan(selection: Selection, now: Instant): boolean {
  return (
    selection.kind === 'chosen' &&
    certificatesOfSelection(selection).some(({ writtenAt }) => writtenAt !== undefined && writtenAt > now)
  );
}

/** Returns the thumbprints in a state on disk. */
function thumbprintsIn(disk: string): string {
  return disk.replaceAll(/ .*/g, '');
}

/**
 * Returns when a scan first saw the selected certificates, if all their files are older than the
 * scan before it. That scan would have seen them, so the files were moved or copied with their
 * modification times.
 */
function arrivalOf(
  selection: Selection,
  { previous, disk }: { readonly previous: ProbeBasis | undefined; readonly disk: string },
  { now, service: { previousScanAt } }: Observation,
): Instant | undefined {
  if (previous === undefined) return undefined;
  // After a wrong clock is corrected, the time must not stay in the future.
  if (thumbprintsIn(previous.disk) === thumbprintsIn(disk))
    return previous.arrivedAt && Math.min(previous.arrivedAt, now);
  if (selection.kind !== 'chosen' || previousScanAt === undefined) return undefined;
  const isOld = ({ writtenAt }: StoredCertificate): boolean => writtenAt !== undefined && writtenAt < previousScanAt;
  return certificatesOfSelection(selection).every(isOld) ? now : undefined;
}

/** The probe results that count in one scan. */
export interface ProbeEvidence {
  /** By connector, only probed ones: the local state that their probe results are compared with. */
  readonly bases: ReadonlyMap<string, ProbeBasis>;
  /** Connectors for which this scan saw a change that is newer than their latest probe result. */
  readonly outdated: ReadonlyMap<string, OutdatedBy>;
  /**
   * The observed probe results. Those of the `outdated` connectors are unavailable and have only a
   * last known value.
   */
  readonly endpoints: Observation['endpoints'];
}

/**
 * Returns the local state that a connector's probe results are compared with, or undefined if it is
 * unknown. Parts that are unknown now count as unchanged. The peer of a Send connector depends on
 * nothing on this host.
 */
function basisOf(
  { connector, selection }: Selected,
  disk: string | undefined,
  observation: Observation,
): { readonly basis: ProbeBasis; readonly isChanged: boolean } | undefined {
  const { now } = observation;
  const previous = probeMemoryOf(connector, observation)?.basis;
  const isLocal = connector.direction === 'receive';
  const diskNow = isLocal ? (disk ?? previous?.disk) : '';
  if (diskNow === undefined) return undefined;
  const isWritten = isLocal && isUnsettled(connector, observation);
  const settings = (isLocal ? settingsOf(connector, observation) : undefined) ?? previous?.settings;
  const isChanged =
    isWritten ||
    (previous !== undefined &&
      (previous.disk !== diskNow ||
        (previous.settings !== undefined && settings !== undefined && previous.settings !== settings)));
  const first = previous === undefined && isWrittenAfterScan(selection, now) ? now : previous?.since;
  // After a wrong clock is corrected, the time must not stay in the future.
  const since = isChanged ? now : first === undefined ? undefined : Math.min(first, now);
  const arrivedAt = arrivalOf(selection, { previous, disk: diskNow }, observation);
  const isUnchanged =
    previous?.since === since && previous?.arrivedAt === arrivedAt && previous?.settings === settings && !isChanged;
  if (previous !== undefined && isUnchanged) return { basis: previous, isChanged };
  const basis = {
    ...{ disk: diskNow, since },
    ...(settings === undefined ? {} : { settings }),
    ...(arrivedAt === undefined ? {} : { arrivedAt }),
  };
  return { basis, isChanged };
}

/**
 * Compares the basis of each probe result with the basis in the previous scan, and the trust
 * anchors of its verdicts with those of now. A result that is older than a change of them is
 * outdated: it neither raises nor clears a condition. One URL is one server: if the basis of one
 * connector has changed, the results of all connectors with its URL are outdated.
 */
export function probeEvidence(selections: readonly Selected[], observation: Observation): ProbeEvidence {
  const { endpoints, now } = observation;
  const bases = new Map<string, ProbeBasis>();
  const outdated = new Map<string, OutdatedBy>();
  const changed = new Set<string>();
  const replaced = new Map<string, ScanResult<readonly Endpoint[]>>();
  const texts = new Map<Selection, string | undefined>();
  for (const selected of selections) {
    const { connector, selection } = selected;
    if (!isProbed(connector) || connector.probe === undefined) continue;
    if (!texts.has(selection)) texts.set(selection, diskOf(selection, observation));
    const result = basisOf(selected, texts.get(selection), observation);
    if (result !== undefined) bases.set(connector.name, result.basis);
    if (result?.isChanged === true) changed.add(probeUrl(connector.probe));
  }
  for (const { connector } of selections) {
    const { name, probe } = connector;
    if (!isProbed(connector) || probe === undefined) continue;
    const result = endpoints.get(name);
    const isServerChanged = changed.size > 0 && changed.has(probeUrl(probe));
    if (!isServerChanged && !hasOtherAnchors(result, observation.anchors?.get(name))) continue;
    outdated.set(name, isServerChanged ? 'server' : 'other');
    if (result === undefined) continue;
    replaced.set(
      name,
      notChecked(outdate(isServerChanged ? endAlternation(result) : result, now), probeUrl(probe), now),
    );
  }
  return { bases, outdated, endpoints: replaced.size === 0 ? endpoints : new Map([...endpoints, ...replaced]) };
}

/**
 * Returns whether a scan completes a probe request: none of its connectors still waits for a probe
 * after a change.
 */
export function isAnswered({ connectors }: ProbeRequest, { endpoints }: Observation): boolean {
  return [...endpoints].every(
    ([name, result]) => (connectors.length > 0 && !connectors.includes(name)) || !awaitsProbe(result),
  );
}
