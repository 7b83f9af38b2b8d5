import { hash } from 'node:crypto';
import type { ChainVerdict } from '../../domain/certificate/chain-verdict.ts';
import type { PresentedCertificate, PresentedChainVerifier } from '../../work/ports.ts';
import { followIssuers } from './follow-issuers.ts';
import { type SentCertificate, SentIssuers } from './sent-issuers.ts';
import { type Anchors, type AnchorsFor, judgeOf, type TrustAnchors } from './trust-anchors.ts';

/** No server needs to send more. */
const MAX_SENT = 100;
/** So many verdicts are kept for the same anchors: a few hundred octets each. */
const MAX_KEPT = 10_000;

/**
 * Follows the issuers of a certificate through what was sent with it and the trust anchors, as a client would that knows
 * nothing else: an issuer that lies in a store of this host is none of the other side's.
 */
export function verifyPresented(anchorsFor: AnchorsFor): PresentedChainVerifier {
  const known = new Map<TrustAnchors, Known>();
  return {
    verify: async ({ chain }, trust) => {
      const trustAnchors = anchorsFor(trust);
      const anchors = await trustAnchors.read();
      let found = known.get(trustAnchors);
      if (found?.state !== anchors.state) {
        found = { state: anchors.state, verdicts: new Map() };
        known.set(trustAnchors, found);
      }
      return await keptIn(found.verdicts, identityOf(chain), () => judge(chain.slice(0, MAX_SENT), anchors));
    },
  };
}

/** What was found out while the anchors stood as they do, by what was sent; what was asked for last is the last. */
interface Known {
  readonly state: object;
  readonly verdicts: Map<string, Promise<ChainVerdict>>;
}

/** Found once, also where many ask at the same time. */
function keptIn(
  verdicts: Map<string, Promise<ChainVerdict>>,
  identity: string,
  find: () => Promise<ChainVerdict>,
): Promise<ChainVerdict> {
  const verdict = verdicts.get(identity) ?? find();
  verdicts.delete(identity);
  verdicts.set(identity, verdict);
  for (const oldest of verdicts.keys()) {
    if (verdicts.size <= MAX_KEPT) break;
    verdicts.delete(oldest);
  }
  return verdict;
}

/** The hash of all that was sent. */
function identityOf(chain: readonly PresentedCertificate[]): string {
  const parts = chain.map(({ certificate, der }) => certificate?.sha256Fingerprint ?? hash('sha256', der));
  return hash('sha256', parts.join(), 'base64');
}

async function judge(chain: readonly PresentedCertificate[], anchors: Anchors): Promise<ChainVerdict> {
  const [leaf, ...issuers] = chain;
  const leafJudge = leaf === undefined ? undefined : judgeOf(leaf.der);
  if (leaf === undefined || leafJudge === undefined || !isReadable(leaf)) {
    return { status: 'untrusted', detail: 'the certificate cannot be read' };
  }
  return await followIssuers(leaf, leafJudge, new SentIssuers(issuers.filter(isReadable)), anchors);
}

function isReadable(sent: PresentedCertificate): sent is SentCertificate {
  return sent.certificate !== undefined;
}
