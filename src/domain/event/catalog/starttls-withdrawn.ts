import { phrase } from '../../text/phrase.ts';
import type { Instant } from '../../time.ts';
import type { ConversationData } from '../data/probe-data.ts';
import { STARTTLS_MISSING_FACTS, type StarttlsMissingData } from '../event-data-groups.ts';
import { defineEvent, type EventDefinition } from '../event-definition.ts';
import { labeledLines } from '../line.ts';
import { reasonLines } from '../reason-sentences.ts';
import {
  addressLines,
  nextStepLine,
  STARTTLS_STEP,
  serverResponseLines,
  starttlsMissingEffect,
} from '../served-sentences.ts';
import type { EventLine, Writer } from '../writer.ts';

type Data = StarttlsMissingData & Partial<Pick<ConversationData, 'lastOfferedAt'>>;

const lastOfferedLine = (at: Instant): EventLine =>
  phrase({
    en: (write: Writer) => `Last offered on ${write.instant(at)}.`,
    ja: (write) => `最後に提供を確認した日時: ${write.instant(at)}`,
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
  title: phrase({ en: 'STARTTLS no longer available', ja: 'STARTTLS の利用不可' }),
  effect: starttlsMissingEffect,
  parameters: ['connector', 'probe'],
  requiredFacts: STARTTLS_MISSING_FACTS,
  firstLine: ({ parameters: { connector, probe }, data: { direction, detail } }) => {
    if (detail === 'refused')
      return phrase({
        en: (write: Writer) => `${write.connector(connector, direction)} now rejects STARTTLS at ${probe}.`,
        ja: (write) =>
          `${write.connector(connector, direction)}は ${probe} で STARTTLS の要求を拒否するようになりました。`,
      });
    return phrase({
      en: (write: Writer) => `${write.connector(connector, direction)} no longer offers STARTTLS at ${probe}.`,
      ja: (write) => `${write.connector(connector, direction)}は ${probe} で STARTTLS を提供しなくなりました。`,
    });
  },
  lines: ({ data }) => [
    ...(data.lastOfferedAt === undefined ? [] : [lastOfferedLine(data.lastOfferedAt)]),
    ...labeledLines(phrase({ en: 'Setting of the server', ja: 'サーバー側の設定箇所' }), data.path),
    ...serverResponseLines(data),
    ...addressLines(data),
    ...reasonLines(data),
    nextStepLine(data, STARTTLS_STEP),
  ],
});
