import type { EventDefinition } from '../event-definition.ts';
import { certificateLines, connectorName } from '../sentences.ts';
import { addressLines } from '../served-sentences.ts';

/** The addresses of one connector serve different certificates. */
export const servedAddressesDiffer: EventDefinition = {
  eventId: 1408,
  symbolicName: 'ServedAddressesDiffer',
  provider: 'own',
  level: 'Warning',
  parameters: ['connector', 'probe'],
  en: ({ parameters: [connector = '', probe = ''], facts }, wording) => [
    `The addresses behind ${probe} (${connectorName(connector, facts.direction, 'en')}) serve different certificates.`,
    ...addressLines(facts, wording),
    ...certificateLines(facts, wording),
    'Most often one of several servers was not renewed or not reloaded.',
  ],
  ja: ({ parameters: [connector = '', probe = ''], facts }, wording) => [
    `${connectorName(connector, facts.direction, 'ja')}の ${probe} では、アドレスごとに異なる証明書が提示されています。`,
    ...addressLines(facts, wording),
    ...certificateLines(facts, wording),
    '多くの場合、複数のサーバーの一部で証明書が更新または再読み込みされていません。',
  ],
};
