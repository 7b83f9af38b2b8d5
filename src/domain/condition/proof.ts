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
import { byConnector } from './by-connector.ts';
import type { Condition } from './condition.ts';
import { probedNames, probeProof, servedSince } from './probe-proof.ts';

/** Events that are cleared by the expiry of the certificate, although nothing was fixed. */
const SOON: ReadonlySet<number> = new Set([
  internalTransportCertificateExpiresSoon.eventId,
  starttlsCertificateExpiresSoon.eventId,
]);

/** Events about the expired certificate of a connector, one per profile. */
const EXPIRED: ReadonlySet<number> = new Set([cannotLoad.eventId, starttlsCertificateExpired.eventId]);

/** Returns the scan or probe that resolved a condition. */
export type Proof = (condition: Condition) => Evidence;

/**
 * Returns the connectors of a condition: those in its facts, and those whose probes it still needs.
 * The facts may name only some of them. A reason about the configuration must be true for all of
 * them. Empty if the facts name no connector.
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
function successor(
  { facts: { thumbprint } }: Condition,
  names: readonly string[],
  assessment: Assessment,
): StoredCertificate | undefined {
  if (names.length === 0) return thumbprint === undefined ? undefined : assessment.internalCertificate;
  const selected = byConnector(assessment)
    .selections(names)
    .flatMap(({ selection }) => (selection.kind === 'chosen' ? [selection.chosen] : []));
  return selected.find(({ certificate }) => certificate.thumbprint === thumbprint) ?? selected[0];
}

/**
 * Returns whether no certificate is selected for these connectors any more: they are disabled,
 * offer no TLS, or need no certificate.
 */
function isOff(names: readonly string[], assessment: Assessment): boolean {
  const selections = byConnector(assessment).selections(names);
  return selections.length > 0 && selections.every(({ selection }) => selection.kind === 'not-applicable');
}

/** Returns a function that finds the evidence in one assessment. */
export function proofIn(assessment: Assessment, coverage: Coverage): Proof {
  const { observation } = assessment;
  const seenAt = (scope: Scope): Instant => {
    const result = scope.startsWith('store:')
      ? observation.stores.get(scope.slice('store:'.length))
      : observation.inventories.get(scope.slice('inventory:'.length));
    return result?.kind === 'available' ? result.at : observation.now;
  };
  const isGone = (scope: Scope): boolean => coverage(scope) === 'gone';
  return (condition) => {
    const { store, thumbprint, notAfter } = condition.facts;
    const names = connectorsOf(condition);
    if (names.length > 0 && names.every((name) => isGone(`connector:${name}`))) {
      const scope: Scope = condition.needs.find((need) => need.startsWith('inventory:')) ?? condition.needs[0];
      return { scope, at: seenAt(scope), reason: 'connector-removed' };
    }
    if (store !== undefined && !isFileStore(store) && isGone(`store:${store}`)) {
      return { scope: `store:${store}`, at: observation.now, reason: 'store-removed' };
    }
    if (condition.needs[0].startsWith('probe:')) return probeProof(condition, assessment, coverage);
    if (isOff(names, assessment)) {
      const scope: Scope = condition.needs.find((need) => need.startsWith('inventory:')) ?? condition.needs[0];
      return { scope, at: seenAt(scope), reason: 'connector-off' };
    }
    const now = successor(condition, names, assessment);
    if (now !== undefined && EXPIRED.has(condition.eventId) && isExpired(now.certificate, observation.now)) {
      return { scope: `store:${now.store}`, at: seenAt(`store:${now.store}`), reason: 'reclassified' };
    }
    const expired =
      SOON.has(condition.eventId) &&
      now?.certificate.thumbprint === thumbprint &&
      notAfter !== undefined &&
      isExpired({ notAfter }, observation.now);
    const evidenceFacts = now === undefined ? {} : { thumbprint: now.certificate.thumbprint };
    const served = expired ? undefined : servedSince(condition, assessment, coverage);
    if (served !== undefined) return { ...served, ...evidenceFacts };
    const scope: Scope = now === undefined ? condition.needs[0] : `store:${now.store}`;
    return { scope, at: seenAt(scope), reason: expired ? 'expired' : 'observed', ...evidenceFacts };
  };
}
