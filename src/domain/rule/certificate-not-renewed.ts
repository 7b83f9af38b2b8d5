import { namesOf } from '../certificate/certificate.ts';
import { certificateNotRenewed as event } from '../event/catalog/certificate-not-renewed.ts';
import { certificateFacts } from '../evidence/selected-certificates.ts';
import { errorFacts } from '../failure/error-facts.ts';
import { hasFailureCode } from '../failure/has-failure-code.ts';
import type { Problem } from '../failure/problem.ts';
import type { Rule } from './rule.ts';

/** Maximum number of names in the event. */
const MAX_NAMES = 5;

const isDiskFull = ({ failure }: Problem): boolean => failure !== undefined && hasFailureCode(failure, 'disk_full');

/** Reports self-signed certificates whose automatic renewal failed. */
export const certificateNotRenewed: Rule = {
  event,
  isSkippedDuringClockChangeOrRenewal: false,
  evaluate: ({ observation: { service }, context, settings }) =>
    service.renewalFailures.map(({ stored, problem }) => {
      const { thumbprint } = stored.certificate;
      const names = namesOf(stored.certificate).slice(0, MAX_NAMES).join(', ');
      const error = errorFacts(problem);
      return {
        ...event.contentOf(
          { thumbprint, names, detail: error.detail },
          { ...certificateFacts(stored, context), ...error },
        ),
        subject: thumbprint,
        remedy: [
          ...(isDiskFull(problem) ? [['df', '-h', stored.location.path]] : []),
          [...settings.command, 'certificates', 'renew', thumbprint],
        ],
        clearingNeeds: [`store:${stored.store}`],
      };
    }),
};
