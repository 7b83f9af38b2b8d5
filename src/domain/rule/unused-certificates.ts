import type { Certificate, StoredCertificate, Thumbprint } from '../certificate/certificate.ts';
import type { Assessment } from '../observation/assess.ts';
import { coverageOf, definedStores } from '../observation/coverage.ts';
import { Lineages } from '../observation/lineages.ts';
import type { Instant } from '../time.ts';
import { isAllSeen } from './is-all-seen.ts';
import { byStore } from './store-finding.ts';

/** A few certificates, wherever they lie: asked about very many, so that only what ends with one of them is compared. */
class Told {
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

/** What other events tell of: all that connectors choose or would but for one thing, and the internal one. */
function toldOtherwise({ selections, internal }: Assessment): Told {
  const told = new Told();
  if (internal !== undefined) told.add(internal.certificate);
  for (const { selection } of selections) {
    if (selection.kind === 'chosen') {
      for (const { certificate } of [selection.chosen, ...(selection.presentedToo ?? [])]) told.add(certificate);
    }
    if (selection.kind !== 'none' || selection.nearestMiss === undefined) continue;
    const { candidate, reason } = selection.nearestMiss;
    if (reason !== 'certificate-host-mismatch') told.add(candidate.certificate);
  }
  return told;
}

/**
 * Store by store: the certificates that end between two instants, that no connector uses and that nothing replaces. Those
 * that have their key here, and in stores in which connectors look also an end entity's without one; never an authority's
 * that stands there for its signature. Nothing while anything is not seen: what is not seen may use or replace them.
 */
export function unusedCertificates(
  assessment: Assessment,
  from: Instant,
  until: Instant,
): ReadonlyMap<string, readonly StoredCertificate[]> {
  const found = new Map<string, readonly StoredCertificate[]>();
  const { observation, index, ground } = assessment;
  if (!isAllSeen(observation)) return found;
  const told = toldOtherwise(assessment);
  const lineages = new Lineages({ index, now: ground.now, isPersonal: ground.isPersonal });
  const ending = index.byNotAfter
    .between(from, until)
    .filter((stored) => stored.key.kind === 'matches' || ground.isPersonal(stored.store))
    .filter((stored) => !told.has(stored.certificate) && !lineages.isOutlived(stored));
  const coverage = coverageOf(observation);
  const defined = new Set(definedStores(observation).map(({ name }) => name));
  for (const [store, members] of byStore(ending, index)) {
    if (defined.has(store) && coverage(`store:${store}`) === 'seen') found.set(store, members);
  }
  return found;
}
