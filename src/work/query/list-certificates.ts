import { certificatesOf, isPersonalIn } from '../../domain/assessment/assess.ts';
import type { Settings } from '../../domain/assessment/settings.ts';
import { Successors } from '../../domain/assessment/successors.ts';
import { alterStored } from '../../domain/certificate/alter-stored.ts';
import type { StoredCertificate, Thumbprint } from '../../domain/certificate/certificate.ts';
import { type ChainVerdict, verdictAt } from '../../domain/certificate/chain-verdict.ts';
import { isCaCertificate } from '../../domain/certificate/is-ca-certificate.ts';
import { isExpired, isNotYetValid, lifetimeState, type SoonWindow } from '../../domain/certificate/lifetime.ts';
import { originOf } from '../../domain/certificate/origin.ts';
import type { CertificateIndex } from '../../domain/certificate-index/certificate-index.ts';
import { isFileStore } from '../../domain/connector/certificate-file.ts';
import type { Observation } from '../../domain/observation/observation.ts';
import type { ListedCertificate } from '../../domain/status/status.ts';
import type { Instant } from '../../domain/time.ts';

const NOBODY: readonly string[] = [];

/** The first that keeps it from being valid: its dates, its key, its chain. */
function statusOf(
  { certificate, key }: StoredCertificate,
  verdict: ChainVerdict | undefined,
  now: Instant,
): ListedCertificate['status'] {
  if (isExpired(certificate, now) || isNotYetValid(certificate, now)) return 'DateInvalid';
  if (key.kind === 'differs') return 'Invalid';
  if (verdict === undefined || verdict.status === 'unknown') return 'Unknown';
  if (verdict.status === 'refused') return 'Invalid';
  return verdict.status === 'untrusted' ? 'Untrusted' : 'Valid';
}

/** A file that a connector names may lie in a store too: what stands in it is listed there. */
function withoutDoubles(certificates: readonly StoredCertificate[]): readonly StoredCertificate[] {
  const placeOf = ({ location: { path, block } }: StoredCertificate): string => `${path}#${block}`;
  if (!certificates.some(({ store }) => isFileStore(store))) return certificates;
  const places = new Set(certificates.flatMap((stored) => (isFileStore(stored.store) ? [] : [placeOf(stored)])));
  return certificates.filter((stored) => !isFileStore(stored.store) || !places.has(placeOf(stored)));
}

/** An authority's, kept for its signature: it is enabled for nothing, whatever what lies beside it is enabled for. */
function isIssuer({ certificate, key }: StoredCertificate): boolean {
  return certificate.isCa && key.kind !== 'matches' && (!certificate.isSelfIssued || isCaCertificate(certificate));
}

/** What was worked out for a listing. */
export interface WorkedOut {
  /** Of these certificates alone origin and status are known. */
  readonly chains: ReadonlyMap<Thumbprint, ChainVerdict>;
  /** The connectors that use a certificate; undefined: that was not asked. */
  readonly selectedBy?: ReadonlyMap<Thumbprint, readonly string[]> | undefined;
}

/** What the listing of one certificate draws on. */
interface ListContext extends WorkedOut {
  readonly now: Instant;
  readonly expiresSoon: SoonWindow;
  readonly lineages: Successors;
}

/** A certificate of a list: what is costly about it is worked out when it is asked for. */
class Listed implements ListedCertificate {
  readonly stored: StoredCertificate;
  readonly #found: StoredCertificate;
  readonly #ground: ListContext;

  constructor(stored: StoredCertificate, ground: ListContext) {
    this.stored = isIssuer(stored) ? alterStored(stored, { services: [] }) : stored;
    this.#found = stored;
    this.#ground = ground;
  }

  get lifetimeState(): ListedCertificate['lifetimeState'] {
    const { now, expiresSoon, lineages } = this.#ground;
    const state = lifetimeState(this.stored.certificate, now, expiresSoon);
    return state === 'expired' && lineages.isSuperseded(this.#found) ? 'superseded' : state;
  }

  get origin(): ListedCertificate['origin'] {
    return originOf(this.#verdict);
  }

  get status(): ListedCertificate['status'] {
    return statusOf(this.stored, this.#verdict, this.#ground.now);
  }

  get selectedBy(): ListedCertificate['selectedBy'] {
    const { selectedBy } = this.#ground;
    return selectedBy && (selectedBy.get(this.stored.certificate.thumbprint) ?? NOBODY);
  }

  get #verdict(): ChainVerdict | undefined {
    const { chains, now } = this.#ground;
    const verdict = chains.get(this.stored.certificate.thumbprint);
    return verdict && verdictAt(verdict, now);
  }
}

/** Counts the chains that could not be followed to the end. */
export function notFollowed(chains: WorkedOut['chains'], now: Instant): number {
  let count = 0;
  for (const verdict of chains.values()) if (verdictAt(verdict, now).status === 'unknown') count += 1;
  return count;
}

/** Every certificate of every store that was seen. */
export function listCertificates(
  observation: Observation,
  { expiresSoon }: Settings,
  { chains, selectedBy }: WorkedOut,
  index: () => CertificateIndex,
): readonly ListedCertificate[] {
  const { now } = observation;
  const ground: ListContext = {
    now,
    expiresSoon,
    chains,
    selectedBy,
    get lineages() {
      lineages ??= new Successors({ index: index(), now, isPersonal: isPersonalIn(observation) });
      return lineages;
    },
  };
  let lineages: Successors | undefined;
  return withoutDoubles(certificatesOf(observation)).map((stored) => new Listed(stored, ground));
}
