import { isExpired } from '../certificate/lifetime.ts';
import { explainCommand } from '../connector/explain-command.ts';
import { starttlsCertificateExpired as event } from '../event/catalog/starttls-certificate-expired.ts';
import { showCertificate } from '../mending/looking.ts';
import type { Command } from '../mending/mending.ts';
import { mendingOf } from '../mending/mending-of.ts';
import { renewing } from '../mending/renewing.ts';
import type { Assessment } from '../observation/assess.ts';
import { needsOf, type Presented, presentedCertificates, presentedFacts } from './presented.ts';
import type { Rule } from './rule.ts';

/** What ends it for the first connector that presents it; where nothing can be said: the certificate, and the whole reasoning. */
function replacingExpired({ stored, connectors: [first] }: Presented, assessment: Assessment): readonly Command[] {
  const { settings, selections } = assessment;
  const own = selections.find(
    ({ connector, selection }) => connector === first && selection.kind === 'chosen' && selection.chosen === stored,
  );
  const mending =
    own === undefined ? renewing(stored, assessment) : mendingOf(own.connector, own.selection, assessment);
  const { commands = [] } = mending ?? {};
  if (commands.length > 0 || first === undefined) return commands;
  const looks = mending === undefined ? [showCertificate(stored, settings, ['-subject', '-issuer', '-dates'])] : [];
  return [...looks, explainCommand(settings, first.name)];
}

/**
 * The certificate that would be presented has expired: under exchange-2019, and of a server that names files under both
 * profiles, for it goes on presenting it. One finding a certificate.
 */
export const starttlsCertificateExpired: Rule = {
  event,
  timed: true,
  evaluate: (assessment) => {
    const isEvery = assessment.settings.profile === 'exchange-2019';
    return presentedCertificates(assessment, ({ name }) => isEvery || name.files !== undefined)
      .filter(({ stored }) => isExpired(stored.certificate, assessment.observation.now))
      .map((presented) => ({
        event,
        subject: presented.stored.certificate.thumbprint,
        parameters: [presented.fqdns[0], presented.stored.certificate.thumbprint],
        facts: { ...presentedFacts(presented, assessment.ground), reason: 'certificate-expired' },
        remedy: replacingExpired(presented, assessment),
        needs: needsOf(presented.connectors),
        step: 0,
      }));
  },
};
