import type { Connector } from '../../domain/connector/connector.ts';
import type { Memory } from '../../domain/observation/memory.ts';
import type { ScanResult } from '../../domain/scan-result.ts';
import type { Rotation } from '../../domain/served/rotation.ts';
import type { Endpoint } from '../../domain/served/served.ts';
import type { Instant } from '../../domain/time.ts';

/** Shows an observation what connectors present. */
export interface Probes {
  /**
   * Receives the reloads that commands made. A probe that began before its reload was received is
   * no evidence.
   */
  reloaded(rotations: readonly Pick<Rotation, 'rotationId' | 'connectors' | 'command'>[]): void;
  /**
   * Receives that the host was suspended: changes could not be seen, so that no earlier result is
   * evidence.
   */
  suspended(): void;
  /**
   * Marks the beginning of a scan. A probe that ends later is no evidence in this scan, because what
   * the scan reads may be older.
   */
  mark(): number;
  /**
   * By connector, of those that are probed: as `Observation.endpoints` has it.
   * @param connectors all that the inventories name @param remembered what earlier passes left @param mark of this scan
   */
  look(
    connectors: readonly Connector[],
    remembered: Memory['probes'],
    now: Instant,
    mark: number,
    signal: AbortSignal,
  ): Promise<ReadonlyMap<string, ScanResult<readonly Endpoint[]>>>;
}
