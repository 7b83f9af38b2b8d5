import { searchedStorePredicate } from '../../domain/assessment/selection-contexts.ts';
import type { Settings } from '../../domain/assessment/settings.ts';
import { Successors } from '../../domain/assessment/successors.ts';
import { belongsToCa } from '../../domain/certificate/belongs-to-ca.ts';
import type { StoredCertificate, Thumbprint } from '../../domain/certificate/certificate.ts';
import { type ChainVerdict, verdictAt } from '../../domain/certificate/chain-verdict.ts';
import { copyStoredCertificate } from '../../domain/certificate/copy-stored-certificate.ts';
import { type ExpiringSettings, isExpired, isNotYetValid, lifetimeStateOf } from '../../domain/certificate/lifetime.ts';
import { originOf } from '../../domain/certificate/origin.ts';
import type { CertificateIndex } from '../../domain/certificate-index/certificate-index.ts';
import type { Observation } from '../../domain/observation/observation.ts';
import type { ListedCertificate } from '../../domain/status/status.ts';
import type { Instant } from '../../domain/time.ts';
import { certificatesByLocation } from './certificates-by-location.ts';

const NO_CONNECTORS: readonly string[] = [];

/** Returns the first reason why a certificate is not valid: its dates, its key, or its chain. */
function statusOf(
  { certificate, key }: StoredCertificate,
  verdict: ChainVerdict | undefined,
  now: Instant,
): ListedCertificate['status'] {
  if (isExpired(certificate, now) || isNotYetValid(certificate, now)) return 'DateInvalid';
  if (key.kind === 'differs') return 'Invalid';
  switch (verdict?.status) {
    case undefined:
    case 'unknown':
      return 'Unknown';
    case 'refused':
      return 'Invalid';
    case 'untrusted':
      return 'Untrusted';
    case 'trusted':
    case 'self-signed':
      return 'Valid';
  }
}

/**
 * Returns true for a CA certificate without its private key. It is enabled for no services: a chain
 * file can contain it next to a leaf certificate that is enabled. `certificate.isCa` does not suffice
 * for a self-issued certificate, because self-signed server certificates often set it too.
 */
function isCaWithoutKey({ certificate, key }: StoredCertificate): boolean {
  return certificate.isCa && key.kind !== 'matches' && (!certificate.isSelfIssued || belongsToCa(certificate));
}

/** The evaluated parts of a listing. */
export interface ListingInputs {
  /** The chain verdicts. A certificate without a verdict has an unknown origin and status. */
  readonly chains: ReadonlyMap<Thumbprint, ChainVerdict>;
  /** The names of the connectors that use each certificate; undefined if not requested. */
  readonly selectedBy?: ReadonlyMap<Thumbprint, readonly string[]> | undefined;
}

/** The input from which the properties of every listed certificate are computed. */
interface ListContext extends ListingInputs {
  readonly now: Instant;
  readonly expiresSoon: ExpiringSettings;
  readonly successors: Successors;
}

/** A listed certificate. Its costly properties are computed on access. */
class LazyListedCertificate implements ListedCertificate {
  /** As in the store; without services if it is a CA certificate without its key. */
  readonly stored: StoredCertificate;
  /** As in the store, with its services: a successor must be enabled for them too. */
  readonly #unmodified: StoredCertificate;
  readonly #context: ListContext;

  constructor(stored: StoredCertificate, context: ListContext) {
    this.stored = isCaWithoutKey(stored) ? copyStoredCertificate(stored, { services: [] }) : stored;
    this.#unmodified = stored;
    this.#context = context;
  }

  get lifetimeState(): ListedCertificate['lifetimeState'] {
    const { now, expiresSoon, successors } = this.#context;
    const state = lifetimeStateOf(this.stored.certificate, now, expiresSoon);
    return state === 'expired' && successors.isReplacedAfterExpiry(this.#unmodified) ? 'superseded' : state;
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

/**
 * Returns the last known certificates of all stores. A file of a connector that is also in a store is
 * listed once.
 * @param index builds the index on first use
 */
export function listCertificates(
  observation: Observation,
  { expiresSoon }: Settings,
  { chains, selectedBy }: ListingInputs,
  index: () => CertificateIndex,
): readonly ListedCertificate[] {
  const { now } = observation;
  let cachedSuccessors: Successors | undefined;
  const context: ListContext = {
    now,
    expiresSoon,
    chains,
    selectedBy,
    get successors() {
      cachedSuccessors ??= new Successors({ index: index(), now, isSearched: searchedStorePredicate(observation) });
      return cachedSuccessors;
    },
  };
  return certificatesByLocation(observation).map((stored) => new LazyListedCertificate(stored, context));
}
