import type { StoredCertificate, Thumbprint } from '../../domain/certificate/certificate.ts';
import type { ChainLink, ChainVerdict } from '../../domain/certificate/chain-verdict.ts';
import type { TrustSource } from '../../domain/certificate/trust-source.ts';
import type { StoreSnapshot } from '../../domain/connector/store-snapshot.ts';
import { DistinctValues } from '../../domain/distinct-values.ts';
import type { CertificateFiles, ChainVerifier } from '../../work/ports/stores.ts';
import { followIssuers, uncertaintyOf, withUnreadableAnchors } from './follow-issuers.ts';
import { intermediatesInFiles } from './intermediates-in-files.ts';
import { SignatureChecks } from './signature-checks.ts';
import { StoredCertificates } from './stored-certificates.ts';
import { type Anchors, type AnchorsFor, anchorsFrom } from './trust-anchors.ts';

/** The maximum number of different verdicts, each stored once. Most chains of a CA share one. */
const MAX_DISTINCT_VERDICTS = 1000;

/**
 * Creates the verifier for certificates in the stores. It searches issuers in the same file, the
 * stores and the trust anchors, and verifies each signature. It does not check the time. Instead,
 * the verdict says until when it is valid. It uses no network: issuers that are not on this host
 * are not found.
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
      const uncached = new Set([...thumbprints].filter((thumbprint) => !verdicts.has(thumbprint)));
      // Created only if necessary, because it indexes the CA certificates of all stores.
      const search =
        uncached.size === 0 ? undefined : new ChainSearch(snapshots, files, anchors, uncached, assumedPems);
      for (const thumbprint of thumbprints) {
        const verdict = verdicts.get(thumbprint) ?? (await search?.verdictOn(thumbprint, loads));
        if (verdict === undefined) continue;
        result.set(thumbprint, verdict);
        // With `when-needed`, the certificate may not have been loaded, which another caller may
        // need.
        if (loads !== 'always') continue;
        // If other chains have used all checks of this run, the next run may find more.
        const mayFindMore = verdict.status === 'unknown' && search?.areChecksUsedUp === true;
        if (!mayFindMore) verdicts.set(thumbprint, verdict);
      }
      return result;
    },
  };
}

/**
 * Returns the verdict that a store itself reports. Such a store, for example that of Exchange, has
 * certificates without files.
 */
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

/** Determines the verdicts of one call of the verifier. */
class ChainSearch {
  readonly #snapshots: readonly StoreSnapshot[];
  readonly #anchors: Anchors;
  readonly #stored: StoredCertificates;
  readonly #checks: SignatureChecks = new SignatureChecks();
  readonly #distinct: DistinctValues = new DistinctValues(MAX_DISTINCT_VERDICTS);
  /** The verdicts on certificates whose issuer is in no store, by issuer. */
  readonly #verdictsByMissingIssuer: Map<string, ChainVerdict> = new Map();

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

  get areChecksUsedUp(): boolean {
    return this.#checks.isLimitReached;
  }

  /**
   * Returns the verdict on a certificate; undefined if it is in no store, or no longer in its file.
   * @param loads `when-needed`: does not load the certificate with OpenSSL if its issuer is missing
   */
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
   * Returns whether the issuer of a certificate is neither in a store nor a trust anchor, so that
   * there is no signature to verify.
   */
  #lacksIssuer({ certificate }: StoredCertificate): boolean {
    const { thumbprint, issuer, isSelfIssued } = certificate;
    if (isSelfIssued || this.#stored.hasCa(issuer)) return false;
    return this.#anchors.kindOf(thumbprint) === undefined && this.#anchors.bySubject(issuer).length === 0;
  }

  #missingIssuerVerdict(stored: StoredCertificate): ChainVerdict {
    const { issuer } = stored.certificate;
    const known = this.#verdictsByMissingIssuer.get(issuer);
    if (known !== undefined) return known;
    const pathEnd = withUnreadableAnchors(this.#stored.pathEndWithoutIssuer(stored), this.#anchors);
    const verdict: ChainVerdict = { status: 'untrusted', ...pathEnd, ...uncertaintyOf(this.#anchors) };
    this.#verdictsByMissingIssuer.set(issuer, verdict);
    return verdict;
  }
}
