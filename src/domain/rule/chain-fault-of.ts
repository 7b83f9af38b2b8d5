import { verdictAt } from '../certificate/chain-verdict.ts';
import type { Instant } from '../time.ts';
import type { TlsSight } from './served-sights.ts';

/** What is wrong with a chain. */
export interface ChainFault {
  readonly detail: string;
  readonly missingIssuer?: string;
  /** Set when the certificate itself is not for servers; the chain may be in order. */
  readonly isPurposeMismatch?: true;
}

/**
 * Returns what is wrong with the chain that a server sends, if it concerns this connector. An incomplete chain and a
 * certificate that is not for servers always do. A certificate that only the server's own clients trust does where the
 * connector has `trust`, and for a Send connector.
 */
export function chainFaultOf({ connector, tls }: TlsSight, now: Instant): ChainFault | undefined {
  // OpenSSL's words for its error 26.
  if (tls.leaf.purposeMismatch) return { detail: 'unsuitable certificate purpose', isPurposeMismatch: true };
  const verdict = verdictAt(tls.chain, now);
  if (verdict.status === 'trusted') return undefined;
  const isJudged = connector.direction === 'send' || connector.trust !== undefined;
  if (verdict.status === 'self-signed') return isJudged ? { detail: 'self-signed' } : undefined;
  const { detail, missingIssuer } = verdict;
  if (missingIssuer !== undefined) return { detail, missingIssuer };
  return isJudged ? { detail } : undefined;
}
