import { hash } from 'node:crypto';
import type { ChainVerdict } from '../../domain/certificate/chain-verdict.ts';
import { CHAIN_FAILURES } from '../../domain/failure/chain-failures.ts';
import type { ServedChainCertificate, ServedChainVerifier } from '../../work/ports/probes.ts';
import { CachedVerdicts } from './cached-verdicts.ts';
import { followIssuers, uncertaintyOf } from './follow-issuers.ts';
import { loadCertificate } from './load-certificate.ts';
import { type SentCertificate, SentIssuers } from './sent-issuers.ts';
import { SignatureChecks } from './signature-checks.ts';
import type { Anchors, AnchorsFor, TrustAnchors } from './trust-anchors.ts';

/** The maximum number of certificates of a served chain that are used. */
const MAX_CERTIFICATES = 100;

/**
 * Creates the verifier for chains that servers sent. Like a client, it searches issuers only among
 * the sent certificates and the trust anchors, and not in the stores of this host.
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

/** Returns a text that identifies a chain: the hash of all sent certificates. */
function chainHash(chain: readonly ServedChainCertificate[]): string {
  const parts = chain.map(({ certificate, der }) => certificate?.sha256Fingerprint ?? hash('sha256', der));
  // `binary` has one byte per character. Thousands of these texts are cached.
  return hash('sha256', parts.join(), 'binary');
}

async function verifyChain(chain: readonly ServedChainCertificate[], anchors: Anchors): Promise<ChainVerdict> {
  const [leaf, ...issuers] = chain;
  if (leaf === undefined || !isReadable(leaf)) {
    return { status: 'untrusted', failure: CHAIN_FAILURES.chain_certificate_unreadable };
  }
  const loaded = loadCertificate(leaf.der);
  if (loaded.kind === 'refused') return { status: 'refused', detail: loaded.detail };
  const source = new SentIssuers(issuers.filter(isReadable));
  const verdict = await followIssuers(leaf, loaded.certificate, source, anchors, new SignatureChecks().forChain());
  // The limit of candidates was reached. No client tries as many, so a client does not trust it.
  if (verdict.status === 'unknown') return { ...verdict, status: 'untrusted', ...uncertaintyOf(anchors) };
  if (verdict.status !== 'trusted') return verdict;
  // A client uses the path that was found, so it does not matter whether the limit ended the
  // search.
  const { limit: _, ...trusted } = verdict;
  return trusted;
}

function isReadable(sent: ServedChainCertificate): sent is SentCertificate {
  return sent.certificate !== undefined;
}
