import { privateKeyExposed as event } from '../event/catalog/private-key-exposed.ts';
import { definedStores } from '../observation/coverage.ts';
import type { Rule } from './rule.ts';

/** How many an event names. */
const NAMED = 10;

/**
 * Everyone can read private keys of a store. One finding a store, with how many and the first ten: a wrong umask or a
 * careless copy opens all keys of a folder at once, and one command closes them; an event a key would only be noise.
 * Of every key in every store, presented or not, since a stolen key of yesterday's certificate serves a thief as well.
 */
export const privateKeyExposed: Rule = {
  event,
  timed: false,
  evaluate: ({ observation, index }) =>
    definedStores(observation).flatMap(({ name: store }) => {
      const look = observation.stores.get(store);
      const exposed = index.exposedKeys.get(store);
      if (look?.kind !== 'seen' || exposed === undefined) return [];
      const locations = [...exposed].slice(0, NAMED);
      return {
        event,
        subject: store,
        parameters: [store, String(exposed.size)],
        facts: { store, locations },
        remedy: [['chmod', 'o-r', ...locations]],
        needs: [`store:${store}`],
        step: 0,
      };
    }),
};
