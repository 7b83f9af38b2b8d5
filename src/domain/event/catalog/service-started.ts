import { countWithNoun } from '../count-with-noun.ts';
import type { EventDefinition } from '../event-definition.ts';

/** The daemon has opened its event log and starts monitoring. */
export const serviceStarted: EventDefinition = {
  eventId: 1000,
  symbolicName: 'ServiceStarted',
  provider: 'own',
  level: 'Information',
  parameters: ['version', 'connectors', 'stores', 'openConditions'],
  en: ({ parameters: [version = '', connectors = '0', stores = '0', open = '0'] }) => [
    `mailcertd ${version} started: ${countWithNoun(connectors, 'connector')}, ${countWithNoun(stores, 'store')}, ${countWithNoun(open, 'condition')} still open.`,
  ],
  ja: ({ parameters: [version = '', connectors = '0', stores = '0', open = '0'] }) => [
    `mailcertd ${version} を開始しました。コネクタ ${connectors} 個、ストア ${stores} 個、未解消の問題 ${open} 件。`,
  ],
};
