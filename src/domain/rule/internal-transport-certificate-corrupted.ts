import { internalTransportCertificateCorrupted as event } from '../event/catalog/internal-transport-certificate-corrupted.ts';
import { ALL_SOURCES } from '../evidence/all-sources.ts';
import { organizationFacts } from '../evidence/exchange-connectors.ts';
import { missingInternalCertificate } from '../evidence/missing-internal-certificate.ts';
import { errorFacts } from '../failure/error-facts.ts';
import { problemLocation } from '../failure/problem-location.ts';
import { diagnoseProblem } from '../remedy/diagnose-problem.ts';
import { configurationLineFacts, replaceMissingInternal } from '../remedy/internal-remedy.ts';
import type { Rule } from './rule.ts';

/**
 * Reports that the file of the internal transport certificate (for mail between Exchange servers),
 * which a command has recorded or the configuration names, can no longer be parsed.
 */
export const internalTransportCertificateCorrupted: Rule = {
  event,
  isSkippedDuringClockChangeOrRenewal: false,
  evaluate: (assessment) => {
    const missing = missingInternalCertificate(assessment);
    if (missing?.kind !== 'corrupted') return [];
    const { thumbprint, store, problem } = missing;
    const { location: path, reason } = problem;
    return [
      {
        ...event.contentOf(
          { location: problemLocation(problem) },
          {
            thumbprint,
            store,
            path,
            ...errorFacts(problem),
            ...configurationLineFacts(assessment),
            ...organizationFacts(assessment),
          },
        ),
        subject: thumbprint,
        remedy: [diagnoseProblem(path, reason), ...replaceMissingInternal(assessment)],
        clearingNeeds: ALL_SOURCES,
      },
    ];
  },
};
