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
}

/** Returns an empty previous scan. */
export function nothingBefore(): PreviousScan {
  return { looks: new PreviousScans(), memory: EMPTY_MEMORY, service: QUIET_SERVICE };
}

/** Scans everything without earlier results, to evaluate it for `at`. */
export function scanOnce(
  { surroundings }: ScanOnceDependencies,
  at: Instant,
  signal: AbortSignal,
): Promise<IndexedObservation> {
  return scanAll(surroundings, nothingBefore(), at, signal);
}

/** Returns the snapshots of the available stores, also partial ones. */
export function snapshotsOf({ stores }: Observation): Parameters<Surroundings['chains']['verify']>[1] {
  return [...stores.values()].flatMap((look) => (look.kind === 'seen' ? [look.value] : []));
}
