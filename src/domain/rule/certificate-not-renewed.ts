import { namesOf } from '../certificate/certificate.ts';
import { certificateNotRenewed as event } from '../event/catalog/certificate-not-renewed.ts';
import { certificateFacts } from '../evidence/selected-certificates.ts';
import { errorFacts } from '../failure/error-facts.ts';
import { definedStores } from '../observation/defined-stores.ts';
import { storeWriteCommands } from '../remedy/store-write-commands.ts';
import type { Rule } from './rule.ts';

/** Maximum number of names in the event. */
const MAX_NAMES = 5;

/** Reports self-signed certificates whose automatic renewal failed. */
export const certificateNotRenewed: Rule = {
  event,
  isSkippedDuringClockChangeOrRenewal: false,
  evaluate: ({ observation, context, settings }) =>
    observation.service.renewalFailures.map(({ stored, problem }) => {
      const store = definedStores(observation).find(({ name }) => name === stored.store);
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
          ...(store === undefined ? [] : storeWriteCommands(store.path, problem.failure)),
          [...settings.command, 'certificates', 'renew', thumbprint],
        ],
        clearingNeeds: [`store:${stored.store}`],
      };
    }),
};
