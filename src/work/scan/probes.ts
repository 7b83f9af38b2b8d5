import type { Connector } from '../../domain/connector/connector.ts';
import type { Memory } from '../../domain/observation/memory.ts';
import type { ScanResult } from '../../domain/scan-result.ts';
import type { Rotation } from '../../domain/served/rotation.ts';
import type { Endpoint } from '../../domain/served/served.ts';
import type { Instant } from '../../domain/time.ts';

/** The parts of the result of a reload command that decide which probe results are outdated. */
export type ReloadResult = Pick<Rotation, 'rotationId' | 'connectors' | 'command' | 'isReloaded'>;

/**
 * The source of probe results for a scan. A result is evidence in a scan if the scan may conclude
 * from it what a server serves now.
 */
export interface Probes {
  /**
   * Receives all pending results of reload commands. A probe of a server that began before this
   * call is no longer evidence if one of the results is new and about this server. This is also true
   * for a reload that failed, because it may have changed the server.
   */
  onReloads(reloads: readonly ReloadResult[]): void;
  /**
   * Receives the end of a suspension of the host. Earlier results are not evidence, because changes
   * could not be detected.
   */
  onResume(): void;
  /**
   * Notes the start of a scan, and returns the number of probes that have ended. A probe that ends
   * later is not evidence in this scan: the server may serve files that are newer than those that
   * the scan has read.
   */
  startScan(): number;
  /**
   * Returns the results of the probed connectors by name, in the form of `Observation.endpoints`.
   * @param connectors all connectors, configured and discovered
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
