import { privateKeyCannotBeJudged as event } from '../event/catalog/private-key-cannot-be-judged.ts';
import { storeProblems } from '../evidence/store-problems.ts';
import { unjudgedKeys } from '../evidence/unjudged-keys.ts';
import type { Rule } from './rule.ts';

/** How many an event names. */
const NAMED = 10;

/** mailcertd itself cannot judge private keys of a store: one finding a store, however many they are. */
export const privateKeyCannotBeJudged: Rule = {
  event,
  timed: false,
  evaluate: (assessment) =>
    [...unjudgedKeys(assessment)].map(([store, paths]) => {
      const [first = ''] = paths;
      const reason = storeProblems(assessment).find(
        ({ store: where, problem: { location } }) =>
          where === store && (location === first || location.startsWith(`${first}#`)),
      )?.problem.reason;
      return {
        event,
        subject: store,
        parameters: [store, String(paths.length)],
        facts: { store, locations: paths.slice(0, NAMED), ...(reason === undefined ? {} : { reason }) },
        remedy: [reason === 'permission_denied' ? ['namei', '-l', first] : ['openssl', 'pkey', '-in', first, '-noout']],
        needs: [`store:${store}`],
        step: 0,
      };
    }),
};
