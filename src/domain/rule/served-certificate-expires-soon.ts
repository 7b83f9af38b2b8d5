import { hoursLeft, lifetimeState, soonStep } from '../certificate/lifetime.ts';
import { servedCertificateExpiresSoon as event } from '../event/catalog/served-certificate-expires-soon.ts';
import { probeCommand } from '../mending/probing.ts';
import type { Assessment } from '../observation/assess.ts';
import { besideDisk } from './beside-disk.ts';
import type { Rule } from './rule.ts';
import { probeNeeds, servedFacts } from './served-finding.ts';
import { byLeaf, nameOf, type TlsSight, tlsSights } from './served-sights.ts';

function soonOf(assessment: Assessment, kind: 'unknown' | 'settling'): readonly TlsSight[] {
  const { observation, settings } = assessment;
  return tlsSights(assessment).filter(
    (sight) =>
      lifetimeState(sight.tls.leaf, observation.now, settings.expiresSoon) === 'soon' &&
      besideDisk(sight, assessment).kind === kind,
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
    return byLeaf(soonOf(assessment, 'unknown')).map((sights) => {
      const [first] = sights;
      const { leaf } = first.tls;
      return {
        event,
        subject: leaf.thumbprint,
        parameters: [nameOf(first), leaf.thumbprint, String(hoursLeft(leaf, now))],
        facts: servedFacts(sights),
        remedy: [probeCommand(assessment.settings, first.connector.name)],
        needs: probeNeeds(sights),
        step: soonStep(leaf, now, assessment.settings.expiresSoon),
      };
    });
  },
  undecided: (assessment) => soonOf(assessment, 'settling').map(({ tls }) => tls.leaf.thumbprint),
};
