import type { Assessment } from '../assessment/assess.ts';
import { isExpired } from '../certificate/lifetime.ts';
import type { EventDefinition } from '../event/event-definition.ts';
import { probeCommand } from '../remedy/probe-command.ts';
import type { Instant } from '../time.ts';
import type { Finding } from './finding.ts';
import { groupByLeaf, type ServedTlsEndpoint, servedTlsEndpoints } from './served-endpoints.ts';
import { probedFinding, servedFacts } from './served-finding.ts';

/**
 * Returns the endpoints of Send connectors whose certificate has expired at an instant.
 * @param instantOf returns the instant for which expiry is checked
 */
function expiredEndpoints(
  isInternal: boolean,
  assessment: Assessment,
  instantOf: (endpoint: ServedTlsEndpoint) => Instant,
): readonly ServedTlsEndpoint[] {
  return servedTlsEndpoints(assessment).filter(
    (endpoint) =>
      endpoint.connector.direction === 'send' &&
      (endpoint.connector.isInternal ?? false) === isInternal &&
      isExpired(endpoint.tls.leaf, instantOf(endpoint)),
  );
}

/**
 * Returns the findings about expired certificates that servers of Send connectors serve: one per
 * certificate.
 * @param isInternal true: servers of the organization; false: other servers
 */
export function remoteExpiredFindings(
  event: EventDefinition,
  isInternal: boolean,
  assessment: Assessment,
): readonly Finding[] {
  return groupByLeaf(expiredEndpoints(isInternal, assessment, ({ checkedAt }) => checkedAt)).map((endpoints) =>
    probedFinding(endpoints, (group) => {
      const [{ connector, tls }] = group;
      const { subject, dnsNames, thumbprint } = tls.leaf;
      return {
        event,
        subject: thumbprint,
        // Many certificates have names but an empty subject.
        parameters: [subject === '' ? (dnsNames[0] ?? thumbprint) : subject],
        facts: { ...servedFacts(group), reason: 'certificate-expired' },
        remedy: [probeCommand(assessment.settings, connector.name)],
        step: 0,
      };
    }),
  );
}

/**
 * Returns the thumbprints of the certificates that are expired now. If a certificate has expired
 * since the last probe, it is unknown whether the server still serves it.
 */
export function remoteExpiredThumbprints(isInternal: boolean, assessment: Assessment): readonly string[] {
  const { now } = assessment.observation;
  return expiredEndpoints(isInternal, assessment, () => now).map(({ tls }) => tls.leaf.thumbprint);
}
