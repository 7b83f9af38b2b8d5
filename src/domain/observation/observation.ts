import type { AnchorsIdentity } from '../certificate/anchors-identity.ts';
import type { StoredCertificate, Thumbprint } from '../certificate/certificate.ts';
import type { ChainVerdict } from '../certificate/chain-verdict.ts';
import type { Inventory } from '../connector/inventory.ts';
import type { StoreSnapshot } from '../connector/store-snapshot.ts';
import type { Problem } from '../problem.ts';
import type { ScanResult } from '../scan-result.ts';
import type { Endpoint } from '../served/served.ts';
import type { Instant } from '../time.ts';
import type { Memory } from './memory.ts';

/**
 * Exchange server role.
 * @see https://learn.microsoft.com/exchange/plan-and-deploy/deployment-ref/services-overview
 */
export type Role = 'client-access' | 'hub-transport' | 'unified-messaging' | 'edge-transport' | 'mailbox';

/** This host, as Exchange describes a server. */
export interface Computer {
  /** Lower case, at least one dot, no trailing dot. */
  readonly fqdn: string;
  /** First label, upper case, at most 15 characters. */
  readonly netBiosName: string;
  readonly roles: readonly Role[];
}

/** Internal transport certificate, and its source. */
export type InternalTransport =
  | { readonly source: 'configured' | 'recorded'; readonly thumbprint: Thumbprint }
  /** None is recorded: the certificate that matches the computer's FQDN is used. */
  | { readonly source: 'automatic' }
  /** None, as configured. */
  | { readonly source: 'none' };

/**
 * The result of one scan, the input of all rules. A key that is missing in a map was not scanned.
 */
export interface Observation {
  readonly now: Instant;
  /**
   * Set if `now` is not the time of the scan. Servers are then assumed to serve the same
   * certificates.
   */
  readonly isTimeAssumed?: true;
  readonly computer: Computer;
  readonly inventories: ReadonlyMap<string, ScanResult<Inventory>>;
  /** By store name. The snapshot object is the previous one if nothing changed. */
  readonly stores: ReadonlyMap<string, ScanResult<StoreSnapshot>>;
  /**
   * Latest probe results, by connector. Unavailable, with the last known result, if there was no
   * probe since the start of this process or since a change. The outer scan result is that of the
   * name resolution.
   */
  readonly endpoints: ReadonlyMap<string, ScanResult<readonly Endpoint[]>>;
  /** Only for the few certificates that `certificatesToVerify` returns. */
  readonly chains: ReadonlyMap<Thumbprint, ChainVerdict>;
  /**
   * The trust anchors for the chains that servers send, by connector. If they are unknown, they are
   * treated as unchanged.
   */
  readonly anchors?: ReadonlyMap<string, AnchorsIdentity>;
  readonly internalTransport: InternalTransport;
  /** The results of earlier scans that this scan cannot read again. */
  readonly memory: Memory;
  readonly service: ServiceState;
}

/** Rejected configuration, with the number of rejections in a row. */
export interface RejectedConfiguration extends Problem {
  readonly rejections: number;
}

/** Self-signed certificate that could not be renewed automatically, with the reason. */
export interface RenewalFailure {
  readonly stored: StoredCertificate;
  readonly problem: Problem;
}

/** State of the daemon itself in a scan. */
export interface ServiceState {
  /** Jump of the system clock since the previous scan, ms; 0 if there was none. */
  readonly clockStepMs: number;
  /** Number of scheduled scans that did not run since the previous scan. */
  readonly missedScans: number;
  /** Error of the previous scan; undefined if it succeeded. */
  readonly previousScanFailure: Problem | undefined;
  /** Rejected configuration with all its errors; undefined once a valid one is loaded. */
  readonly rejectedConfiguration: RejectedConfiguration | undefined;
  /**
   * Reason why the empty personal store has no self-signed certificate; undefined without an error.
   */
  readonly issueFailure: Problem | undefined;
  /** Automatic renewals that were due and failed. */
  readonly renewalFailures: readonly RenewalFailure[];
  /** True if another scan follows, for which a verdict may wait. False for scans on request. */
  readonly willScanAgain: boolean;
  /** Start of the previous scan; omitted if unknown. */
  readonly previousScanAt?: Instant | undefined;
}

/** A state without problems, for `scan` and `check`, which have no previous scan. */
export const HEALTHY_SERVICE: ServiceState = {
  clockStepMs: 0,
  missedScans: 0,
  previousScanFailure: undefined,
  rejectedConfiguration: undefined,
  issueFailure: undefined,
  renewalFailures: [],
  willScanAgain: false,
};

/** Returns an observation that is evaluated for another time. */
export function assumeTime(observation: Observation, at: Instant): Observation {
  return { ...observation, now: at, isTimeAssumed: true };
}
