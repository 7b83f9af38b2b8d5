import type { CertificateLocation, RequestedBy, Service, Thumbprint } from '../certificate/certificate.ts';
import type { ProbeMemory } from '../served/served.ts';
import type { Instant } from '../time.ts';

/** The normal size of a store, to detect that the store lost many certificates at once. */
export interface StoreSize {
  /** Path of the store. The history restarts if it changes. */
  readonly path: string;
  /** Number of certificates when the size was last accepted as normal. */
  readonly certificates: number;
  /**
   * Since when the store has had fewer than half of its certificates, and the number of scans that
   * found this; undefined if the store has not shrunk.
   */
  readonly shrunk: { readonly since: Instant; readonly scans: number } | undefined;
  /**
   * Set if `fileHistories` remembers every certificate with a key of the store. If the store is
   * found empty later, its names are then still known.
   */
  readonly areNamesKnown?: true;
}

/** Maximum number of names that are remembered for a certificate. */
export const MAX_REMEMBERED_NAMES = 100;

/** The data of a certificate that are still needed after the certificate was replaced. */
export interface RememberedCertificate {
  readonly thumbprint: Thumbprint;
  /** Canonical DNS names, sorted, at most `MAX_REMEMBERED_NAMES`. */
  readonly names: readonly string[];
  /** Distinguished name in the form of RFC 4514. */
  readonly issuer: string;
}

/**
 * The last certificate with its key at a location (a block of a file), to detect what a renewal
 * changes.
 */
export interface FileHistory extends RememberedCertificate {
  readonly store: string;
  readonly location: Pick<CertificateLocation, 'path' | 'block'>;
  /**
   * The certificate before the last renewal, and the time of the renewal. Kept only as long as a
   * condition reports that the renewal lost names or changed the issuer.
   */
  readonly previous: (RememberedCertificate & { readonly replacedAt: Instant }) | undefined;
  /**
   * Set if the last scan found the certificate at the location without a matching private key. Only
   * the first such scan waits for the key; later scans report the problem.
   */
  readonly awaitsKey?: true;
  /** Time at which a scan first found no certificate at the location; omitted if there is one. */
  readonly emptySince?: Instant;
}

/**
 * The note that a command wrote for a certificate or a CSR (who requested it, and its services), as
 * last reported by an event.
 */
export interface ReportedNote {
  readonly requestedBy: RequestedBy;
  readonly services: readonly Service[];
  /** Set if the certificate or CSR was missing when the store was last read completely. */
  readonly isGone?: true;
}

/**
 * The reported state of the personal store, the only store that mailcertd changes, so that each
 * change by a command is reported once.
 */
export interface StoreHistory {
  /** Path of the store. The history restarts if it changes. */
  readonly path: string;
  /**
   * By thumbprint, or by the SHA-256 of a CSR. The note of a missing certificate or CSR is kept
   * until 400 days after the command (`requestedBy.at`).
   */
  readonly notes: ReadonlyMap<string, ReportedNote>;
  /**
   * The certificate that a command has recorded for mail between Exchange servers (the internal
   * transport certificate); undefined: none was recorded.
   */
  readonly internal: Thumbprint | undefined;
  /** Names of the known entries in the trash, to which commands move removed certificates. */
  readonly removals: ReadonlySet<string>;
}

/**
 * The facts of earlier scans that the next scan cannot read again. Stored in the same transaction
 * as the event records.
 */
export interface Memory {
  /** How many certificates each store normally contains, by name of the store. */
  readonly storeSizes: ReadonlyMap<string, StoreSize>;
  /**
   * The last certificate of each location, by `locationKey`, for:
   * - the selected certificates
   * - the internal transport certificate
   * - up to 1,000 certificates with a private key in stores that connectors search
   *
   * A location without a certificate is kept for a week.
   */
  readonly fileHistories: ReadonlyMap<string, FileHistory>;
  /**
   * undefined: nothing is known yet. The next scan then stores the contents without reporting them.
   */
  readonly storeHistory: StoreHistory | undefined;
  /** The latest probe results, by connector. */
  readonly probes: ReadonlyMap<string, ProbeMemory>;
}

/** Memory before the first scan. */
export const EMPTY_MEMORY: Memory = {
  storeSizes: new Map(),
  fileHistories: new Map(),
  storeHistory: undefined,
  probes: new Map(),
};
