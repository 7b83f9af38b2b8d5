import type { ChainVerdict } from './chain-verdict.ts';

/** Who stands behind a certificate. */
export type Origin = 'self-signed' | 'enterprise' | 'third-party' | 'unknown';

/** From where its chain leads: an anchor that the configuration calls the enterprise's, one of the system's, itself, or nowhere. */
export function originOf(verdict: ChainVerdict | undefined): Origin {
  if (verdict?.status === 'self-signed') return 'self-signed';
  if (verdict?.status !== 'trusted') return 'unknown';
  return verdict.anchor === 'enterprise' ? 'enterprise' : 'third-party';
}
