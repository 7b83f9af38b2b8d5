import type { RequestedBy, StoredCertificate, Thumbprint } from '../../domain/certificate/certificate.ts';
import type { ChainVerdict } from '../../domain/certificate/chain-verdict.ts';
import type { TrustSource } from '../../domain/certificate/trust-source.ts';
import type { Connector } from '../../domain/connector/connector.ts';
import type { ProbeTarget } from '../../domain/connector/probe-target.ts';
import type { Failure } from '../../domain/failure/failure.ts';
import type { ScanResult } from '../../domain/scan-result.ts';
import type { RotatedConnector, Rotation } from '../../domain/served/rotation.ts';
import type { ServedBaseline } from '../../domain/served/served.ts';
import type { ConnectorObservation } from '../../domain/served/served-on-disk.ts';
import type { Instant } from '../../domain/time.ts';
import type { ProbedEndpoint } from '../ports/probes.ts';
import type { ChangeReport } from './store-operations.ts';

/** The connectors with their selected certificates, and the certificates of all stores. */
export interface ScannedConnectors {
  readonly at: Instant;
  /** The FQDN of this computer. */
  readonly computer: string;
  /** In the order of the inventories. */
  readonly connectors: readonly ConnectorObservation[];
  /**
   * The baseline of each connector at its current URL, by name: the last trusted and the last
   * matching certificate that the daemon saw. Empty if this account may not read the event log.
   */
  readonly baselines: ReadonlyMap<string, ServedBaseline>;
  readonly certificateCount: number;
  /** Returns a certificate once for each place where it is stored. */
  withThumbprint(thumbprint: Thumbprint): readonly StoredCertificate[];
}

/** The probe result of one address, and the verdict on its chain. */
export interface VerifiedEndpoint extends ProbedEndpoint {
  /** Without checks of dates and names; undefined if the server sent no chain. */
  readonly chain: ChainVerdict | undefined;
}

/** The probe results of every address of a server. */
export interface TargetProbeResult {
  readonly at: Instant;
  readonly target: ProbeTarget;
  readonly resolution: ScanResult<readonly string[]>;
  readonly resolutionMs: number;
  /** In the order of the addresses. */
  readonly endpoints: readonly VerifiedEndpoint[];
}

/** A connector whose server can be reloaded, and whose result can be verified. */
export type ReloadableConnector = Connector & { readonly probe: ProbeTarget; readonly reload: readonly string[] };

/** A request to reload one server. */
export interface ReloadRequest {
  /**
   * Every connector whose certificate the command reloads, at least one. `expectedCertificates`:
   * the certificates that its server should serve; empty: unknown.
   */
  readonly connectors: readonly {
    readonly connector: ReloadableConnector;
    readonly expectedCertificates: readonly StoredCertificate[];
  }[];
  /** The command, run once. */
  readonly command: readonly string[];
  readonly requestedBy: RequestedBy;
  /** How long the connectors are probed until they serve what is on disk, ms. */
  readonly waitMs: number;
}

/** The result of a reload, and whether the daemon has logged it. */
export interface ReloadOutcome {
  readonly rotation: Rotation;
  /** `not-stored`: the result could not be stored for the daemon. */
  readonly report: ChangeReport | { readonly kind: 'not-stored'; readonly failure: Failure };
}

/**
 * The outcome of a request for probes.
 * - `done`: the daemon has probed the connectors and scanned with the results
 * - `no-daemon`: no daemon runs
 * - `timed-out`: the daemon did not finish in time, and continues
 */
export type ProbeNowOutcome = 'done' | 'no-daemon' | 'timed-out';

/** The operations of commands on the mail servers of this host. */
export interface ConnectorOperations {
  /** Resolves the links of a path; a path that does not exist is returned as it is. */
  realPath(path: string): Promise<string>;
  /** Scans stores and files without probes. */
  scan(signal: AbortSignal): Promise<ScannedConnectors>;
  /**
   * Probes every address once.
   * @param trust the trust sources; undefined for those of the configuration
   */
  probe(
    target: ProbeTarget,
    trust: readonly TrustSource[] | undefined,
    signal: AbortSignal,
  ): Promise<TargetProbeResult>;
  /**
   * Requests probes from the daemon, and waits for its results, `waitMs` at most.
   * @param connectors names; empty for all
   * @throws {LedgerError}
   */
  probeNow(connectors: readonly string[], waitMs: number, signal: AbortSignal): Promise<ProbeNowOutcome>;
  /**
   * Returns which certificates the connectors of a server serve and should serve. Reloads nothing.
   */
  observeBeforeReload(request: ReloadRequest, signal: AbortSignal): Promise<readonly RotatedConnector[]>;
  /**
   * Reloads a server once, and probes its connectors until they serve what is on disk, or the wait
   * has elapsed.
   */
  reload(request: ReloadRequest, signal: AbortSignal): Promise<ReloadOutcome>;
}
