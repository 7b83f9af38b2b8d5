import type { Thumbprint } from '../certificate/certificate.ts';

/** What is to become of the recorded internal transport certificate where another one could take its place. */
export type InternalConsent =
  | 'ask'
  | 'replace'
  | 'keep'
  /** Only the one that the question named: where another is recorded by now, it is asked again. */
  | { readonly replaces: Thumbprint };
