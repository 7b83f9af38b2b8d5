import type { StoredCertificate } from '../certificate/certificate.ts';
import type { Connector } from '../connector/connector.ts';
import { isProbed } from '../connector/is-probed.ts';
import { probeUrl } from '../connector/probe-target.ts';
import type { Observation } from '../observation/observation.ts';
import type { ScanResult } from '../scan-result.ts';
import { certificatesOfSelection } from '../selection/certificates-of-selection.ts';
import type { ConnectorSelection } from '../selection/connector-selection.ts';
import type { Selection } from '../selection/selection.ts';
import { endAlternation } from '../served/alternating-certificates.ts';
import { hasOtherAnchors } from '../served/anchors-of-result.ts';
import { type OutdatedCause, outdate, uncheckedResult } from '../served/outdated-result.ts';
import type { Endpoint, ProbeBasis } from '../served/served.ts';
import type { Instant } from '../time.ts';
import { probeMemoryOf } from './probe-memory.ts';

/** Maximum number of rejected certificates in the state of a selection. */
const MAX_REJECTED = 10;

/**
 * Returns the state of a certificate as text; the state of its key is last. The verdict is part of
 * it, because a fix can change only the file of an intermediate certificate.
 */
function certificateState({ certificate, writtenAt, key }: StoredCertificate, { chains }: Observation): string {
  const chain = chains.get(certificate.thumbprint);
  const isUntrusted = chain?.status === 'untrusted' && chain.isUncertain !== true;
  return [certificate.thumbprint, writtenAt ?? '', ...(isUntrusted ? ['untrusted'] : []), key.kind].join(' ');
}

/** Returns the state of a selection on disk as text, or undefined if it is unknown now. */
function diskStateOf(selection: Selection, observation: Observation): string | undefined {
  switch (selection.kind) {
    case 'not-applicable':
      return '';
    case 'unknown':
      return undefined;
    case 'chosen':
      return certificatesOfSelection(selection)
        .map((stored) => certificateState(stored, observation))
        .sort()
        .join('\n');
    case 'none': {
      const { unusableFile, rejected } = selection;
      const file = unusableFile && [unusableFile.path, unusableFile.reason, unusableFile.detail].join(' ');
      const others = rejected
        .slice(0, MAX_REJECTED)
        .map(({ candidate, reason }) => `${reason} ${certificateState(candidate, observation)}`);
      return ['none', ...(file === undefined ? [] : [file]), ...others].join('\n');
    }
  }
}

/**
 * Returns whether two bases describe the same state on disk. Ignores whether the account could read
 * private keys.
 */
export function isSameDiskState({ disk: one }: ProbeBasis, { disk: other }: ProbeBasis): boolean {
  if (one === other) return true;
  const [lines, others] = [one.split('\n'), other.split('\n')];
  const withoutKey = (line: string): string => line.replace(/ (?:matches|unreadable)$/, '');
  return lines.length === others.length && lines.every((line, at) => withoutKey(line) === withoutKey(others[at] ?? ''));
}

/**
 * Returns the state of the settings that an inventory was read from, or undefined if it is unknown
 * now or there are none.
 */
function settingsIdentity({ source }: Connector, { inventories }: Observation): string | undefined {
  const result = inventories.get(source.inventory);
  return result?.kind === 'available' ? result.value.identity : undefined;
}

/**
 * Returns whether the settings of a connector's server were just written and have not been read
 * yet.
 */
