import type { Thumbprint } from '../certificate/certificate.ts';

/**
 * The user's decision on whether another certificate may replace the recorded internal transport
 * certificate.
 */
export type InternalConsent =
  /** Not decided: the user is asked. */
  | 'ask'
  /** The new certificate replaces any recorded certificate. */
  | 'replace'
  /** The recorded certificate stays. */
  | 'keep'
  /**
   * The new certificate replaces only this certificate. If another certificate is recorded in the
   * meantime, the user is asked again.
   */
  | { readonly replaces: Thumbprint };
