import { type Certificate, namesOf, type StoredCertificate } from '../certificate/certificate.ts';
import type { NameIndex } from '../connector/name-index.ts';
import type { EventDefinition } from '../event/event-definition.ts';
import type { Facts } from '../event/facts.ts';
import { EVERY_INVENTORY, EVERY_STORE } from '../scope.ts';
import type { Finding } from './finding.ts';

/** How many an event names. */
const NAMED = 10;
/** How many names are told of each. */
const NAMES = 5;

/** Certificates by the store they lie in, each once a store, in the order given. */
export function byStore(
  certificates: readonly StoredCertificate[],
  { isAlone }: Pick<NameIndex, 'isAlone'>,
): ReadonlyMap<string, readonly StoredCertificate[]> {
  const stores = new Map<string, StoredCertificate[]>();
  const met = new Set<string>();
  for (const stored of certificates) {
    const { store, certificate } = stored;
    // What shares no name stands nowhere else; the others are few.
    if (!isAlone(stored)) {
      const place = `${store} ${certificate.thumbprint}`;
      if (met.has(place)) continue;
      met.add(place);
    }
    const members = stores.get(store);
    if (members === undefined) stores.set(store, [stored]);
    else members.push(stored);
  }
  return stores;
}

/** The same certificates, those that an event names in front: the first by `rank`, then by thumbprint. */
export function namedFirst(
  members: readonly StoredCertificate[],
  rank: (certificate: Certificate) => number,
): readonly StoredCertificate[] {
  const isBefore = (a: Certificate, b: Certificate): boolean =>
    rank(a) === rank(b) ? a.thumbprint < b.thumbprint : rank(a) < rank(b);
  const first: StoredCertificate[] = [];
  for (const stored of members) {
    const last = first.at(-1);
    if (first.length === NAMED && last !== undefined && !isBefore(stored.certificate, last.certificate)) continue;
    const at = first.findIndex(({ certificate }) => isBefore(stored.certificate, certificate));
    first.splice(at === -1 ? first.length : at, 0, stored);
    if (first.length > NAMED) first.pop();
  }
  const named = new Set(first);
  return [...first, ...members.filter((stored) => !named.has(stored))];
}

/**
 * One finding a store, however many of its certificates it is about: how many, and the first ten, in the order given. It
 * claims that nothing takes their place, so it is to be made only where all was seen.
 */
export function storeFinding(
  event: EventDefinition,
  store: string,
  members: readonly StoredCertificate[],
  step: number,
  {
    command,
    detailOf,
  }: { readonly command: readonly string[]; readonly detailOf?: (one: StoredCertificate) => string },
): Finding {
  const facts: Facts = {
    store,
    count: members.length,
    certificates: members.slice(0, NAMED).map((stored) => ({
      thumbprint: stored.certificate.thumbprint,
      names: namesOf(stored.certificate).slice(0, NAMES),
      notAfter: stored.certificate.notAfter,
      ...(detailOf === undefined ? {} : { detail: detailOf(stored) }),
    })),
  };
  return {
    event,
    subject: store,
    parameters: [store, String(members.length)],
    facts,
    remedy: [[...command]],
    needs: [`store:${store}`, EVERY_STORE, EVERY_INVENTORY],
    step,
  };
}
