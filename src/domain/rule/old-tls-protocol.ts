import { oldTlsProtocol as event } from '../event/catalog/old-tls-protocol.ts';
import { groupEndpoints, servedTlsEndpoints } from '../evidence/served-endpoints.ts';
import { connectorFacts, probeNeeds } from '../evidence/served-finding.ts';
import { probeCommand } from '../remedy/probe-command.ts';
import { isOldProtocol } from '../served/judge-served.ts';
import { probeUrl } from '../served/probe-target.ts';
import type { Rule } from './rule.ts';

/** The newest version of TLS that a server agrees to is no longer in use. */
export const oldTlsProtocol: Rule = {
  event,
  timed: false,
  evaluate: (assessment) => {
    const old = servedTlsEndpoints(assessment).filter(({ tls }) => isOldProtocol(tls.protocol));
    return groupEndpoints(old, ({ connector }) => connector.name).map((sights) => {
      const [{ connector, probe, tls }] = sights;
      return {
        event,
        subject: connector.name,
        parameters: [connector.name, probeUrl(probe), tls.protocol],
        facts: { ...connectorFacts(sights), protocol: tls.protocol, reason: 'validation-failure' },
        remedy: [probeCommand(assessment.settings, connector.name)],
        needs: probeNeeds(sights),
        step: 0,
        // How the other side sets up its server is its own affair.
        ...(connector.direction === 'send' ? { level: 'Information' as const } : {}),
      };
    });
  },
};
