import { countWithNoun } from '../count-with-noun.ts';
import type { EventDefinition } from '../event-definition.ts';

/** A new configuration was loaded and is now used. */
export const configurationReloaded: EventDefinition = {
  eventId: 1002,
  symbolicName: 'ConfigurationReloaded',
  provider: 'own',
  level: 'Information',
  parameters: ['file', 'connectors', 'stores'],
  en: ({ parameters: [file = '', connectors = '0', stores = '0'] }) => [
    `Configuration ${file} was loaded: ${countWithNoun(connectors, 'connector')}, ${countWithNoun(stores, 'store')}.`,
  ],
  ja: ({ parameters: [file = '', connectors = '0', stores = '0'] }) => [
    `構成ファイル ${file} を適用しました。コネクタ ${connectors} 個、ストア ${stores} 個。`,
  ],
};
