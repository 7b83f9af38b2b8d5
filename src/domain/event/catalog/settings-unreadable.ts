import { reasonInParentheses } from '../../failure/reason-text.ts';
import { phrase } from '../../text/phrase.ts';
import type { Instant } from '../../time.ts';
import type { ObservationData } from '../data/probe-data.ts';
import type { ReasonData } from '../data/reason-data.ts';
import { ERROR_FACTS, type ErrorData } from '../event-data-groups.ts';
import { defineEvent, type EventDefinition } from '../event-definition.ts';
import { detailLine, ERROR_LABEL, labeledLine } from '../line.ts';
import { grantAccessLines, reasonLines } from '../reason-sentences.ts';
import type { EventLine, Writer } from '../writer.ts';

type Data = ErrorData & Pick<ReasonData, 'path' | 'inventory'> & Partial<Pick<ObservationData, 'lastSeen'>>;

/**
 * Returns whether a discovered server no longer exists. Only an administrator knows whether it was
 * removed for good.
 */
function isServerRemoved({ reason }: Data): boolean {
  return reason === 'not_installed' || reason === 'not_configured';
}

const stillMonitoredLine = (at: Instant): EventLine =>
  phrase({
    en: (write: Writer) => `Its connectors of the last discovery, on ${write.instant(at)}, are still monitored.`,
    ja: (write) => `最後に検出したコネクタ (${write.instant(at)}) の監視を続けます。`,
  });

/**
 * The settings of an automatically discovered server cannot be read. Until they can be read again,
 * conditions about the server are neither raised nor cleared.
 */
export const settingsUnreadable: EventDefinition<Data, ['inventory', 'location', 'reason']> = defineEvent({
  eventId: 1108,
  symbolicName: 'SettingsUnreadable',
  provider: 'own',
  level: 'Error',
  title: phrase({ en: 'Server settings unreadable', ja: 'サーバー設定の読み取り不可' }),
  effect: 'problems-undetected',
  parameters: ['inventory', 'location', 'reason'],
  requiredFacts: { ...ERROR_FACTS, path: true, inventory: true },
  firstLine: ({ parameters: { inventory }, data: { reason } }) =>
    phrase({
      en: (write: Writer) =>
        `The settings of ${write.quote(inventory)} cannot be read${reasonInParentheses(reason, 'en')}; its open conditions stay open.`,
      ja: (write) =>
        `${write.quote(inventory)}の設定を読み取れません${reasonInParentheses(reason, 'ja')}。未解消の問題がある場合は、そのまま保持します。`,
    }),
  lines: ({ parameters: { location }, data }) => [
    labeledLine(phrase({ en: 'Source', ja: '読み取り元' }), location),
    ...reasonLines(data),
    ...(data.detail === '' ? [] : [labeledLine(ERROR_LABEL, detailLine(data.detail, data.failure))]),
    data.lastSeen === undefined
      ? phrase({ en: 'Its connectors are unknown.', ja: 'このサーバーのコネクタは把握できていません。' })
      : stillMonitoredLine(data.lastSeen),
    ...grantAccessLines(data),
    ...(isServerRemoved(data)
      ? [
          phrase({
            en: 'If the server was removed, reload mailcertd to stop monitoring its connectors.',
            ja: 'サーバーを削除した場合は、mailcertd を再読み込みすると監視対象から除外されます。',
          }),
        ]
      : []),
  ],
});
