import type { RequestedBy, StoredCertificate, Thumbprint } from '../../domain/certificate/certificate.ts';
import type { ChainVerdict } from '../../domain/certificate/chain-verdict.ts';
import type { TrustSource } from '../../domain/certificate/trust-source.ts';
import type { Connector } from '../../domain/connector/connector.ts';
import type { ProbeTarget } from '../../domain/connector/probe-target.ts';
import type { ScanResult } from '../../domain/scan-result.ts';
import type { RotatedConnector, Rotation } from '../../domain/served/rotation.ts';
import type { ServedBaseline } from '../../domain/served/served.ts';
import type { ConnectorObservation } from '../../domain/served/served-on-disk.ts';
import type { Instant } from '../../domain/time.ts';
import type { ProbedEndpoint } from '../ports/probes.ts';
import type { ChangeReport } from './store-operations.ts';

/** The connectors, and the certificates in the stores and in the connectors' files. */
export interface ScannedConnectors {
  readonly at: Instant;
  /** The FQDN of this computer. */
  readonly computer: string;
  /** In the order of the inventories. */
  readonly connectors: readonly ConnectorObservation[];
  /**
   * The daemon's baseline of each connector at its current URL, by name; empty if this account may
   * not read the event log.
   */
  readonly baselines: ReadonlyMap<string, ServedBaseline>;
  readonly certificateCount: number;
  /** Returns every location of a certificate. */
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
   * Every connector whose certificate the command reloads, at least one, with the certificates that
   * it should serve; none if they are unknown.
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

/** The result of a reload, and the daemon's report of it. */
export interface ReloadOutcome {
  readonly rotation: Rotation;
  /** `not-kept`: the result could not be stored for the daemon. The error is one line. */
  readonly report: ChangeReport | { readonly kind: 'not-kept'; readonly error: string };
}

/**
 * The outcome of a request for probes. `not-yet`: the daemon did not finish in time, and continues.
 */
export type ProbeNowOutcome = 'done' | 'no-daemon' | 'not-yet';

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
   * Requests probes from the daemon now, and waits `waitMs` at most.
   * @param connectors names; empty for all
   * @throws {LedgerError}
   */
  probeNow(connectors: readonly string[], waitMs: number, signal: AbortSignal): Promise<ProbeNowOutcome>;
  /** Probes what the connectors of a server serve now, and what they should. Reloads nothing. */
  observeBeforeReload(request: ReloadRequest, signal: AbortSignal): Promise<readonly RotatedConnector[]>;
  /**
   * Reloads a server once, and probes its connectors until they serve what is on disk, or the wait
   * has elapsed.
   */
  reload(request: ReloadRequest, signal: AbortSignal): Promise<ReloadOutcome>;
}
