import type { Thumbprint } from '../certificate/certificate.ts';

/**
 * The user's decision on whether another certificate may replace the recorded internal transport
 * certificate.
 */
export type InternalConsent =
  | 'ask'
  | 'replace'
  | 'keep'
  /**
   * Consent to replace only this certificate. If another one is recorded by then, the user is asked
   * again.
   */
  | { readonly replaces: Thumbprint };
