import { phrase } from '../../text/phrase.ts';
import { countWithNoun } from '../count-with-noun.ts';
import type { NoData } from '../event-data-groups.ts';
import { defineEvent, type EventDefinition } from '../event-definition.ts';

/** A new configuration was loaded and is now used. */
export const configurationReloaded: EventDefinition<NoData, ['file', 'connectors', 'stores']> = defineEvent({
  eventId: 1002,
  symbolicName: 'ConfigurationReloaded',
  provider: 'own',
  level: 'Information',
  title: phrase({ en: 'Configuration reloaded', ja: '構成の再読み込み' }),
  effect: 'no-effect',
  parameters: ['file', 'connectors', 'stores'],
  requiredFacts: {},
  firstLine: ({ parameters: { file, connectors, stores } }) =>
    phrase({
      en: `Configuration ${file} was loaded: ${countWithNoun(connectors, 'connector')}, ${countWithNoun(stores, 'store')}.`,
      ja: `構成ファイル ${file} を適用しました。コネクタ ${connectors} 個、ストア ${stores} 個。`,
    }),
});
