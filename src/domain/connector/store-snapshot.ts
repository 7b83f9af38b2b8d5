import type { StoredCertificate, Thumbprint } from '../certificate/certificate.ts';
import type { StoredRequest } from '../certificate/certificate-request.ts';
import type { ChainVerdict } from '../certificate/chain-verdict.ts';

/**
 * The content of a store in one scan. The errors of its unreadable files are among the problems of
 * the scan result.
 */
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
   * Set if the store does not exist yet because no daemon has ever run. The first start of a daemon
   * creates the store.
   */
  readonly isUnmade?: true;
  /**
   * Files and directories that cannot be read, and keystores without a matching password. Their
   * content is unknown, not missing.
   */
  readonly unreadablePaths: readonly string[];
  /**
   * The paths in `unreadablePaths` that have been unreadable in every scan since the first scan of
   * this process, without keystores. They may contain certificates that were never read.
   */
  readonly unreadableSinceStart: readonly string[];
}
