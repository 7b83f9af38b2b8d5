import type { StoredCertificate, Thumbprint } from '../../domain/certificate/certificate.ts';
import type { ChainLink, ChainVerdict } from '../../domain/certificate/chain-verdict.ts';
import type { TrustSource } from '../../domain/certificate/trust-source.ts';
import type { StoreSnapshot } from '../../domain/observation/observation.ts';
import type { CertificateFiles, ChainVerifier } from '../../work/ports.ts';
import { followIssuers } from './follow-issuers.ts';
import { presentedLinks } from './presented-links.ts';
import { StoredIssuers } from './stored-issuers.ts';
import { type Anchors, type AnchorsFor, anchorsFrom } from './trust-anchors.ts';

/**
 * Follows issuers through the same file, the stores and the trust anchors, and verifies each signature. Whether they are
 * valid now is another question: the verdict says until when they are, so that it holds while time goes by. No network: what is not on this host is not found.
 */
export function verifyChains(
  trust: readonly TrustSource[],
  files: CertificateFiles,
  anchorsFor: AnchorsFor = anchorsFrom(files),
): ChainVerifier {
  const trustAnchors = anchorsFor(trust);
  let known: Known | undefined;
  return {
    verify: async (thumbprints, snapshots, given) => {
      const found = new Map<Thumbprint, ChainVerdict>();
      if (thumbprints.size === 0) return found;
      const anchors = await trustAnchors.read();
      if (known === undefined || !isStill(known, anchors, snapshots)) {
        known = { state: anchors.state, snapshots, verdicts: new Map() };
      }
      const stored = new StoredIssuers(snapshots, files, given);
      for (const thumbprint of thumbprints) {
        const verdict =
          known.verdicts.get(thumbprint) ??
          (await verdictOn(stored.find(thumbprint), stored, anchors)) ??
          toldIn(snapshots, thumbprint);
        if (verdict === undefined) continue;
        known.verdicts.set(thumbprint, verdict);
        found.set(thumbprint, verdict);
      }
      return found;
    },
  };
}

/** What whoever lists it says, where it lies in no file that could be followed from. */
function toldIn(snapshots: readonly StoreSnapshot[], thumbprint: Thumbprint): ChainVerdict | undefined {
  for (const { chains } of snapshots) {
    const told = chains?.get(thumbprint);
    if (told !== undefined) return told;
  }
  return undefined;
}

/** What was found out while anchors and stores stood as they do. */
interface Known {
  readonly state: object;
  readonly snapshots: readonly StoreSnapshot[];
  readonly verdicts: Map<Thumbprint, ChainVerdict>;
}

function isStill(known: Known, { state }: Anchors, snapshots: readonly StoreSnapshot[]): boolean {
  return (
    known.state === state &&
    known.snapshots.length === snapshots.length &&
    known.snapshots.every((snapshot, at) => snapshot === snapshots[at])
  );
}

/** undefined: it stands in no store, or no longer where it was seen. */
async function verdictOn(
  places: readonly StoredCertificate[],
  stored: StoredIssuers,
  anchors: Anchors,
): Promise<ChainVerdict | undefined> {
  for (const place of places) {
    const loaded = await stored.load(place);
    if (loaded === undefined) continue;
    if (loaded.kind === 'refused') return { status: 'refused', detail: loaded.detail };
    const verdict = await followIssuers(place, loaded.judge, stored, anchors);
    if (verdict.status !== 'trusted') return verdict;
    const presented: readonly ChainLink[] = await presentedLinks(places, stored);
    return presented.length === 0 ? verdict : { ...verdict, presented };
  }
  return undefined;
}
