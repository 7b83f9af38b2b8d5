import type { Settings } from '../../domain/assessment/settings.ts';
import { EMPTY_MEMORY } from '../../domain/observation/memory.ts';
import { type Observation, QUIET_SERVICE } from '../../domain/observation/observation.ts';
import type { Instant } from '../../domain/time.ts';
import type { Clock } from '../ports/system.ts';
import {
  type IndexedObservation,
  type PreviousScan,
  PreviousScans,
  type Surroundings,
  scanAll,
} from '../scan/scan-all.ts';

/** The dependencies of a scan without earlier results. */
export interface ScanOnceDependencies {
  readonly surroundings: Surroundings;
  readonly settings: Settings;
  readonly clock: Clock;
  /**
   * Reads the connectors and stores of the daemon's last scan, for parts of inventories that cannot
   * be read; left out: none.
   */
  readonly stored?: PreviousScan['stored'];
}

/** Returns an empty previous scan. */
export function nothingBefore({ stored }: Pick<ScanOnceDependencies, 'stored'> = {}): PreviousScan {
  return {
    previousScans: new PreviousScans(),
    memory: EMPTY_MEMORY,
    service: QUIET_SERVICE,
    ...(stored === undefined ? {} : { stored }),
  };
}

/** Scans everything without earlier results, to evaluate it for `at`. */
export function scanOnce(
  { surroundings, stored }: ScanOnceDependencies,
  at: Instant,
  signal: AbortSignal,
): Promise<IndexedObservation> {
  return scanAll(surroundings, nothingBefore({ stored }), at, signal);
}

/** Returns the snapshots of the available stores, also partial ones. */
export function snapshotsOf({ stores }: Observation): Parameters<Surroundings['chains']['verify']>[1] {
  return [...stores.values()].flatMap((result) => (result.kind === 'available' ? [result.value] : []));
}
