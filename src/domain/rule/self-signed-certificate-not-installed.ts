import { selfSignedCertificateNotInstalled as event } from '../event/catalog/self-signed-certificate-not-installed.ts';
import { definedStores } from '../observation/defined-stores.ts';
import type { Rule } from './rule.ts';

/** Reports that an empty personal store received no self-signed certificate at the first start. */
export const selfSignedCertificateNotInstalled: Rule = {
  event,
  dependsOnClockOrKeys: false,
  evaluate: ({ observation }) => {
    const { service } = observation;
    if (service.issueFailure === undefined) return [];
    const { location, reason, detail } = service.issueFailure;
    const store = definedStores(observation).find(({ name }) => name === location);
    return [
      {
        event,
        subject: location,
        parameters: [location, detail],
        facts: { store: location, reason, detail },
        remedy: store === undefined ? [] : [['namei', '-l', store.path]],
        needs: [`store:${location}`],
        step: 0,
      },
    ];
  },
};
