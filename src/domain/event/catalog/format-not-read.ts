import type { EventDefinition } from '../event-definition.ts';
import { quoteName } from '../quote-name.ts';

/**
 * A store contains a keystore in a format that mailcertd recognizes but does not read. Its
 * certificates are not monitored.
 */
export const formatNotRead: EventDefinition = {
  eventId: 1106,
  symbolicName: 'FormatNotRead',
  provider: 'own',
  level: 'Information',
  parameters: ['location', 'format', 'store'],
  en: ({ parameters: [location = '', format = '', store = ''] }) => [
    `${location} is a keystore in an unsupported format (${format}); its certificates are not monitored.`,
    `Store: ${quoteName(store, 'en')}`,
  ],
  ja: ({ parameters: [location = '', format = '', store = ''] }) => [
    `${location} は読み取りに対応していない形式 (${format}) のため、その中の証明書は監視されません。`,
    `ストア: ${quoteName(store, 'ja')}`,
  ],
};
