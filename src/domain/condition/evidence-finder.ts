import type { Assessment } from '../assessment/assess.ts';
import type { StoredCertificate } from '../certificate/certificate.ts';
import { isExpired } from '../certificate/lifetime.ts';
import { isConnectorFile } from '../connector/certificate-file.ts';
import { cannotLoadStarttlsCertificateFromStore as cannotLoad } from '../event/catalog/cannot-load-starttls-certificate-from-store.ts';
import { internalTransportCertificateExpiresSoon } from '../event/catalog/internal-transport-certificate-expires-soon.ts';
import { starttlsCertificateExpired } from '../event/catalog/starttls-certificate-expired.ts';
import { starttlsCertificateExpiresSoon } from '../event/catalog/starttls-certificate-expires-soon.ts';
import type { Evidence } from '../event/data/life-cycle-data.ts';
import type { Coverage, Scope } from '../scope.ts';
import type { Instant } from '../time.ts';
import type { Condition } from './condition.ts';
import { evidenceOfProbes, evidenceOfProbesForFiles, probedNames } from './evidence-of-probes.ts';
import { indexByConnector } from './index-by-connector.ts';

/**
 * Events that are also cleared when the certificate expires, because another event reports that.
 */
const EXPIRES_SOON: ReadonlySet<number> = new Set([
  internalTransportCertificateExpiresSoon.eventId,
  starttlsCertificateExpiresSoon.eventId,
]);

/** Events about the expired certificate of a connector, one per profile. */
const EXPIRED: ReadonlySet<number> = new Set([cannotLoad.eventId, starttlsCertificateExpired.eventId]);

/**
 * Returns the evidence for a cleared condition: the store, inventory (list of connectors) or probe
 * that shows that the problem is gone, and why it does.
 */
export type EvidenceFinder = (condition: Condition) => Evidence;

/**
 * Returns the connectors of a condition: the connectors in its facts, which may be incomplete, and
 * those whose probes it needs. Empty if the facts name no connector.
 */
function connectorsOf(condition: Condition): readonly string[] {
  const { connector, connectors = [] } = condition.facts;
  const names = connector === undefined ? connectors : [connector];
  return names.length === 0 ? [] : [...names, ...probedNames(condition)];
}

/**
 * Returns the certificate that is now selected for the connectors of a condition, or used as the
 * internal transport certificate (for mail between Exchange servers). The certificate of the
 * condition is preferred.
 */
function selectedNow(
  { facts: { thumbprint } }: Condition,
  names: readonly string[],
  assessment: Assessment,
): StoredCertificate | undefined {
  if (names.length === 0) return thumbprint === undefined ? undefined : assessment.internalCertificate;
  const selected = indexByConnector(assessment)
    .selections(names)
    .flatMap(({ selection }) => (selection.kind === 'chosen' ? [selection.chosen] : []));
  return selected.find(({ certificate }) => certificate.thumbprint === thumbprint) ?? selected[0];
}

/**
 * Returns whether no certificate is selected for these connectors any more: they are disabled,
 * offer no TLS, or need no certificate.
 */
function isOff(names: readonly string[], assessment: Assessment): boolean {
  const selections = indexByConnector(assessment).selections(names);
  return selections.length > 0 && selections.every(({ selection }) => selection.kind === 'not-applicable');
}

/**
 * Returns a function that finds the evidence for cleared conditions in one assessment. The first
 * case that applies decides:
 * 1. All connectors or the store of the condition are gone: the inventory.
 * 2. The condition is about served certificates: see `evidenceOfProbes`.
 * 3. No certificate is selected for the connectors any more: the inventory.
 * 4. Another expired certificate is selected, which has its own condition: the store.
 * 5. The certificate has expired, which has its own event: the store.
 * 6. Otherwise a probe of the connectors, or else the store.
 */
export function evidenceFinderIn(assessment: Assessment, coverage: Coverage): EvidenceFinder {
  const { observation } = assessment;
  const scannedAt = (scope: Scope): Instant => {
    const result = scope.startsWith('store:')
      ? observation.stores.get(scope.slice('store:'.length))
      : observation.inventories.get(scope.slice('inventory:'.length));
    return result?.kind === 'available' ? result.at : observation.now;
  };
  const isGone = (scope: Scope): boolean => coverage(scope) === 'gone';
  const evidenceOfInventory = ({ needs }: Condition, reason: Evidence['reason']): Evidence => {
    const scope = needs.find((need) => need.startsWith('inventory:')) ?? needs[0];
    return { scope, at: scannedAt(scope), reason };
  };
  return (condition) => {
    const { store } = condition.facts;
    const names = connectorsOf(condition);
    if (names.length > 0 && names.every((name) => isGone(`connector:${name}`))) {
      return evidenceOfInventory(condition, 'connector-removed');
    }
    if (store !== undefined && !isConnectorFile(store) && isGone(`store:${store}`)) {
      return { scope: `store:${store}`, at: observation.now, reason: 'store-removed' };
    }
    if (condition.needs[0].startsWith('probe:')) return evidenceOfProbes(condition, assessment, coverage);
    if (isOff(names, assessment)) return evidenceOfInventory(condition, 'connector-off');
    const selected = selectedNow(condition, names, assessment);
    const scope: Scope = selected === undefined ? condition.needs[0] : `store:${selected.store}`;
    const at = scannedAt(scope);
    if (selected !== undefined && EXPIRED.has(condition.eventId) && isExpired(selected.certificate, observation.now)) {
      return { scope, at, reason: 'reclassified' };
    }
    const thumbprint = selected === undefined ? {} : { thumbprint: selected.certificate.thumbprint };
    if (hasExpiredSince(condition, selected, observation.now)) return { scope, at, reason: 'expired', ...thumbprint };
    const probe = evidenceOfProbesForFiles(condition, assessment, coverage) ?? { scope, at, reason: 'observed' };
    return { ...probe, ...thumbprint };
  };
}

/**
 * Returns whether a condition about an expiring certificate is cleared because the certificate
 * expired.
 */
function hasExpiredSince(
  { eventId, facts: { thumbprint, notAfter } }: Condition,
  selected: StoredCertificate | undefined,
  now: Instant,
): boolean {
  if (!EXPIRES_SOON.has(eventId) || selected?.certificate.thumbprint !== thumbprint) return false;
  return notAfter !== undefined && isExpired({ notAfter }, now);
}
