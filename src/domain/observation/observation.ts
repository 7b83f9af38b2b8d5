import type { AnchorsIdentity } from '../certificate/anchors-identity.ts';
import type { StoredCertificate, Thumbprint } from '../certificate/certificate.ts';
import type { ChainVerdict } from '../certificate/chain-verdict.ts';
import type { Inventory } from '../connector/inventory.ts';
import type { StoreSnapshot } from '../connector/store-snapshot.ts';
import type { Problem } from '../failure/problem.ts';
import type { ScanResult } from '../scan-result.ts';
import type { Endpoint } from '../served/served.ts';
import type { Instant } from '../time.ts';
import type { Memory } from './memory.ts';

/**
 * Exchange server role.
 * @see https://learn.microsoft.com/exchange/plan-and-deploy/deployment-ref/services-overview
 */
export type Role = 'client-access' | 'hub-transport' | 'unified-messaging' | 'edge-transport' | 'mailbox';

/** The properties of this host that Exchange has for a server. */
export interface Computer {
  /** Lower case, at least one dot, no trailing dot. */
  readonly fqdn: string;
  /** First label, upper case, at most 15 characters. */
  readonly netBiosName: string;
  readonly roles: readonly Role[];
}

/**
 * The internal transport certificate, which Exchange servers use between each other, and how it is
 * determined.
 */
export type InternalTransport =
  /**
   * The configuration names it, or a command has recorded it in the personal store, the only store
   * that mailcertd writes to.
   */
  | { readonly source: 'configured' | 'recorded'; readonly thumbprint: Thumbprint }
  /** None is recorded: the certificate that matches the computer's FQDN is used. */
  | { readonly source: 'automatic' }
  /** The configuration says that there is none. */
  | { readonly source: 'none' };

/**
 * Everything that one scan has read: the input of all rules. An object that is missing in a map was
 * not scanned.
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
  /** By store name. If nothing changed, the snapshot is the object of the previous scan. */
  readonly stores: ReadonlyMap<string, ScanResult<StoreSnapshot>>;
  /**
   * Latest probe results, by connector. The outer scan result is that of the name resolution. It is
   * unavailable, with the last known result, if no probe was made since the start of this process
   * or since a change.
   */
  readonly endpoints: ReadonlyMap<string, ScanResult<readonly Endpoint[]>>;
  /** Only for the few certificates that `certificatesToVerify` returns. */
  readonly chains: ReadonlyMap<Thumbprint, ChainVerdict>;
  /**
   * The trust anchors for the chains that servers send, by connector. Unknown anchors are left out
   * and treated as unchanged.
   */
  readonly anchors?: ReadonlyMap<string, AnchorsIdentity>;
  readonly internalTransport: InternalTransport;
  /** The facts that earlier scans have stored. */
  readonly memory: Memory;
  readonly service: ServiceState;
}

/** The error of a configuration that was rejected at a reload. */
export interface RejectedConfiguration extends Problem {
  /** Number of rejections in a row. */
  readonly rejections: number;
}

/** A self-signed certificate that could not be renewed automatically, with the reason. */
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
  /** Error of the previous scan; undefined: the scan succeeded, or there was none. */
  readonly previousScanFailure: Problem | undefined;
  /** undefined: the latest configuration is valid. */
  readonly rejectedConfiguration: RejectedConfiguration | undefined;
  /**
   * Why no self-signed certificate could be created in the empty personal store; undefined: no
   * error.
   */
  readonly issueFailure: Problem | undefined;
  /** Automatic renewals that were due and failed. */
  readonly renewalFailures: readonly RenewalFailure[];
  /** True if another scan follows, so that a rule may leave a decision to that scan. */
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