function areSettingsUnsettled({ source }: Connector, { inventories }: Observation): boolean {
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
function arrivalTime(
  selection: Selection,
  { previous, disk }: { readonly previous: ProbeBasis | undefined; readonly disk: string },
  { now, service: { previousScanAt } }: Observation,
): Instant | undefined {
  if (previous === undefined) return undefined;
  // After a wrong clock is corrected, the time must not stay in the future.
  if (thumbprintsIn(previous.disk) === thumbprintsIn(disk))
    return previous.arrivedAt && Math.min(previous.arrivedAt, now);
  if (selection.kind !== 'chosen' || previousScanAt === undefined) return undefined;
  const isOlderThanPreviousScan = ({ writtenAt }: StoredCertificate): boolean =>
    writtenAt !== undefined && writtenAt < previousScanAt;
  return certificatesOfSelection(selection).every(isOlderThanPreviousScan) ? now : undefined;
}

/** The probe results that rules may rely on in one scan. */
export interface ProbeEvidence {
  /** By probed connector: the local state that its probe results are compared with. */
  readonly probeBases: ReadonlyMap<string, ProbeBasis>;
  /** Connectors for which this scan saw a change that is newer than their latest probe result. */
  readonly outdatedConnectors: ReadonlyMap<string, OutdatedCause>;
  /**
   * The observed probe results. Those of the `outdated` connectors are unavailable and have only a
   * last known value.
   */
  readonly endpoints: Observation['endpoints'];
}

/**
 * Returns since when the state is unchanged; undefined if it is unchanged since before the first
 * scan.
 */
function unchangedSince(selection: Selection, previous: ProbeBasis | undefined, now: Instant): Instant | undefined {
  if (previous === undefined) return isWrittenAfterScan(selection, now) ? now : undefined;
  // After a wrong clock is corrected, the time must not stay in the future.
  return previous.since === undefined ? undefined : Math.min(previous.since, now);
}

/**
 * Returns the local state that a connector's probe results are compared with, or undefined if it is
 * unknown. Parts that are unknown now are treated as unchanged. The state of a Send connector is
 * empty, because its remote server depends on nothing on this host.
 */
function currentBasis(
  { connector, selection }: ConnectorSelection,
  disk: string | undefined,
  observation: Observation,
): { readonly basis: ProbeBasis; readonly isChanged: boolean } | undefined {
  const { now } = observation;
  const previous = probeMemoryOf(connector, observation)?.basis;
  const isLocal = connector.direction === 'receive';
  const diskNow = isLocal ? (disk ?? previous?.disk) : '';
  if (diskNow === undefined) return undefined;
  const isWritten = isLocal && areSettingsUnsettled(connector, observation);
  const settings = (isLocal ? settingsIdentity(connector, observation) : undefined) ?? previous?.settings;
  const isChanged =
    isWritten ||
    (previous !== undefined &&
      (previous.disk !== diskNow ||
        (previous.settings !== undefined && settings !== undefined && previous.settings !== settings)));
  const since = isChanged ? now : unchangedSince(selection, previous, now);
  const arrivedAt = arrivalTime(selection, { previous, disk: diskNow }, observation);
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
 * Compares the local state with that of the previous scan, and the trust anchors with those of the
 * probe results. A result that is older than a change is outdated: it neither raises nor clears a
 * condition. One URL is one server: if the state of one connector has changed, the results of all
 * connectors with its URL are outdated.
 */
export function probeEvidence(selections: readonly ConnectorSelection[], observation: Observation): ProbeEvidence {
  const { endpoints, now } = observation;
  const probeBases = new Map<string, ProbeBasis>();
  const outdatedConnectors = new Map<string, OutdatedCause>();
  const changedUrls = new Set<string>();
  const outdatedEndpoints = new Map<string, ScanResult<readonly Endpoint[]>>();
  const diskStates = new Map<Selection, string | undefined>();
  for (const selected of selections) {
    const { connector, selection } = selected;
    if (!isProbed(connector) || connector.probe === undefined) continue;
    if (!diskStates.has(selection)) diskStates.set(selection, diskStateOf(selection, observation));
    const result = currentBasis(selected, diskStates.get(selection), observation);
    if (result !== undefined) probeBases.set(connector.name, result.basis);
    if (result?.isChanged === true) changedUrls.add(probeUrl(connector.probe));
  }
  for (const { connector } of selections) {
    const { name, probe } = connector;
    if (!isProbed(connector) || probe === undefined) continue;
    const result = endpoints.get(name);
    const isServerChanged = changedUrls.size > 0 && changedUrls.has(probeUrl(probe));
    if (!isServerChanged && !hasOtherAnchors(result, observation.anchors?.get(name))) continue;
    outdatedConnectors.set(name, isServerChanged ? 'server' : 'other');
    if (result === undefined) continue;
    outdatedEndpoints.set(
      name,
      uncheckedResult(outdate(isServerChanged ? endAlternation(result) : result, now), probeUrl(probe), now),
    );
  }
  return {
    probeBases,
    outdatedConnectors,
    endpoints: outdatedEndpoints.size === 0 ? endpoints : new Map([...endpoints, ...outdatedEndpoints]),
  };
}
