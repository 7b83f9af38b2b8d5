import { countWithNoun } from '../count-with-noun.ts';
import type { EventDefinition } from '../event-definition.ts';

/** The daemon stops monitoring. Open conditions stay open. */
export const serviceStopped: EventDefinition = {
  eventId: 1001,
  symbolicName: 'ServiceStopped',
  provider: 'own',
  level: 'Information',
  parameters: ['cause', 'openConditions'],
  en: ({ parameters: [cause = '', open = '0'] }) => [
    `mailcertd stopped (${cause}); there is no monitoring until it starts again. ${countWithNoun(open, 'condition')} ${open === '1' ? 'stays' : 'stay'} open.`,
  ],
  ja: ({ parameters: [cause = '', open = '0'] }) => [
    `mailcertd を停止しました (${cause})。次に開始するまで監視は行われません。未解消の問題 ${open} 件はそのまま保持します。`,
  ],
};
