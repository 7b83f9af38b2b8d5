import type { EventDefinition } from '../event-definition.ts';
import { duration } from '../wording.ts';

/** The system clock jumped. Expiry checks wait for one more scan. */
export const clockStepped: EventDefinition = {
  eventId: 1104,
  symbolicName: 'ClockStepped',
  provider: 'own',
  level: 'Warning',
  parameters: ['stepMilliseconds'],
  en: ({ parameters: [step = '0'] }) => [
    `The system clock was set ${Number(step) < 0 ? 'back' : 'forward'} by ${duration(Math.abs(Number(step)), 'en')}; expiry checks wait for the next scan.`,
  ],
  ja: ({ parameters: [step = '0'] }) => [
    `システム時刻が ${duration(Math.abs(Number(step)), 'ja')}${Number(step) < 0 ? '戻りました' : '進みました'}。期限に関する判定は次のスキャンまで保留します。`,
  ],
};
