import type { StoredCertificate, Thumbprint } from '../certificate/certificate.ts';
import type { StoredRequest } from '../certificate/certificate-request.ts';
import type { ChainVerdict } from '../certificate/chain-verdict.ts';

/** Content of a store. Its unreadable files are among the problems of the scan result. */
export interface StoreSnapshot {
  readonly name: string;
  readonly certificates: readonly StoredCertificate[];
  /**
   * Chain verdicts that Exchange reports for its own store, by thumbprint; omitted for other
   * stores.
   */
  readonly chains?: ReadonlyMap<Thumbprint, ChainVerdict>;
  /**
   * CSRs without an issued certificate; omitted if there are none. They are listed, but no rule
   * uses them.
   */
  readonly requests?: readonly StoredRequest[];
  /** Files that were read and contain nothing for a store; omitted if there are none. */
  readonly emptyFiles?: readonly string[];
  /** True if the store is a glob. A glob without matches does not prove that files were removed. */
  readonly isGlob: boolean;
  /**
   * Set if the store does not exist yet because no daemon ever ran: its first start creates the
   * store.
   */
  readonly isUnmade?: true;
  /** Files and directories that cannot be read. Their content is unknown, not missing. */
  readonly unreadable: readonly string[];
  /** The paths in `unreadable` that have been unreadable since the first scan of this process. */
  readonly unreadPaths: readonly string[];
}
