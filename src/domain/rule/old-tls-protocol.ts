import { probeUrl } from '../connector/probe-target.ts';
import { oldTlsProtocol as event } from '../event/catalog/old-tls-protocol.ts';
import { groupEndpoints, servedTlsEndpoints } from '../evidence/served-endpoints.ts';
import { connectorFacts, probedFinding } from '../evidence/served-finding.ts';
import { probeCommand } from '../remedy/probe-command.ts';
import { isOldProtocol } from '../served/is-old-protocol.ts';
import type { Rule } from './rule.ts';

/**
 * Reports servers that negotiated an obsolete TLS version (before 1.2) with the probe: one finding
 * per connector, with the version of its first such address.
 */
export const oldTlsProtocol: Rule = {
  event,
  isSkippedDuringClockChangeOrRenewal: false,
  evaluate: (assessment) => {
    const old = servedTlsEndpoints(assessment).filter(({ tls }) => isOldProtocol(tls.protocol));
    return groupEndpoints(old, ({ connector }) => connector.name).map((endpoints) =>
      probedFinding(endpoints, (group) => {
        const [{ connector, probe, tls }] = group;
        return {
          event,
          subject: connector.name,
          parameters: [connector.name, probeUrl(probe), tls.protocol],
          // RFC 8460 has no reason for an old protocol; this is its general one.
          facts: { ...connectorFacts(group), protocol: tls.protocol, reason: 'validation-failure' },
          remedy: [probeCommand(assessment.settings, connector.name)],
          // A Send connector is probed at a remote server, which this host's administrator cannot
          // change.
          ...(connector.direction === 'send' ? { level: 'Information' as const } : {}),
        };
      }),
    );
  },
};
