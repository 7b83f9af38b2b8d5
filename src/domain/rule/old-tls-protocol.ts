import { probeUrl } from '../connector/probe-target.ts';
import { oldTlsProtocol as event } from '../event/catalog/old-tls-protocol.ts';
import { groupEndpoints, type ServedTlsEndpoint, servedTlsEndpoints } from '../evidence/served-endpoints.ts';
import { connectorFacts, probedFinding } from '../evidence/served-finding.ts';
import { probeCommand } from '../remedy/probe-command.ts';
import { isOldProtocol } from '../served/is-old-protocol.ts';
import type { Rule } from './rule.ts';

/**
 * Returns the newest of the obsolete versions, so that no endpoint supports a newer one. Sorted as
 * texts, the versions are in the order of their age.
 */
function newestProtocol(endpoints: readonly [ServedTlsEndpoint, ...ServedTlsEndpoint[]]): string {
  const protocols = endpoints.map(({ tls }) => tls.protocol).sort();
  return protocols.at(-1) ?? endpoints[0].tls.protocol;
}

/**
 * Reports servers that negotiated an obsolete TLS version (before 1.2) with the probe: one finding
 * per connector, with the newest obsolete version of its addresses.
 */
export const oldTlsProtocol: Rule = {
  event,
  isSkippedDuringClockChangeOrRenewal: false,
  evaluate: (assessment) => {
    const old = servedTlsEndpoints(assessment).filter(({ tls }) => isOldProtocol(tls.protocol));
    return groupEndpoints(old, ({ connector }) => connector.name).map((endpoints) =>
      probedFinding(endpoints, (reported) => {
        const [{ connector, probe }] = reported;
        const protocol = newestProtocol(reported);
        return {
          // RFC 8460 has no reason for an old protocol; this is its general one.
          ...event.contentOf(
            { connector: connector.name, probe: probeUrl(probe), protocol },
            { ...connectorFacts(reported), protocol, reason: 'validation-failure' },
          ),
          subject: connector.name,
          remedy: [probeCommand(assessment.settings, connector.name)],
          // A Send connector is probed at a remote server, which this host's administrator cannot
          // change.
          ...(connector.direction === 'send' ? { level: 'Information' as const } : {}),
        };
      }),
    );
  },
};
