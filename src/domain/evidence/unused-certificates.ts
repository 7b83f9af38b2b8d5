import type { Assessment } from '../assessment/assess.ts';
import { Successors } from '../assessment/successors.ts';
import type { Certificate, StoredCertificate, Thumbprint } from '../certificate/certificate.ts';
import { coverageOf } from '../observation/coverage.ts';
import { definedStores } from '../observation/defined-stores.ts';
import type { Instant } from '../time.ts';
import { areAllSourcesAvailable } from './all-sources.ts';
import { groupByStore, type StoreCertificates } from './store-certificates.ts';

/**
 * A set of certificates. A search for a certificate that is not in the set is fast, because it
 * usually compares only the expiry.
 */
class ReportedCertificates {
  readonly #byNotAfter: Map<Instant, Set<Thumbprint>> = new Map();

  add({ notAfter, thumbprint }: Certificate): void {
    const thumbprints = this.#byNotAfter.get(notAfter);
    if (thumbprints === undefined) this.#byNotAfter.set(notAfter, new Set([thumbprint]));
    else thumbprints.add(thumbprint);
  }

  has(certificate: Certificate): boolean {
    return this.#byNotAfter.get(certificate.notAfter)?.has(certificate.thumbprint) === true;
  }
}

/**
 * Returns the certificates that other events report: the selected certificates, the closest certificates
 * (certificates that need the fewest steps to be selected) and the internal transport certificate
 * (for mail between Exchange servers). Leaves out a closest certificate that only matches another name,
 * because the event about the connector does not report its expiry.
 */
function certificatesOfOtherEvents({ selections, internalCertificate }: Assessment): ReportedCertificates {
  const reported = new ReportedCertificates();
  if (internalCertificate !== undefined) reported.add(internalCertificate.certificate);
  for (const { selection } of selections) {
    if (selection.kind === 'chosen') {
      for (const { certificate } of [selection.chosen, ...(selection.alsoSelected ?? [])]) reported.add(certificate);
    }
    if (selection.kind !== 'none' || selection.nearestMiss === undefined) continue;
    const { candidate, reason } = selection.nearestMiss;
    if (reason !== 'certificate-host-mismatch') reported.add(candidate.certificate);
  }
  return reported;
}

/** The certificates that an event is about, and the order in which it lists them. */
interface ExpiryQuery {
  /** Earliest expiry. */
  readonly expiresFrom: Instant;
  /** Latest expiry. */
  readonly expiresUntil: Instant;
  /** Left out: all certificates. */
  readonly matches?: (certificate: Certificate) => boolean;
  /** A certificate with a lower rank is listed first. */
  readonly rank: (certificate: Certificate) => number;
}

/**
 * Returns, by store, the certificates that expire between two instants, that no other event
 * reports, and that no certificate with a later expiry replaces. In stores that connectors do not
 * search, only certificates with their key count. Empty if a store that connectors search, or an
 * inventory (a list of connectors and stores), is unavailable, because it may contain a replacement
 * or a connector that uses the certificate. Other unavailable stores are left out.
 */
export function unusedCertificates(assessment: Assessment, query: ExpiryQuery): ReadonlyMap<string, StoreCertificates> {
  const { observation } = assessment;
  if (!areAllSourcesAvailable(observation)) return new Map();
  const coverage = coverageOf(observation);
  const available = definedStores(observation).flatMap(({ name }) =>
    coverage(`store:${name}`) === 'available' ? [name] : [],
  );
  return groupByStore(unusedOf(assessment, query, new Set(available)), assessment.index, query.rank);
}

function* unusedOf(
  assessment: Assessment,
  { expiresFrom, expiresUntil, matches }: ExpiryQuery,
  stores: ReadonlySet<string>,
): Generator<StoredCertificate> {
  const { index, context } = assessment;
  const reported = certificatesOfOtherEvents(assessment);
  const successors = new Successors({ index, now: context.now, isSearched: context.isSearched });
  // The properties of a store are looked up only if the store changes, because most certificates
  // are in one store.
  let current: { readonly store: string; readonly isAvailable: boolean; readonly isSearched: boolean } | undefined;
  for (const stored of index.byNotAfter.between(expiresFrom, expiresUntil)) {
    const { store, certificate } = stored;
    if (current?.store !== store)
      current = { store, isAvailable: stores.has(store), isSearched: context.isSearched(store) };
    if (!current.isAvailable || (matches !== undefined && !matches(certificate))) continue;
    if (!current.isSearched && stored.key.kind !== 'matches') continue;
    if (!reported.has(certificate) && !successors.hasLongerValidSuccessor(stored)) yield stored;
  }
}
