import type { Assessment } from '../assessment/assess.ts';
import { hoursLeft, isExpired, lifetimeState, soonStep } from '../certificate/lifetime.ts';
import { servedCertificateExpiresSoon as event } from '../event/catalog/served-certificate-expires-soon.ts';
import {
  byLeaf,
  isExpiryUnseen,
  nameOf,
  type ServedTlsEndpoint,
  servedTlsEndpoints,
} from '../evidence/served-endpoints.ts';
import { probeNeeds, servedFacts } from '../evidence/served-finding.ts';
import { servedVsDisk } from '../evidence/served-vs-disk.ts';
import { probeCommand } from '../remedy/probe-command.ts';
import type { Rule } from './rule.ts';

/** Returns the certificates that were inside the window when they were seen, and how they compare with those on disk. */
function soonOf(
  assessment: Assessment,
  isWanted: (kind: string, sight: ServedTlsEndpoint) => boolean,
): readonly ServedTlsEndpoint[] {
  const { settings } = assessment;
  return servedTlsEndpoints(assessment).filter(
    (sight) =>
      lifetimeState(sight.tls.leaf, sight.judgedAt, settings.expiresSoon) === 'soon' &&
      isWanted(servedVsDisk(sight, assessment).kind, sight),
  );
}

/**
 * What a server presents is inside the "soon" window, and nothing that stands on disk is known to be it (12018) or to have
 * taken its place (1406). It stands on what was last seen: a server that cannot be probed lets nothing stand still. One finding a certificate.
 */
export const servedCertificateExpiresSoon: Rule = {
  event,
  timed: true,
  evaluate: (assessment) => {
    const { now } = assessment.observation;
    return byLeaf(soonOf(assessment, (kind, { tls }) => kind === 'unknown' && !isExpired(tls.leaf, now))).map(
      (sights) => {
        const [first] = sights;
        const { leaf } = first.tls;
        const judgedAt = Math.max(...sights.map((sight) => sight.judgedAt));
        return {
          event,
          subject: leaf.thumbprint,
          parameters: [nameOf(first), leaf.thumbprint, String(hoursLeft(leaf, now))],
          facts: servedFacts(sights),
          remedy: [probeCommand(assessment.settings, first.connector.name)],
          needs: probeNeeds(sights),
          step: soonStep(leaf, judgedAt, assessment.settings.expiresSoon),
        };
      },
    );
  },
  undecided: (assessment) =>
    soonOf(
      assessment,
      (kind, sight) => kind === 'settling' || (kind === 'unknown' && isExpiryUnseen(sight, assessment)),
    ).map(({ tls }) => tls.leaf.thumbprint),
};
