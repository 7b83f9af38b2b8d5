import type { Assessment } from '../assessment/assess.ts';
import type { StoredCertificate } from '../certificate/certificate.ts';
import { isExpired } from '../certificate/lifetime.ts';
import { isFileStore } from '../connector/certificate-file.ts';
import { cannotLoadStarttlsCertificateFromStore as cannotLoad } from '../event/catalog/cannot-load-starttls-certificate-from-store.ts';
import { internalTransportCertificateExpiresSoon } from '../event/catalog/internal-transport-certificate-expires-soon.ts';
import { starttlsCertificateExpired } from '../event/catalog/starttls-certificate-expired.ts';
import { starttlsCertificateExpiresSoon } from '../event/catalog/starttls-certificate-expires-soon.ts';
import type { Evidence } from '../event/facts.ts';
import type { Coverage, Scope } from '../scope.ts';
import type { Instant } from '../time.ts';
import type { Condition } from './condition.ts';
import { indexByConnector } from './index-by-connector.ts';
import { probedNames, probeProof, probeProofForFiles } from './probe-proof.ts';

/** Events that are cleared by the expiry of the certificate, although nothing was fixed. */
const EXPIRES_SOON: ReadonlySet<number> = new Set([
  internalTransportCertificateExpiresSoon.eventId,
  starttlsCertificateExpiresSoon.eventId,
]);

/** Events about the expired certificate of a connector, one per profile. */
const EXPIRED: ReadonlySet<number> = new Set([cannotLoad.eventId, starttlsCertificateExpired.eventId]);

/** Returns the scan or probe that resolved a condition. */
export type Proof = (condition: Condition) => Evidence;

/**
 * Returns the connectors of a condition: those in its facts, which may be incomplete, and those
 * whose probes it still needs. A reason about the configuration must be true for all of them. Empty
 * if the facts name no connector.
 */
function connectorsOf(condition: Condition): readonly string[] {
  const { connector, connectors = [] } = condition.facts;
  const names = connector === undefined ? connectors : [connector];
  return names.length === 0 ? [] : [...names, ...probedNames(condition)];
}

/**
 * Returns the certificate that is now selected for the connectors of a condition, or used as the
 * internal transport certificate. The certificate of the condition is preferred.
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
 * Returns a function that finds the evidence in one assessment. The first case that applies
 * decides:
 * 1. all connectors or the store of the condition are gone
 * 2. the condition is about served certificates
 * 3. no certificate is selected for the connectors any more
 * 4. another expired certificate is selected, which has its own condition
 * 5. the certificate has expired, which has its own event
 * 6. a probe, or the scan of the files
 */
export function proofIn(assessment: Assessment, coverage: Coverage): Proof {
  const { observation } = assessment;
  const scannedAt = (scope: Scope): Instant => {
    const result = scope.startsWith('store:')
      ? observation.stores.get(scope.slice('store:'.length))
      : observation.inventories.get(scope.slice('inventory:'.length));
    return result?.kind === 'available' ? result.at : observation.now;
  };
  const isGone = (scope: Scope): boolean => coverage(scope) === 'gone';
  const proofByInventory = ({ needs }: Condition, reason: Evidence['reason']): Evidence => {
    const scope = needs.find((need) => need.startsWith('inventory:')) ?? needs[0];
    return { scope, at: scannedAt(scope), reason };
  };
  return (condition) => {
    const { store } = condition.facts;
    const names = connectorsOf(condition);
    if (names.length > 0 && names.every((name) => isGone(`connector:${name}`))) {
      return proofByInventory(condition, 'connector-removed');
    }
    if (store !== undefined && !isFileStore(store) && isGone(`store:${store}`)) {
      return { scope: `store:${store}`, at: observation.now, reason: 'store-removed' };
    }
    if (condition.needs[0].startsWith('probe:')) return probeProof(condition, assessment, coverage);
    if (isOff(names, assessment)) return proofByInventory(condition, 'connector-off');
    const selected = selectedNow(condition, names, assessment);
    const scope: Scope = selected === undefined ? condition.needs[0] : `store:${selected.store}`;
    const at = scannedAt(scope);
    if (selected !== undefined && EXPIRED.has(condition.eventId) && isExpired(selected.certificate, observation.now)) {
      return { scope, at, reason: 'reclassified' };
    }
    const thumbprint = selected === undefined ? {} : { thumbprint: selected.certificate.thumbprint };
    if (hasExpiredSince(condition, selected, observation.now)) return { scope, at, reason: 'expired', ...thumbprint };
    const probe = probeProofForFiles(condition, assessment, coverage) ?? { scope, at, reason: 'observed' };
    return { ...probe, ...thumbprint };
  };
}

/**
 * Returns whether a condition about an expiring certificate ends because that certificate expired.
 */
function hasExpiredSince(
  { eventId, facts: { thumbprint, notAfter } }: Condition,
  selected: StoredCertificate | undefined,
  now: Instant,
): boolean {
  if (!EXPIRES_SOON.has(eventId) || selected?.certificate.thumbprint !== thumbprint) return false;
  return notAfter !== undefined && isExpired({ notAfter }, now);
}
