import type { StoredCertificate, Thumbprint } from '../../domain/certificate/certificate.ts';
import type { ChainLink, ChainVerdict } from '../../domain/certificate/chain-verdict.ts';
import type { TrustSource } from '../../domain/certificate/trust-source.ts';
import type { StoreSnapshot } from '../../domain/connector/store-snapshot.ts';
import { DistinctValues } from '../../domain/distinct-values.ts';
import type { CertificateFiles, ChainVerifier } from '../../work/ports/stores.ts';
import { followIssuers, uncertaintyOf, withUnreadAnchors } from './follow-issuers.ts';
import { intermediatesInFiles } from './intermediates-in-files.ts';
import { SignatureChecks } from './signature-checks.ts';
import { StoredCertificates } from './stored-certificates.ts';
import { type Anchors, type AnchorsFor, anchorsFrom } from './trust-anchors.ts';

/** The maximum number of different verdicts. Most certificates of one CA have the same. */
const MAX_DISTINCT_VERDICTS = 1000;

/**
 * Creates a verifier that follows issuers through the same file, the stores and the trust anchors,
 * and verifies each signature. It does not check the time. Instead, the verdict has an expiry, and
 * stays valid until then. It uses no network: issuers that are not on this host are not found.
 */
export function verifyChains(
  trust: readonly TrustSource[],
  files: CertificateFiles,
  anchorsFor: AnchorsFor = anchorsFrom(files),
): ChainVerifier {
  const trustAnchors = anchorsFor(trust);
  let cache: VerdictCache | undefined;
  return {
    verify: async (thumbprints, snapshots, assumedPems, loads = 'always') => {
      const result = new Map<Thumbprint, ChainVerdict>();
      if (thumbprints.size === 0) return result;
      const anchors = await trustAnchors.read();
      if (cache === undefined || !isCurrent(cache, anchors, snapshots)) {
        cache = { state: anchors.state, snapshots, verdicts: new Map() };
      }
      const { verdicts } = cache;
      const searched = new Set([...thumbprints].filter((thumbprint) => !verdicts.has(thumbprint)));
      // Indexing all stores takes longer than most verdicts.
      const search =
        searched.size === 0 ? undefined : new ChainSearch(snapshots, files, anchors, searched, assumedPems);
      for (const thumbprint of thumbprints) {
        const verdict = verdicts.get(thumbprint) ?? (await search?.verdictOn(thumbprint, loads));
        if (verdict === undefined) continue;
        result.set(thumbprint, verdict);
        // A verdict without loading is not final, because another caller may require loading. If
        // other chains have used all checks of this run, the next run may find more.
        const isFinal = loads === 'always' && (verdict.status !== 'unknown' || search?.isSpent !== true);
        if (isFinal) verdicts.set(thumbprint, verdict);
      }
      return result;
    },
  };
}

/** Returns the verdict that a store itself reports, for certificates without a file. */
function reportedVerdict(snapshots: readonly StoreSnapshot[], thumbprint: Thumbprint): ChainVerdict | undefined {
  for (const { chains } of snapshots) {
    const verdict = chains?.get(thumbprint);
    if (verdict !== undefined) return verdict;
  }
  return undefined;
}

/** The verdicts for one state of the anchors and stores. */
interface VerdictCache {
  readonly state: object;
  readonly snapshots: readonly StoreSnapshot[];
  readonly verdicts: Map<Thumbprint, ChainVerdict>;
}

function isCurrent(cache: VerdictCache, { state }: Anchors, snapshots: readonly StoreSnapshot[]): boolean {
  return (
    cache.state === state &&
    cache.snapshots.length === snapshots.length &&
    cache.snapshots.every((snapshot, index) => snapshot === snapshots[index])
  );
}

/** The data of one run. */
class ChainSearch {
  readonly #snapshots: readonly StoreSnapshot[];
  readonly #anchors: Anchors;
  readonly #stored: StoredCertificates;
  readonly #checks: SignatureChecks = new SignatureChecks();
  readonly #distinct: DistinctValues = new DistinctValues(MAX_DISTINCT_VERDICTS);
  /** By issuer: the verdict for certificates whose issuer is in no store. */
  readonly #missingIssuers: Map<string, ChainVerdict> = new Map();

  constructor(
    snapshots: readonly StoreSnapshot[],
    files: CertificateFiles,
    anchors: Anchors,
    searched: ReadonlySet<Thumbprint>,
    assumedPems: readonly string[] | undefined,
  ) {
    this.#snapshots = snapshots;
    this.#anchors = anchors;
    this.#stored = new StoredCertificates(snapshots, files, searched, assumedPems);
  }

  get isSpent(): boolean {
    return this.#checks.isLimitReached;
  }

  /** Returns undefined if the certificate is in no store, or no longer at its location. */
  async verdictOn(thumbprint: Thumbprint, loads: 'always' | 'when-needed'): Promise<ChainVerdict | undefined> {
    const locations = this.#stored.find(thumbprint);
    const reported = reportedVerdict(this.#snapshots, thumbprint);
    const [first] = locations;
    if (loads === 'when-needed' && reported === undefined && first !== undefined && this.#lacksIssuer(first)) {
      return this.#missingIssuerVerdict(first);
    }
    for (const location of locations) {
      const loaded = await this.#stored.loadOrReason(location);
      if (loaded === undefined) continue;
      if (loaded.kind === 'refused') return { status: 'refused', detail: loaded.detail };
      const chain = this.#checks.forChain();
      const verdict = await followIssuers(location, loaded.certificate, this.#stored, this.#anchors, chain);
      if (verdict.status !== 'trusted') return verdict;
      const intermediates: readonly ChainLink[] = await intermediatesInFiles(locations, this.#stored, chain);
      return this.#distinct.intern(intermediates.length === 0 ? verdict : { ...verdict, intermediates });
    }
    return reported;
  }

  /**
   * Returns whether neither stores nor anchors have the issuer. Then there is no signature to
   * verify.
   */
  #lacksIssuer({ certificate }: StoredCertificate): boolean {
    const { thumbprint, issuer, isSelfIssued } = certificate;
    if (isSelfIssued || this.#stored.hasCa(issuer)) return false;
    return this.#anchors.kindOf(thumbprint) === undefined && this.#anchors.bySubject(issuer).length === 0;
  }

  #missingIssuerVerdict(stored: StoredCertificate): ChainVerdict {
    const { issuer } = stored.certificate;
    const missing = this.#missingIssuers.get(issuer);
    if (missing !== undefined) return missing;
    const absence = withUnreadAnchors(this.#stored.pathEndWithoutIssuer(stored), this.#anchors);
    const verdict: ChainVerdict = { status: 'untrusted', ...absence, ...uncertaintyOf(this.#anchors) };
    this.#missingIssuers.set(issuer, verdict);
    return verdict;
  }
}
