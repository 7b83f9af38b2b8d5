import { selfSignedCertificateNotInstalled as event } from '../event/catalog/self-signed-certificate-not-installed.ts';
import { errorFacts } from '../failure/error-facts.ts';
import { definedStores } from '../observation/defined-stores.ts';
import type { Rule } from './rule.ts';

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
    const { location: storeName, detail } = service.issueFailure;
    const store = definedStores(observation).find(({ name }) => name === storeName);
    return [
      {
        ...event.contentOf({ store: storeName, detail }, { store: storeName, ...errorFacts(service.issueFailure) }),
        subject: storeName,
        remedy: store === undefined ? [] : [['namei', '-l', store.path]],
        clearingNeeds: [`store:${storeName}`],
      },
    ];
  },
};
