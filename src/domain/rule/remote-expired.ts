import { isExpired } from '../certificate/lifetime.ts';
import type { EventDefinition } from '../event/event-definition.ts';
import { probeCommand } from '../mending/probing.ts';
import type { Assessment } from '../observation/assess.ts';
import type { Finding } from './finding.ts';
import { probeNeeds, servedFacts } from './served-finding.ts';
import { byLeaf, tlsSights } from './served-sights.ts';

/** What the other sides of Send connectors present that has expired: of servers of the organisation, or of the others. */
export function remoteExpired(event: EventDefinition, isInternal: boolean, assessment: Assessment): readonly Finding[] {
  const { now } = assessment.observation;
  const expired = tlsSights(assessment).filter(
    ({ connector, tls }) =>
      connector.direction === 'send' && (connector.isInternal ?? false) === isInternal && isExpired(tls.leaf, now),
  );
  return byLeaf(expired).map((sights) => {
    const [{ connector, tls }] = sights;
    const { subject, dnsNames, thumbprint } = tls.leaf;
    return {
      event,
      subject: thumbprint,
      // Many certificates carry names and no subject.
      parameters: [subject === '' ? (dnsNames[0] ?? thumbprint) : subject],
      facts: { ...servedFacts(sights), reason: 'certificate-expired' },
      remedy: [probeCommand(assessment.settings, connector.name)],
      needs: probeNeeds(sights),
      step: 0,
    };
  });
}
