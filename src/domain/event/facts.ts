import type { RejectionReason } from '../connector/select-certificate.ts';
import type { Scope } from '../scope.ts';
import type { Instant } from '../time.ts';

/** A certificate that came close, and why it lost. */
export interface NearestMiss {
  readonly thumbprint: string;
  readonly reason: RejectionReason;
  readonly names: readonly string[];
  readonly notAfter: Instant;
}

/** Named data of an event, frozen when it was found: messages, hooks and queries never look anything up later. */
export interface Facts {
  readonly connector?: string;
  readonly direction?: 'receive' | 'send';
  /** All connectors an event is about, in configuration order, where it may be several. */
  readonly connectors?: readonly string[];
  readonly fqdn?: string;
  readonly fqdns?: readonly string[];
  /** Where the name that was looked for came from. */
  readonly fqdnSource?: 'connector' | 'computer';
  readonly thumbprint?: string;
  readonly subject?: string;
  readonly notBefore?: Instant;
  readonly notAfter?: Instant;
  readonly locations?: readonly string[];
  /** The verdict in one word: a rejection or a problem's reason. */
  readonly reason?: string;
  readonly nearest?: NearestMiss;
  readonly store?: string;
  readonly path?: string;
  readonly detail?: string;
  /** The account that opens a private key. */
  readonly keyLoadedBy?: string;
  /** Files and folders that are closed to that account, from the root down. */
  readonly closed?: readonly string[];
  /** Since when the claim stands on an old look, because the store cannot be read now. */
  readonly lastSeen?: Instant;
  /** Of a 1900: the event that is over, since when it was open, and the look that proved it. */
  readonly cleared?: { readonly eventId: number; readonly raisedAt: Instant; readonly evidence: Evidence };
}

/** The look that proved a condition over. */
export interface Evidence {
  readonly scope: Scope;
  readonly at: Instant;
  /** What stands in its place now, where that is a certificate. */
  readonly thumbprint?: string;
  /** expired: what was expiring soon has expired, which is an event of its own. */
  readonly reason: 'observed' | 'connector-removed' | 'connector-off' | 'store-removed' | 'expired' | 'reclassified';
}
