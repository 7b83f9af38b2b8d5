import { selfSignedCertificateNotInstalled as event } from '../event/catalog/self-signed-certificate-not-installed.ts';
import { errorFacts } from '../failure/error-facts.ts';
import type { Failure } from '../failure/failure.ts';
import { definedStores } from '../observation/defined-stores.ts';
import { pathCommands } from '../remedy/diagnose-problem.ts';
import type { Command } from '../remedy/remedy.ts';
import { storeWriteCommands } from '../remedy/store-write-commands.ts';
import type { Rule } from './rule.ts';

/** Returns the commands for a failed change; for other failures, that which shows the path. */
function commandsFor(path: string, failure: Failure): readonly Command[] {
  const commands = storeWriteCommands(path, failure);
  return commands.length === 0 ? [pathCommands(path)] : commands;
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
        remedy: store === undefined ? [] : commandsFor(store.path, service.issueFailure.failure),
        clearingNeeds: [`store:${storeName}`],
      },
    ];
  },
};
