import type { Assessment } from '../assessment/assess.ts';
import { Successors } from '../assessment/successors.ts';
import type { Certificate, StoredCertificate, Thumbprint } from '../certificate/certificate.ts';
import { coverageOf, definedStores } from '../observation/coverage.ts';
import type { Instant } from '../time.ts';
import { isAllAvailable } from './is-all-available.ts';
import { byStore, type Members } from './store-finding.ts';

/** Set of few certificates for many lookups. It compares thumbprints only if the expiry matches. */
class ReportedCertificates {
  readonly #byEnd: Map<Instant, Set<Thumbprint>> = new Map();

  add({ notAfter, thumbprint }: Certificate): void {
    const known = this.#byEnd.get(notAfter);
    if (known === undefined) this.#byEnd.set(notAfter, new Set([thumbprint]));
    else known.add(thumbprint);
  }

  has(certificate: Certificate): boolean {
    return this.#byEnd.get(certificate.notAfter)?.has(certificate.thumbprint) === true;
  }
}

/**
 * Returns the certificates that other events cover: selected ones, nearest misses, the internal
 * one.
 */
function reportedOtherwise({ selections, internal }: Assessment): ReportedCertificates {
  const reported = new ReportedCertificates();
  if (internal !== undefined) reported.add(internal.certificate);
  for (const { selection } of selections) {
    if (selection.kind === 'chosen') {
      for (const { certificate } of [selection.chosen, ...(selection.presentedToo ?? [])]) reported.add(certificate);
    }
    if (selection.kind !== 'none' || selection.nearestMiss === undefined) continue;
    const { candidate, reason } = selection.nearestMiss;
    if (reason !== 'certificate-host-mismatch') reported.add(candidate.certificate);
  }
  return reported;
}

/** Certificates that an event is about, and the order in which it lists them. */
interface Asked {
  readonly from: Instant;
  readonly until: Instant;
  readonly counts?: (certificate: Certificate) => boolean;
  readonly rank: (certificate: Certificate) => number;
}

/**
 * Returns by store the certificates that expire between two instants, and that are neither used nor
 * replaced. They must have their key, except for end-entity certificates in personal stores. Empty
 * if a store or an inventory is unavailable, because certificates there may use or replace them.
 */
export function unusedCertificates(assessment: Assessment, asked: Asked): ReadonlyMap<string, Members> {
  const { observation } = assessment;
  if (!isAllAvailable(observation)) return new Map();
  const coverage = coverageOf(observation);
  const seen = definedStores(observation).flatMap(({ name }) =>
    coverage(`store:${name}`) === 'available' ? [name] : [],
  );
  return byStore(unusedOf(assessment, asked, new Set(seen)), assessment.index, asked.rank);
}

function* unusedOf(
  assessment: Assessment,
  { from, until, counts }: Asked,
  stores: ReadonlySet<string>,
): Generator<StoredCertificate> {
  const { index, context } = assessment;
  const reported = reportedOtherwise(assessment);
  const lineages = new Successors({ index, now: context.now, isPersonal: context.isPersonal });
  // Many certificates may expire, and most of them are in one store.
  let last: { readonly store: string; readonly isSeen: boolean; readonly isPersonal: boolean } | undefined;
  for (const stored of index.byNotAfter.between(from, until)) {
    const { store, certificate } = stored;
    if (last?.store !== store) last = { store, isSeen: stores.has(store), isPersonal: context.isPersonal(store) };
    if (!last.isSeen || (counts !== undefined && !counts(certificate))) continue;
    if (!last.isPersonal && stored.key.kind !== 'matches') continue;
    if (!reported.has(certificate) && !lineages.isOutlived(stored)) yield stored;
  }
}
