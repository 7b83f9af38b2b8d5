import type { StoredCertificate, Thumbprint } from '../certificate/certificate.ts';
import type { StoredRequest } from '../certificate/certificate-request.ts';
import type { ChainVerdict } from '../certificate/chain-verdict.ts';
import type { Inventory } from '../connector/inventory.ts';
import type { Problem } from '../problem.ts';
import type { ScanResult } from '../scan-result.ts';
import type { Endpoint } from '../served/served.ts';
import type { Instant } from '../time.ts';
import type { Memory } from './memory.ts';

/** @see https://learn.microsoft.com/exchange/plan-and-deploy/deployment-ref/services-overview */
export type Role = 'client-access' | 'hub-transport' | 'unified-messaging' | 'edge-transport' | 'mailbox';

/** This host, as Exchange would name it. */
export interface Computer {
  /** Lower case, at least one dot, no trailing dot. */
  readonly fqdn: string;
  /** First label, upper case, cut at 15 characters. */
  readonly netBiosName: string;
  readonly roles: readonly Role[];
}

/** All certificates that stand in a store; what could not be read is among the look's problems. */
export interface StoreSnapshot {
  readonly name: string;
  readonly certificates: readonly StoredCertificate[];
  /** What whoever lists its certificates makes of their chains, by thumbprint; left out: nothing is said. */
  readonly chains?: ReadonlyMap<Thumbprint, ChainVerdict>;
  /** Requests that no certificate in it answers; left out: none. They are listed, and no rule looks at them. */
  readonly requests?: readonly StoredRequest[];
  /** Files in it that were read and in which nothing stands that a store would hold; left out: none. */
  readonly vacant?: readonly string[];
  /** Whether the store is a glob: matching nothing today is then no proof that anything was removed. */
  readonly isGlob: boolean;
  /** Set where nothing stands yet because no daemon ever ran: its first start makes the store. */
  readonly isUnmade?: true;
  /** Files and folders in it that could not be looked into: what stands there is unknown, not absent. */
  readonly unseen: readonly string[];
  /** Of these, the places that no earlier look of this process saw either. */
  readonly neverSeen: readonly string[];
}

/** Which certificate is the internal transport certificate, and who said so. */
export type InternalTransport =
  | { readonly source: 'configured' | 'recorded'; readonly thumbprint: Thumbprint }
  /** Nothing is recorded: the one that carries the computer's FQDN. */
  | { readonly source: 'automatic' }
  /** The configuration says that there is none. */
  | { readonly source: 'none' };

/** All that one pass knows of the world. What is missing from a map was not looked at in this pass. */
export interface Observation {
  readonly now: Instant;
  /** Set if `now` is not the time when it was made: the servers are assumed to serve the same then. */
  readonly isSupposed?: true;
  readonly computer: Computer;
  readonly inventories: ReadonlyMap<string, ScanResult<Inventory>>;
  /** By store name; the same snapshot object as before when nothing changed. */
  readonly stores: ReadonlyMap<string, ScanResult<StoreSnapshot>>;
  /**
   * By connector, of those that are probed: the latest probe result; a blind one with what was last seen where no probe was made
   * since this process began, or since a change. The outer look is the resolution of the name.
   */
  readonly endpoints: ReadonlyMap<string, ScanResult<readonly Endpoint[]>>;
  /** Only of the few certificates that `wanted` named. */
  readonly chains: ReadonlyMap<Thumbprint, ChainVerdict>;
  readonly internalTransport: InternalTransport;
  readonly before: Memory;
  readonly service: ServiceState;
}

/** A configuration that was offered and is faulty; how many, one after the other, this one included. */
export interface RejectedConfiguration extends Problem {
  readonly times: number;
}

/** A self-signed certificate that could not be renewed automatically, and why. */
export interface RenewalFailure {
  readonly stored: StoredCertificate;
  readonly problem: Problem;
}

/** What the daemon knows of itself in this pass. */
export interface ServiceState {
  /** How far the wall clock jumped since the last pass, ms; 0 when it did not. */
  readonly clockStepMs: number;
  /** Scheduled runs that did not happen since the last pass. */
  readonly missedRuns: number;
  /** The failure of the pass before this one; undefined when it went well. */
  readonly failure: Problem | undefined;
  /** A configuration that was offered and rejected, with all its faults; undefined once a good one is in force. */
  readonly rejected: RejectedConfiguration | undefined;
  /** Why no self-signed certificate could be put into the empty personal store; undefined when none was due or it went well. */
  readonly issueFailure: Problem | undefined;
  /** Automatic renewals that were due and failed. */
  readonly renewalFailures: readonly RenewalFailure[];
  /** Whether another pass follows, for which a verdict may wait: not in what is asked once. */
  readonly goesOn: boolean;
  /** When the scan before this one began; left out: it is not known. */
  readonly previousScanAt?: Instant | undefined;
}

/** Nothing to report of the daemon itself: what `scan` and `check` say, which have no past. */
export const QUIET_SERVICE: ServiceState = {
  clockStepMs: 0,
  missedRuns: 0,
  failure: undefined,
  rejected: undefined,
  issueFailure: undefined,
  renewalFailures: [],
  goesOn: false,
};

/** Returns an observation that is judged for another time. */
export function supposedAt(observation: Observation, at: Instant): Observation {
  return { ...observation, now: at, isSupposed: true };
}
