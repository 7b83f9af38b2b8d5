import type { Settings } from '../../domain/assessment/settings.ts';
import { EMPTY_MEMORY } from '../../domain/observation/memory.ts';
import { HEALTHY_SERVICE, type Observation } from '../../domain/observation/observation.ts';
import type { Instant } from '../../domain/time.ts';
import type { Clock } from '../ports/system.ts';
import { PreviousScans } from '../scan/previous-scans.ts';
import { type IndexedObservation, type ScanContext, type ScanSources, scanAll } from '../scan/scan-all.ts';

/** The dependencies of a scan without earlier results. */
export interface ScanOnceDependencies {
  readonly scanSources: ScanSources;
  readonly settings: Settings;
  readonly clock: Clock;
  /**
   * Reads the connectors and stores of the daemon's last scan, for parts of inventories that cannot
   * be read; left out: none.
   */
  readonly readLastObserved?: ScanContext['readLastObserved'];
}

/** Returns the context of a scan that has no earlier scans. */
export function emptyScanContext({
  readLastObserved,
}: Pick<ScanOnceDependencies, 'readLastObserved'> = {}): ScanContext {
  return {
    previousScans: new PreviousScans(),
    memory: EMPTY_MEMORY,
    service: HEALTHY_SERVICE,
    ...(readLastObserved === undefined ? {} : { readLastObserved }),
  };
}

/** Scans everything without earlier results, to evaluate it for `at`. */
export function scanOnce(
  { scanSources, readLastObserved }: ScanOnceDependencies,
  at: Instant,
  signal: AbortSignal,
): Promise<IndexedObservation> {
  return scanAll(scanSources, emptyScanContext({ readLastObserved }), at, signal);
}

/** Returns the snapshots of the available stores, also partial ones. */
export function snapshotsOf({ stores }: Observation): Parameters<ScanSources['chains']['verify']>[1] {
  return [...stores.values()].flatMap((result) => (result.kind === 'available' ? [result.value] : []));
}
