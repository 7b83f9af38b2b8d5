import { namesOf, type StoredCertificate } from '../certificate/certificate.ts';
import type { CertificatesOfStoreData } from '../event/event-data-groups.ts';
import type { ParametersOf, RaisedEvent } from '../event/event-definition.ts';
import type { Command } from '../remedy/remedy.ts';
import { EVERY_INVENTORY, EVERY_STORE } from '../scope.ts';
import type { Finding } from './finding.ts';
import type { StoreCertificates } from './store-certificates.ts';

/** Maximum number of names of a listed certificate. */
const MAX_NAMES = 5;

/** The parts of a finding that depend on the rule. */
interface StoreFindingOptions {
  /** Returns the content of the event, for its parameters and the facts about the store. */
  readonly contentOf: (parameters: ParametersOf<['store', 'count']>, data: CertificatesOfStoreData) => RaisedEvent;
  /** Left out: 0. */
  readonly urgency?: number;
  readonly remedy: readonly Command[];
  /** Returns the detail of a listed certificate. Left out: no details. */
  readonly detailOf?: (stored: StoredCertificate) => string;
}

/**
 * Returns the finding about some certificates of a store: their number, and the first ten. Its
 * condition is cleared only by a scan that has read this store, all other stores and all
 * inventories (the sources that list stores), because any store may contain a newer certificate with
 * the names of a listed one.
 */
export function storeFinding(
  store: string,
  { count, listed }: StoreCertificates,
  { contentOf, urgency = 0, remedy, detailOf }: StoreFindingOptions,
): Finding {
  const data: CertificatesOfStoreData = {
    store,
    count,
    certificates: listed.map((stored) => ({
      thumbprint: stored.certificate.thumbprint,
      names: namesOf(stored.certificate).slice(0, MAX_NAMES),
      notAfter: stored.certificate.notAfter,
      ...(detailOf === undefined ? {} : { detail: detailOf(stored) }),
    })),
  };
  return {
    ...contentOf({ store, count: String(count) }, data),
    subject: store,
    remedy,
    clearingNeeds: [`store:${store}`, EVERY_STORE, EVERY_INVENTORY],
    urgency,
  };
}
