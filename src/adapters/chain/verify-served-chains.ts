import { hash } from 'node:crypto';
import { CHAIN_SENTENCES } from '../../domain/certificate/chain-sentences.ts';
import type { ChainVerdict } from '../../domain/certificate/chain-verdict.ts';
import type { ServedChainCertificate, ServedChainVerifier } from '../../work/ports/probes.ts';
import { CachedVerdicts } from './cached-verdicts.ts';
import { followIssuers, uncertaintyOf } from './follow-issuers.ts';
import { loadCertificate } from './load-certificate.ts';
import { type SentCertificate, SentIssuers } from './sent-issuers.ts';
import { SignatureChecks } from './signature-checks.ts';
import type { Anchors, AnchorsFor, TrustAnchors } from './trust-anchors.ts';

/** The maximum number of certificates of a served chain. */
const MAX_CERTIFICATES = 100;

/**
 * Creates a verifier that follows issuers through the certificates that a server sent and the trust
 * anchors, as a client does. The stores of this host are not used, because a client does not have
 * them.
 */
export function verifyServedChains(anchorsFor: AnchorsFor): ServedChainVerifier {
  const verdictsByAnchors = new Map<TrustAnchors, CachedVerdicts>();
  return {
    verify: async ({ chain }, trust) => {
      const trustAnchors = anchorsFor(trust);
      const anchors = await trustAnchors.read();
      let verdicts = verdictsByAnchors.get(trustAnchors);
      if (verdicts?.state !== anchors.state) {
        verdicts = new CachedVerdicts(anchors.state);
        verdictsByAnchors.set(trustAnchors, verdicts);
      }
      return await verdicts.getOrVerify(chainHash(chain), async () => ({
        ...(await verifyChain(chain.slice(0, MAX_CERTIFICATES), anchors)),
        anchors: anchors.identity,
      }));
    },
  };
}

/** Returns the hash of all sent certificates. */
function chainHash(chain: readonly ServedChainCertificate[]): string {
  const parts = chain.map(({ certificate, der }) => certificate?.sha256Fingerprint ?? hash('sha256', der));
  // One byte per character, because thousands are cached.
  return hash('sha256', parts.join(), 'binary');
}

async function verifyChain(chain: readonly ServedChainCertificate[], anchors: Anchors): Promise<ChainVerdict> {
  const [leaf, ...issuers] = chain;
  if (leaf === undefined || !isReadable(leaf)) {
    return { status: 'untrusted', detail: CHAIN_SENTENCES.certificateUnreadable.en };
  }
  const loaded = loadCertificate(leaf.der);
  if (loaded.kind === 'refused') return { status: 'refused', detail: loaded.detail };
  const source = new SentIssuers(issuers.filter(isReadable));
  const verdict = await followIssuers(leaf, loaded.certificate, source, anchors, new SignatureChecks().forChain());
  // No client tries so many candidates, so a chain beyond the limit is untrusted.
  if (verdict.status === 'unknown') return { ...verdict, status: 'untrusted', ...uncertaintyOf(anchors) };
  if (verdict.status !== 'trusted') return verdict;
  const { limit: _, ...trusted } = verdict;
  return trusted;
}

function isReadable(sent: ServedChainCertificate): sent is SentCertificate {
  return sent.certificate !== undefined;
}
