import { verdictAt } from '../certificate/chain-verdict.ts';
import type { Instant } from '../time.ts';
import type { TlsSight } from './served-sights.ts';

/** What is wrong with a chain. */
export interface ChainFault {
  readonly detail: string;
  readonly missingIssuer?: string;
}

/**
 * What is wrong with the chain that a server sends, if it is anybody's affair here. An incomplete chain is wrong whoever is to trust it. That a server presents a certificate which only its own people trust
 * is not, unless somebody says whom to trust, or it is the other side's.
 */
export function chainFaultOf({ connector, tls }: TlsSight, now: Instant): ChainFault | undefined {
  const verdict = verdictAt(tls.chain, now);
  if (verdict.status === 'trusted') return undefined;
  const isJudged = connector.direction === 'send' || connector.trust !== undefined;
  if (verdict.status === 'self-signed') return isJudged ? { detail: 'self-signed' } : undefined;
  const { detail, missingIssuer } = verdict;
  if (missingIssuer !== undefined) return { detail, missingIssuer };
  return isJudged ? { detail } : undefined;
}
