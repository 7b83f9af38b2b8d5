import type { Assessment } from '../assessment/assess.ts';
import { isExpired } from '../certificate/lifetime.ts';
import type { ReasonData } from '../event/data/reason-data.ts';
import type { ServedData } from '../event/event-data-groups.ts';
import type { EventDefinition } from '../event/event-definition.ts';
import { probeCommand } from '../remedy/probe-command.ts';
import type { Instant } from '../time.ts';
import type { Finding } from './finding.ts';
import { groupByLeaf, type ServedTlsEndpoint, servedTlsEndpoints } from './served-endpoints.ts';
import { probedFinding, servedFacts } from './served-finding.ts';

/** The servers of Send connectors: those of this Exchange organization, or all others. */
type RemoteServers = 'own-organization' | 'other-organizations';

/**
 * Returns the endpoints of Send connectors whose certificate has expired.
 * @param instantOf returns the instant for which expiry is checked
 */
function expiredEndpoints(
  servers: RemoteServers,
  assessment: Assessment,
  instantOf: (endpoint: ServedTlsEndpoint) => Instant,
): readonly ServedTlsEndpoint[] {
  const isOwnOrganization = servers === 'own-organization';
  return servedTlsEndpoints(assessment).filter(
    (endpoint) =>
      endpoint.connector.direction === 'send' &&
      (endpoint.connector.isInternal ?? false) === isOwnOrganization &&
      isExpired(endpoint.tls.leaf, instantOf(endpoint)),
  );
}

/**
 * Returns the findings about expired certificates that servers of Send connectors serve: one per
 * certificate.
 */
export function remoteExpiredFindings(
  event: EventDefinition<ServedData & Pick<ReasonData, 'reason'>, ['subject']>,
  servers: RemoteServers,
  assessment: Assessment,
): readonly Finding[] {
  return groupByLeaf(expiredEndpoints(servers, assessment, ({ checkedAt }) => checkedAt)).map((endpoints) =>
    probedFinding(endpoints, (group) => {
      const [{ connector, tls }] = group;
      const { subject, dnsNames, thumbprint } = tls.leaf;
      return {
        // Many certificates have names but an empty subject.
        ...event.contentOf(
          { subject: subject === '' ? (dnsNames[0] ?? thumbprint) : subject },
          { ...servedFacts(group), reason: 'certificate-expired' },
        ),
        subject: thumbprint,
        remedy: [probeCommand(assessment.settings, connector.name)],
      };
    }),
  );
}

/**
 * Returns the subjects that the rule cannot decide: the thumbprints of all certificates that have
 * expired by now. If a certificate has expired since its probe, the server may have replaced it.
 */
export function remoteExpiredThumbprints(servers: RemoteServers, assessment: Assessment): readonly string[] {
  const { now } = assessment.observation;
  return expiredEndpoints(servers, assessment, () => now).map(({ tls }) => tls.leaf.thumbprint);
}
