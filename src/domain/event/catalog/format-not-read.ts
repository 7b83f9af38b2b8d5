import { phrase } from '../../text/phrase.ts';
import type { StoreData } from '../data/certificate-data.ts';
import type { ReasonData } from '../data/reason-data.ts';
import { defineEvent, type EventDefinition } from '../event-definition.ts';
import { labeledLine } from '../line.ts';

type Data = Pick<StoreData, 'store'> & Pick<ReasonData, 'path'>;

/**
 * A store contains a keystore in a format that mailcertd recognizes but does not read. Its
 * certificates are not monitored.
 */
export const formatNotRead: EventDefinition<Data, ['location', 'format', 'store']> = defineEvent({
  eventId: 1106,
  symbolicName: 'FormatNotRead',
  provider: 'own',
  level: 'Information',
  title: phrase({ en: 'Unsupported format', ja: '未対応の形式' }),
  effect: 'problems-undetected',
  parameters: ['location', 'format', 'store'],
  requiredFacts: { store: true, path: true },
  firstLine: ({ parameters: { location, format } }) =>
    phrase({
      en: `${location} is a keystore in an unsupported format (${format}); its certificates are not monitored.`,
      ja: `${location} は読み取りに対応していない形式 (${format}) のため、その中の証明書は監視されません。`,
    }),
  lines: ({ parameters: { store } }) => [
    labeledLine(phrase({ en: 'Store', ja: 'ストア' }), (write) => write.quote(store)),
  ],
});
