import { phrase } from '../../text/phrase.ts';
import type { NoData } from '../event-data-groups.ts';
import { defineEvent, type EventDefinition } from '../event-definition.ts';
import type { Writer } from '../writer.ts';

/** The system clock jumped. Expiry checks wait for one more scan. */
export const clockStepped: EventDefinition<NoData, ['stepMilliseconds']> = defineEvent({
  eventId: 1104,
  symbolicName: 'ClockStepped',
  provider: 'own',
  level: 'Warning',
  title: phrase({ en: 'System clock changed', ja: 'システム時刻の急な変化' }),
  isAboutService: true,
  effect: 'no-effect',
  parameters: ['stepMilliseconds'],
  requiredFacts: {},
  firstLine: ({ parameters: { stepMilliseconds } }) => {
    const isBack = Number(stepMilliseconds) < 0;
    const ms = Math.abs(Number(stepMilliseconds));
    return phrase({
      en: (write: Writer) =>
        `The system clock was set ${isBack ? 'back' : 'forward'} by ${write.duration(ms)}; expiry checks wait for the next scan.`,
      ja: (write) =>
        `システム時刻が急に ${write.duration(ms)}${isBack ? '戻りました' : '進みました'}。有効期限に関する判定は次のスキャンまで保留します。`,
    });
  },
});
