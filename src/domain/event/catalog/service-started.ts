import { phrase } from '../../text/phrase.ts';
import { countWithNoun } from '../count-with-noun.ts';
import type { NoData } from '../event-data-groups.ts';
import { defineEvent, type EventDefinition } from '../event-definition.ts';

/** The daemon has opened its event log and starts monitoring. */
export const serviceStarted: EventDefinition<NoData, ['version', 'connectors', 'stores', 'openConditions']> =
  defineEvent({
    eventId: 1000,
    symbolicName: 'ServiceStarted',
    provider: 'own',
    level: 'Information',
    title: phrase({ en: 'Service started', ja: 'サービスの開始' }),
    effect: 'no-effect',
    parameters: ['version', 'connectors', 'stores', 'openConditions'],
    requiredFacts: {},
    firstLine: ({ parameters: { version, connectors, stores, openConditions } }) =>
      phrase({
        en: `mailcertd ${version} started: ${countWithNoun(connectors, 'connector')}, ${countWithNoun(stores, 'store')}, ${countWithNoun(openConditions, 'condition')} still open.`,
        ja: `mailcertd ${version} を開始しました。コネクタ ${connectors} 個、ストア ${stores} 個、未解消の問題 ${openConditions} 件。`,
      }),
  });
