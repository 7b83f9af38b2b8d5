import type { EventDefinition } from '../event-definition.ts';
import { formatDuration } from '../format-duration.ts';

/** The system clock jumped. Expiry checks wait for one more scan. */
export const clockStepped: EventDefinition = {
  eventId: 1104,
  symbolicName: 'ClockStepped',
  provider: 'own',
  level: 'Warning',
  parameters: ['stepMilliseconds'],
  en: ({ parameters: [stepMs = '0'] }) => [
    `The system clock was set ${Number(stepMs) < 0 ? 'back' : 'forward'} by ${formatDuration(Math.abs(Number(stepMs)), 'en')}; expiry checks wait for the next scan.`,
  ],
  ja: ({ parameters: [stepMs = '0'] }) => [
    `システム時刻が ${formatDuration(Math.abs(Number(stepMs)), 'ja')}${Number(stepMs) < 0 ? '戻りました' : '進みました'}。期限に関する判定は次のスキャンまで保留します。`,
  ],
};
