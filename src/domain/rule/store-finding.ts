import { namesOf, type StoredCertificate } from '../certificate/certificate.ts';
import type { EventDefinition } from '../event/event-definition.ts';
import type { Facts } from '../event/facts.ts';
import { EVERY_INVENTORY, EVERY_STORE } from '../scope.ts';
import type { Finding } from './finding.ts';

/** How many an event names. */
const NAMED = 10;
/** How many names are told of each. */
const NAMES = 5;

/** Certificates by the store they lie in, each once a store. */
export function byStore(
  certificates: readonly StoredCertificate[],
): ReadonlyMap<string, ReadonlyMap<string, StoredCertificate>> {
  const stores = new Map<string, Map<string, StoredCertificate>>();
  for (const stored of certificates) {
    const known = stores.get(stored.store) ?? new Map<string, StoredCertificate>();
    stores.set(stored.store, known);
    const { thumbprint } = stored.certificate;
    if (!known.has(thumbprint)) known.set(thumbprint, stored);
  }
  return stores;
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
