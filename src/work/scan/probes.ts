import type { Connector } from '../../domain/connector/connector.ts';
import type { Memory } from '../../domain/observation/memory.ts';
import type { ScanResult } from '../../domain/scan-result.ts';
import type { Rotation } from '../../domain/served/rotation.ts';
import type { Endpoint } from '../../domain/served/served.ts';
import type { Instant } from '../../domain/time.ts';

/** The result of a reload command that a probe must consider. */
export type ReloadResult = Pick<Rotation, 'rotationId' | 'connectors' | 'command' | 'isReloaded'>;

/** The source of probe results for a scan. */
export interface Probes {
  /**
   * Receives the results of reload commands. A probe that began before the result was received is
   * not evidence. Also a reload that failed may have changed the server.
   */
  onReloads(rotations: readonly ReloadResult[]): void;
  /**
   * Receives the end of a suspension of the host. Changes could not be detected, so earlier results
   * are not evidence.
   */
  onResume(): void;
  /**
   * Notes the start of a scan, and returns the number of probes that have ended. A probe that ends
   * later is not evidence in this scan, because the scan may have read its files before the probe.
   */
  startScan(): number;
  /**
   * Returns the results of the probed connectors by name, in the form of `Observation.endpoints`.
   * @param connectors all connectors of the inventories
   * @param probeMemories the results that earlier scans stored
   * @param endedAtScanStart the result of `startScan` for this scan
   */
  resultsFor(
    connectors: readonly Connector[],
    probeMemories: Memory['probes'],
    now: Instant,
    endedAtScanStart: number,
    signal: AbortSignal,
  ): Promise<ReadonlyMap<string, ScanResult<readonly Endpoint[]>>>;
}
