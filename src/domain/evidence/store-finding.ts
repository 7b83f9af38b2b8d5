import { namesOf, type StoredCertificate } from '../certificate/certificate.ts';
import type { EventDefinition } from '../event/event-definition.ts';
import type { Facts } from '../event/facts.ts';
import type { Command } from '../remedy/remedy.ts';
import { EVERY_INVENTORY, EVERY_STORE } from '../scope.ts';
import type { Finding } from './finding.ts';
import type { StoreCertificates } from './store-certificates.ts';

/** Maximum number of names of a listed certificate. */
const MAX_NAMES = 5;

/** The parts of a finding that depend on the rule. */
interface StoreFindingOptions {
  readonly event: EventDefinition;
  /** Left out: 0. */
  readonly urgency?: number;
  readonly remedy: readonly Command[];
  /** Returns the detail of a listed certificate. Left out: no details. */
  readonly detailOf?: (stored: StoredCertificate) => string;
}

/**
 * Returns the finding about some certificates of a store: their number, and the first ten. Its
 * condition is cleared only after a scan of all stores, because any store may contain a newer
 * certificate with the same names.
 */
export function storeFinding(
  store: string,
  { count, listed }: StoreCertificates,
  { event, urgency = 0, remedy, detailOf }: StoreFindingOptions,
): Finding {
  const facts: Facts = {
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
    event,
    subject: store,
    parameters: [store, String(count)],
    facts,
    remedy,
    clearingNeeds: [`store:${store}`, EVERY_STORE, EVERY_INVENTORY],
    urgency,
  };
}
