import { hash } from 'node:crypto';
import type { ChainVerdict } from '../../domain/certificate/chain-verdict.ts';
import type { PresentedCertificate, PresentedChainVerifier } from '../../work/ports/probes.ts';
import { followIssuers, uncertaintyOf } from './follow-issuers.ts';
import { KeptVerdicts } from './kept-verdicts.ts';
import { loadCertificate } from './load-certificate.ts';
import { type SentCertificate, SentIssuers } from './sent-issuers.ts';
import { SignatureChecks } from './signature-checks.ts';
import type { Anchors, AnchorsFor, TrustAnchors } from './trust-anchors.ts';

/** No server needs to send more. */
const MAX_SENT = 100;

/**
 * Follows the issuers of a certificate through what was sent with it and the trust anchors, as a client would that knows
 * nothing else: an issuer that lies in a store of this host is none of the other side's.
 */
export function verifyPresented(anchorsFor: AnchorsFor): PresentedChainVerifier {
  const known = new Map<TrustAnchors, KeptVerdicts>();
  return {
    verify: async ({ chain }, trust) => {
      const trustAnchors = anchorsFor(trust);
      const anchors = await trustAnchors.read();
      let kept = known.get(trustAnchors);
      if (kept?.state !== anchors.state) {
        kept = new KeptVerdicts(anchors.state);
        known.set(trustAnchors, kept);
      }
      return await kept.of(identityOf(chain), () => judge(chain.slice(0, MAX_SENT), anchors));
    },
  };
}

/** The hash of all that was sent. */
function identityOf(chain: readonly PresentedCertificate[]): string {
  const parts = chain.map(({ certificate, der }) => certificate?.sha256Fingerprint ?? hash('sha256', der));
  // One octet a character: thousands are kept.
  return hash('sha256', parts.join(), 'binary');
}

async function judge(chain: readonly PresentedCertificate[], anchors: Anchors): Promise<ChainVerdict> {
  const [leaf, ...issuers] = chain;
  if (leaf === undefined || !isReadable(leaf)) return { status: 'untrusted', detail: 'the certificate cannot be read' };
  const loaded = loadCertificate(leaf.der);
  if (loaded.kind === 'refused') return { status: 'refused', detail: loaded.detail };
  const source = new SentIssuers(issuers.filter(isReadable));
  const verdict = await followIssuers(leaf, loaded.judge, source, anchors, new SignatureChecks().forChain());
  // No client tries so many candidates: what it did not find within the limit leads nowhere.
  if (verdict.status === 'unknown') return { ...verdict, status: 'untrusted', ...uncertaintyOf(anchors) };
  if (verdict.status !== 'trusted') return verdict;
  const { limit: _, ...trusted } = verdict;
  return trusted;
}

function isReadable(sent: PresentedCertificate): sent is SentCertificate {
  return sent.certificate !== undefined;
}
