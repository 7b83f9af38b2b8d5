import type { ChainVerdict } from './chain-verdict.ts';

/** The kind of issuer of a certificate. */
export type Origin = 'self-signed' | 'enterprise' | 'third-party' | 'unknown';

/**
 * Returns the kind of issuer by the trust anchor of the chain. `enterprise`: an anchor that the
 * configuration adds; `third-party`: an anchor of the system; `unknown`: no trusted chain.
 */
export function originOf(verdict: ChainVerdict | undefined): Origin {
  if (verdict?.status === 'self-signed') return 'self-signed';
  if (verdict?.status !== 'trusted') return 'unknown';
  return verdict.anchor === 'enterprise' ? 'enterprise' : 'third-party';
}
