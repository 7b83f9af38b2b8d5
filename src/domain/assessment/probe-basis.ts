import type { StoredCertificate } from '../certificate/certificate.ts';
import type { Connector } from '../connector/connector.ts';
import type { Observation } from '../observation/observation.ts';
import { certificatesOfSelection } from '../selection/certificates-of-selection.ts';
import type { ConnectorSelection } from '../selection/connector-selection.ts';
import type { Selection } from '../selection/selection.ts';
import type { DiskState, ProbeBasis } from '../served/served.ts';
import type { Instant } from '../time.ts';
import { hasSameCertificates } from './disk-state.ts';
import { probeMemoryOf } from './probe-memory.ts';

/** The state for a remote server, which does not depend on this host. */
const REMOTE_DISK: DiskState = { disk: '', diskWithoutKeys: '', selectedCertificates: '' };

/** The state of the files and settings of a connector's server. */
interface CurrentBasis {
  readonly basis: ProbeBasis;
  /** True if the state differs from that of the previous scan. Older probe results are outdated. */
  readonly isChanged: boolean;
}

/**
 * Returns the state of the files and settings on this host that decide what the server of a
 * connector serves, or undefined if the state is unknown. Parts that are unknown now are treated as
 * unchanged. The state of a Send connector is empty, because its remote server does not depend on
 * this host.
 * @param disk the state on disk, as `diskStateOf` returns it
 */
export function currentBasis(
  { connector, selection }: ConnectorSelection,
  disk: DiskState | undefined,
  observation: Observation,
): CurrentBasis | undefined {
  const { now } = observation;
  const previous = probeMemoryOf(connector, observation)?.basis;
  const isLocal = connector.direction === 'receive';
  const diskNow = isLocal ? (disk ?? previous) : REMOTE_DISK;
  if (diskNow === undefined) return undefined;
  const areSettingsWritten = isLocal && areSettingsJustWritten(connector, observation);
  const settings = (isLocal ? settingsIdentity(connector, observation) : undefined) ?? previous?.settings;
  const isChanged =
    areSettingsWritten ||
    (previous !== undefined &&
      (previous.disk !== diskNow.disk ||
        (previous.settings !== undefined && settings !== undefined && previous.settings !== settings)));
  const since = isChanged ? now : unchangedSince(selection, previous, now);
  const arrivedAt = arrivalTime(selection, { previous, disk: diskNow }, observation);
  // If no field differs, the same object is returned, so that it is not stored again.
  const isUnchanged =
    previous?.since === since &&
    previous?.arrivedAt === arrivedAt &&
    previous?.settings === settings &&
    previous?.selectedCertificates === diskNow.selectedCertificates &&
    previous?.diskWithoutKeys === diskNow.diskWithoutKeys &&
    !isChanged;
  if (previous !== undefined && isUnchanged) return { basis: previous, isChanged };
  const basis = {
    ...diskTexts(diskNow),
    since,
    ...(settings === undefined ? {} : { settings }),
    ...(arrivedAt === undefined ? {} : { arrivedAt }),
  };
  return { basis, isChanged };
}

/** Returns the texts of a state on disk, which may be part of an earlier basis. */
function diskTexts({ disk, diskWithoutKeys, selectedCertificates }: DiskState): DiskState {
  return {
    disk,
    ...(diskWithoutKeys === undefined ? {} : { diskWithoutKeys }),
    ...(selectedCertificates === undefined ? {} : { selectedCertificates }),
  };
}

/**
 * Returns the state of the settings from which a connector was read, as text. Returns undefined if
 * it is unknown now, or if the connector was not read from the settings of a server.
 */
function settingsIdentity({ source }: Connector, { inventories }: Observation): string | undefined {
  const result = inventories.get(source.inventory);
  return result?.kind === 'available' ? result.value.identity : undefined;
}

/** Returns whether the settings of a connector's server were just written, and not read yet. */
function areSettingsJustWritten({ source }: Connector, { inventories }: Observation): boolean {
  const result = inventories.get(source.inventory);
  return result?.kind === 'available' && result.value.isUnsettled === true;
}

/** Returns whether a selected certificate has a modification time after this scan. */
function isWrittenAfterScan(selection: Selection, now: Instant): boolean {
  return (
    selection.kind === 'chosen' &&
    certificatesOfSelection(selection).some(({ writtenAt }) => writtenAt !== undefined && writtenAt > now)
  );
}

/**
 * Returns since when an unchanged state is the same; undefined: since before the first stored scan.
 */
function unchangedSince(selection: Selection, previous: ProbeBasis | undefined, now: Instant): Instant | undefined {
  if (previous === undefined) return isWrittenAfterScan(selection, now) ? now : undefined;
  // If the system clock was ahead, `since` must not stay in the future.
  return previous.since === undefined ? undefined : Math.min(previous.since, now);
}

/**
 * Returns when a scan first saw the selected certificates, if their modification times do not show
 * it: all files are older than the scan before, which did not see them. They were moved or copied
 * with their modification times.
 */
function arrivalTime(
  selection: Selection,
  { previous, disk }: { readonly previous: ProbeBasis | undefined; readonly disk: DiskState },
  { now, service: { previousScanAt } }: Observation,
): Instant | undefined {
  if (previous === undefined) return undefined;
  // If the system clock was ahead, `arrivedAt` must not stay in the future.
  if (hasSameCertificates(previous, disk)) return previous.arrivedAt && Math.min(previous.arrivedAt, now);
  if (selection.kind !== 'chosen' || previousScanAt === undefined) return undefined;
  const isOlderThanPreviousScan = ({ writtenAt }: StoredCertificate): boolean =>
    writtenAt !== undefined && writtenAt < previousScanAt;
  return certificatesOfSelection(selection).every(isOlderThanPreviousScan) ? now : undefined;
}
