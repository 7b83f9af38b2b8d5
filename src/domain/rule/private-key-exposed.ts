import { privateKeyExposed as event } from '../event/catalog/private-key-exposed.ts';
import { definedStores } from '../observation/defined-stores.ts';
import type { Rule } from './rule.ts';

/** Maximum number of files that an event lists. */
const MAX_LISTED = 10;

/**
 * Reports private keys that every account can read, also those of unused certificates, because a
 * stolen key remains usable. One finding per store, with the number of keys and the first ten: a
 * wrong umask usually exposes all keys of a directory, and one command fixes all.
 */
export const privateKeyExposed: Rule = {
  event,
  isSkippedDuringClockChangeOrRenewal: false,
  evaluate: ({ observation, index }) =>
    definedStores(observation).flatMap(({ name: store }) => {
      const result = observation.stores.get(store);
      const exposed = index.exposedKeyPaths.get(store);
      if (result?.kind !== 'available' || exposed === undefined) return [];
      const locations = [...exposed].slice(0, MAX_LISTED);
      return {
        ...event.contentOf({ store, count: String(exposed.size) }, { store, locations }),
        subject: store,
        remedy: [['chmod', 'o-r', ...locations]],
        clearingNeeds: [`store:${store}`],
      };
    }),
};
