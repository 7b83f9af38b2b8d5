import { phrase } from '../../text/phrase.ts';
import type { ConversationData } from '../event-data.ts';
import { NO_STARTTLS_MISSING, type StarttlsMissingData } from '../event-data-groups.ts';
import { defineEvent, type EventDefinition } from '../event-definition.ts';
import { labeledLines } from '../line.ts';
import { connectorPhrase, instantLine, reasonLines } from '../sentences.ts';
import { addressLines, serverResponseLines, starttlsMissingEffect } from '../served-sentences.ts';

type Data = StarttlsMissingData & Partial<Pick<ConversationData, 'lastOfferedAt'>>;

const LAST_OFFERED = phrase({
  en: (at: string) => `Last offered on ${at}.`,
  ja: (at) => `最後に提供を確認した日時: ${at}`,
});

/**
 * A server no longer offers STARTTLS: it cannot load its certificate or key, or another host
 * removes STARTTLS from the connection.
 */
export const starttlsWithdrawn: EventDefinition<Data, ['connector', 'probe']> = defineEvent({
  eventId: 1402,
  symbolicName: 'StarttlsWithdrawn',
  provider: 'own',
  level: 'Error',
  title: { en: 'STARTTLS no longer offered', ja: 'STARTTLS の提供停止' },
  effect: starttlsMissingEffect,
  parameters: ['connector', 'probe'],
  missingData: NO_STARTTLS_MISSING,
  firstLine: ({ parameters: { connector, probe }, data: { direction } }) => {
    const name = connectorPhrase(connector, direction);
    return phrase({
      en: `${name.en} no longer offers STARTTLS at ${probe}.`,
      ja: `${name.ja}は ${probe} で STARTTLS を提供しなくなりました。`,
    });
  },
  lines: ({ data }, localization) => [
    ...(data.lastOfferedAt === undefined ? [] : [instantLine(LAST_OFFERED, data.lastOfferedAt, localization)]),
    ...labeledLines({ en: 'Setting of the server', ja: 'サーバー側の設定箇所' }, data.path),
    ...serverResponseLines(data),
    ...addressLines(data, localization),
    ...reasonLines(data),
  ],
  hasEffectLine: true,
});
