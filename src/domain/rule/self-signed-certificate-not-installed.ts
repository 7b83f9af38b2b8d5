import { selfSignedCertificateNotInstalled as event } from '../event/catalog/self-signed-certificate-not-installed.ts';
import { errorFacts } from '../failure/error-facts.ts';
import { hasFailureCode } from '../failure/has-failure-code.ts';
import type { Problem } from '../failure/problem.ts';
import { definedStores } from '../observation/defined-stores.ts';
import type { Command } from '../remedy/remedy.ts';
import type { Rule } from './rule.ts';

/** Returns the commands for the path of the store. The systemd unit runs the daemon as mailcertd. */
function accessCommands(path: string, { failure }: Problem): readonly Command[] {
  const hasOtherOwner = failure !== undefined && hasFailureCode(failure, 'store_of_other_account');
  return [['namei', '-l', path], ...(hasOtherOwner ? [['chown', '-R', 'mailcertd:', path]] : [])];
}

/**
 * Reports that no self-signed certificate was created at the first start in the empty personal
 * store, the only store that mailcertd writes to.
 */
export const selfSignedCertificateNotInstalled: Rule = {
  event,
  isSkippedDuringClockChangeOrRenewal: false,
  evaluate: ({ observation }) => {
    const { service } = observation;
    if (service.issueFailure === undefined) return [];
    // The location of this problem is the name of the store.
    const { location: storeName } = service.issueFailure;
    const error = errorFacts(service.issueFailure);
    const store = definedStores(observation).find(({ name }) => name === storeName);
    return [
      {
        ...event.contentOf({ store: storeName, detail: error.detail }, { store: storeName, ...error }),
        subject: storeName,
        remedy: store === undefined ? [] : accessCommands(store.path, service.issueFailure),
        clearingNeeds: [`store:${storeName}`],
      },
    ];
  },
};
