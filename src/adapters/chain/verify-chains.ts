import type { StoredCertificate, Thumbprint } from '../../domain/certificate/certificate.ts';
import type { ChainLink, ChainVerdict } from '../../domain/certificate/chain-verdict.ts';
import type { TrustSource } from '../../domain/certificate/trust-source.ts';
import type { StoreSnapshot } from '../../domain/connector/store-snapshot.ts';
import { DistinctValues } from '../../domain/distinct-values.ts';
import type { CertificateFiles, ChainVerifier } from '../../work/ports/stores.ts';
import { absenceFrom, followIssuers, uncertaintyOf } from './follow-issuers.ts';
import { presentedLinks } from './presented-links.ts';
import { SignatureChecks } from './signature-checks.ts';
import { StoredIssuers } from './stored-issuers.ts';
import { type Anchors, type AnchorsFor, anchorsFrom } from './trust-anchors.ts';

/** The maximum number of different verdicts. Most certificates of one CA have the same. */
const DISTINCT = 1000;

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
  let known: Known | undefined;
  return {
    verify: async (thumbprints, snapshots, given, loads = 'always') => {
      const found = new Map<Thumbprint, ChainVerdict>();
      if (thumbprints.size === 0) return found;
      const anchors = await trustAnchors.read();
      if (known === undefined || !isStill(known, anchors, snapshots)) {
        known = { state: anchors.state, snapshots, verdicts: new Map() };
      }
      const { verdicts } = known;
      const asked = new Set([...thumbprints].filter((thumbprint) => !verdicts.has(thumbprint)));
      // Indexing all stores takes longer than most verdicts.
      const search = asked.size === 0 ? undefined : new Search(snapshots, files, anchors, asked, given);
      for (const thumbprint of thumbprints) {
        const verdict = verdicts.get(thumbprint) ?? (await search?.verdictOn(thumbprint, loads));
        if (verdict === undefined) continue;
        found.set(thumbprint, verdict);
        // A verdict without loading is not final, because another caller may require loading. If
        // other chains have used all checks of this run, the next run may find more.
        const isFinal = loads === 'always' && (verdict.status !== 'unknown' || search?.isSpent !== true);
        if (isFinal) verdicts.set(thumbprint, verdict);
      }
      return found;
    },
  };
}

/** Returns the verdict that a store itself reports, for certificates without a file. */
function verdictIn(snapshots: readonly StoreSnapshot[], thumbprint: Thumbprint): ChainVerdict | undefined {
  for (const { chains } of snapshots) {
    const verdict = chains?.get(thumbprint);
    if (verdict !== undefined) return verdict;
  }
  return undefined;
}

/** The verdicts for one state of the anchors and stores. */
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

/** The data of one run. */
class Search {
  readonly #snapshots: readonly StoreSnapshot[];
  readonly #anchors: Anchors;
  readonly #stored: StoredIssuers;
  readonly #checks: SignatureChecks = new SignatureChecks();
  readonly #distinct: DistinctValues = new DistinctValues(DISTINCT);
  /** By issuer: the verdict for certificates whose issuer is in no store. */
  readonly #missing: Map<string, ChainVerdict> = new Map();

  constructor(
    snapshots: readonly StoreSnapshot[],
    files: CertificateFiles,
    anchors: Anchors,
    asked: ReadonlySet<Thumbprint>,
    given: readonly string[] | undefined,
  ) {
    this.#snapshots = snapshots;
    this.#anchors = anchors;
    this.#stored = new StoredIssuers(snapshots, files, asked, given);
  }

  get isSpent(): boolean {
    return this.#checks.isSpent;
  }

  /** Returns undefined if the certificate is in no store, or no longer at its location. */
  async verdictOn(thumbprint: Thumbprint, loads: 'always' | 'when-needed'): Promise<ChainVerdict | undefined> {
    const places = this.#stored.find(thumbprint);
    const reported = verdictIn(this.#snapshots, thumbprint);
    const [first] = places;
    if (loads === 'when-needed' && reported === undefined && first !== undefined && this.#lacksIssuer(first)) {
      return this.#missingIssuer(first);
    }
    for (const place of places) {
      const loaded = await this.#stored.load(place);
      if (loaded === undefined) continue;
      if (loaded.kind === 'refused') return { status: 'refused', detail: loaded.detail };
      const chain = this.#checks.forChain();
      const verdict = await followIssuers(place, loaded.judge, this.#stored, this.#anchors, chain);
      if (verdict.status !== 'trusted') return verdict;
      const presented: readonly ChainLink[] = await presentedLinks(places, this.#stored, chain);
      return this.#distinct.once(presented.length === 0 ? verdict : { ...verdict, presented });
    }
    return reported;
  }

  /**
   * Returns whether neither stores nor anchors have the issuer. Then there is no signature to
   * verify.
   */
  #lacksIssuer({ certificate }: StoredCertificate): boolean {
    const { thumbprint, issuer, isSelfIssued } = certificate;
    if (isSelfIssued || !this.#stored.lacks(issuer)) return false;
    return this.#anchors.kindOf(thumbprint) === undefined && this.#anchors.bySubject(issuer).length === 0;
  }

  #missingIssuer(stored: StoredCertificate): ChainVerdict {
    const { issuer } = stored.certificate;
    const known = this.#missing.get(issuer);
    if (known !== undefined) return known;
    const absence = absenceFrom(this.#stored.absenceOf(stored), this.#anchors);
    const verdict: ChainVerdict = { status: 'untrusted', ...absence, ...uncertaintyOf(this.#anchors) };
    this.#missing.set(issuer, verdict);
    return verdict;
  }
}
