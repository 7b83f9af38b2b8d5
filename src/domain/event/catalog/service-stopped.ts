import { phrase } from '../../text/phrase.ts';
import { countWithNoun, singularOrPlural } from '../count-with-noun.ts';
import type { NoData } from '../event-data-groups.ts';
import { defineEvent, type EventDefinition } from '../event-definition.ts';
import { stopCauseText } from '../stop-cause.ts';

/** The daemon stops monitoring. Open conditions stay open. */
export const serviceStopped: EventDefinition<NoData, ['cause', 'openConditions']> = defineEvent({
  eventId: 1001,
  symbolicName: 'ServiceStopped',
  provider: 'own',
  level: 'Information',
  title: phrase({ en: 'Service stopped', ja: 'サービスの停止' }),
  effect: 'problems-undetected',
  parameters: ['cause', 'openConditions'],
  requiredFacts: {},
  missingParameters: { openConditions: '0' },
  firstLine: ({ parameters: { cause, openConditions } }) =>
    phrase({
      en: `mailcertd stopped (${stopCauseText(cause).en}); there is no monitoring until it starts again. ${countWithNoun(openConditions, 'condition')} ${singularOrPlural(openConditions, 'stays', 'stay')} open.`,
      ja: `mailcertd を停止しました (${stopCauseText(cause).ja})。次に開始するまで監視は行われません。未解消の問題 ${openConditions} 件はそのまま保持します。`,
    }),
});
