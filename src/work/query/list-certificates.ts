import { certificatesOf, isPersonalIn } from '../../domain/assessment/assess.ts';
import type { Settings } from '../../domain/assessment/settings.ts';
import { Successors } from '../../domain/assessment/successors.ts';
import type { StoredCertificate, Thumbprint } from '../../domain/certificate/certificate.ts';
import { type ChainVerdict, verdictAt } from '../../domain/certificate/chain-verdict.ts';
import { copyStoredCertificate } from '../../domain/certificate/copy-stored-certificate.ts';
import { isCaCertificate } from '../../domain/certificate/is-ca-certificate.ts';
import { isExpired, isNotYetValid, lifetimeState, type SoonWindow } from '../../domain/certificate/lifetime.ts';
import { originOf } from '../../domain/certificate/origin.ts';
import type { CertificateIndex } from '../../domain/certificate-index/certificate-index.ts';
import { isFileStore } from '../../domain/connector/certificate-file.ts';
import type { Observation } from '../../domain/observation/observation.ts';
import type { ListedCertificate } from '../../domain/status/status.ts';
import type { Instant } from '../../domain/time.ts';

const NO_CONNECTORS: readonly string[] = [];

/** Returns the first reason why a certificate is not valid: its dates, its key, or its chain. */
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

/** Removes the certificates of connector files that are also listed in a store. */
function withoutDoubles(certificates: readonly StoredCertificate[]): readonly StoredCertificate[] {
  const placeOf = ({ location: { path, block } }: StoredCertificate): string => `${path}#${block}`;
  if (!certificates.some(({ store }) => isFileStore(store))) return certificates;
  const places = new Set(certificates.flatMap((stored) => (isFileStore(stored.store) ? [] : [placeOf(stored)])));
  return certificates.filter((stored) => !isFileStore(stored.store) || !places.has(placeOf(stored)));
}

/**
 * Returns true for a CA certificate without its key. It is enabled for no services, even if the
 * certificate stored next to it is.
 */
function isIssuer({ certificate, key }: StoredCertificate): boolean {
  return certificate.isCa && key.kind !== 'matches' && (!certificate.isSelfIssued || isCaCertificate(certificate));
}

/** The computed parts of a listing. */
export interface WorkedOut {
  /** The certificates whose origin and status are known. */
  readonly chains: ReadonlyMap<Thumbprint, ChainVerdict>;
  /** The connectors that use each certificate; undefined: not requested. */
  readonly selectedBy?: ReadonlyMap<Thumbprint, readonly string[]> | undefined;
}

/** The context of one listed certificate. */
interface ListContext extends WorkedOut {
  readonly now: Instant;
  readonly expiresSoon: SoonWindow;
  readonly lineages: Successors;
}

/** A listed certificate. Its costly properties are computed on access. */
class Listed implements ListedCertificate {
  readonly stored: StoredCertificate;
  readonly #found: StoredCertificate;
  readonly #context: ListContext;

  constructor(stored: StoredCertificate, context: ListContext) {
    this.stored = isIssuer(stored) ? copyStoredCertificate(stored, { services: [] }) : stored;
    this.#found = stored;
    this.#context = context;
  }

  get lifetimeState(): ListedCertificate['lifetimeState'] {
    const { now, expiresSoon, lineages } = this.#context;
    const state = lifetimeState(this.stored.certificate, now, expiresSoon);
    return state === 'expired' && lineages.isReplacedAfterExpiry(this.#found) ? 'superseded' : state;
  }

  get origin(): ListedCertificate['origin'] {
    return originOf(this.#verdict);
  }

  get status(): ListedCertificate['status'] {
    return statusOf(this.stored, this.#verdict, this.#context.now);
  }

  get selectedBy(): ListedCertificate['selectedBy'] {
    const { selectedBy } = this.#context;
    return selectedBy && (selectedBy.get(this.stored.certificate.thumbprint) ?? NO_CONNECTORS);
  }

  get #verdict(): ChainVerdict | undefined {
    const { chains, now } = this.#context;
    const verdict = chains.get(this.stored.certificate.thumbprint);
    return verdict && verdictAt(verdict, now);
  }
}

/** Returns the number of chains that were not followed to their end. */
export function notFollowed(chains: WorkedOut['chains'], now: Instant): number {
  let count = 0;
  for (const verdict of chains.values()) if (verdictAt(verdict, now).status === 'unknown') count += 1;
  return count;
}

/** Returns every certificate of every available store. */
export function listCertificates(
  observation: Observation,
  { expiresSoon }: Settings,
  { chains, selectedBy }: WorkedOut,
  index: () => CertificateIndex,
): readonly ListedCertificate[] {
  const { now } = observation;
  const context: ListContext = {
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
  return withoutDoubles(certificatesOf(observation)).map((stored) => new Listed(stored, context));
}
