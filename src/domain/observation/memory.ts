import type { RequestedBy, Service, StoredCertificate, Thumbprint } from '../certificate/certificate.ts';
import type { ProbeMemory } from '../served/served.ts';
import type { Instant } from '../time.ts';

/** The size of a store as last accepted, to detect that the store shrank. */
export interface StoreSize {
  /** Path of the store. The history restarts if it changes. */
  readonly path: string;
  /** Number of certificates, as last accepted. */
  readonly certificates: number;
  /**
   * Start of the shrunk state and number of scans that saw it; undefined if the store has not
   * shrunk.
   */
  readonly shrunk: { readonly since: Instant; readonly scans: number } | undefined;
  /**
   * Set if `fileHistories` has all certificates that could be selected from the store when it last
   * had any.
   */
  readonly areNamesKnown?: true;
}

/** Maximum number of names that are remembered of a certificate. */
export const MAX_REMEMBERED_NAMES = 100;

/** Data of a certificate that are still needed after it was replaced. */
export interface RememberedCertificate {
  readonly thumbprint: Thumbprint;
  /** Canonical, sorted, at most 100. */
  readonly names: readonly string[];
  /** Distinguished name in the form of RFC 4514. */
  readonly issuer: string;
}

/** Certificate at a location, to detect what a renewal changed. */
export interface FileHistory extends RememberedCertificate {
  readonly store: string;
  /**
   * Previous certificate and the time of its replacement, while lost names or another issuer are
   * reported.
   */
  readonly previous: (RememberedCertificate & { readonly replacedAt: Instant }) | undefined;
  /** Set if the current certificate has no matching key, and a scan has already waited for it. */
  readonly awaitsKey?: true;
  /** Time at which a scan first found no certificate at the location; omitted if there is one. */
  readonly emptySince?: Instant;
}

/** Returns the key by which the location of a certificate is remembered. */
export function locationKey({ location: { path, block } }: StoredCertificate): string {
  return `${path}#${block}`;
}

/** The note that a command wrote for a certificate or a CSR, as last reported by an event. */
export interface ReportedNote {
  readonly requestedBy: RequestedBy;
  readonly services: readonly Service[];
  /** Set if it was missing when the store was last read as a whole. */
  readonly isGone?: true;
}

/** The changes of the personal store by commands, so that each change is reported once. */
export interface StoreHistory {
  /** Path of the store. The history restarts if it changes. */
  readonly path: string;
  /**
   * By thumbprint, or by the SHA-256 of a CSR. Notes of missing certificates and CSRs are kept
   * until they are old.
   */
  readonly notes: ReadonlyMap<string, ReportedNote>;
  /** Recorded internal transport certificate; undefined if there was none. */
  readonly internal: Thumbprint | undefined;
  /** Names of the entries in the trash. */
  readonly removals: ReadonlySet<string>;
}

/**
 * The results of earlier scans that the next scan cannot read again. They are stored in the same
 * transaction as the event records.
 */
export interface Memory {
  readonly storeSizes: ReadonlyMap<string, StoreSize>;
  /**
   * By location, `path#block`: selected certificates, and the first thousand with a key in personal
   * stores. A location without a certificate is kept for a week.
   */
  readonly fileHistories: ReadonlyMap<string, FileHistory>;
  /** undefined if nothing is known yet; the current content is then the baseline. */
  readonly storeHistory: StoreHistory | undefined;
  /** By connector. */
  readonly probes: ReadonlyMap<string, ProbeMemory>;
}

/** Memory before the first scan. */
export const EMPTY_MEMORY: Memory = {
  storeSizes: new Map(),
  fileHistories: new Map(),
  storeHistory: undefined,
  probes: new Map(),
};
