import { countWithNoun } from '../count-with-noun.ts';
import type { EventDefinition } from '../event-definition.ts';
import { formatDuration } from '../format-duration.ts';

/** The host was suspended, and scheduled scans did not run. */
export const hostSuspended: EventDefinition = {
  eventId: 1110,
  symbolicName: 'HostSuspended',
  provider: 'own',
  level: 'Information',
  parameters: ['suspendedMilliseconds', 'missedScans'],
  en: ({ parameters: [suspendedMs = '0', missedScans = '0'] }) => [
    `This host was suspended for ${formatDuration(Number(suspendedMs), 'en')}; ${countWithNoun(missedScans, 'scheduled scan')} did not run.`,
  ],
  ja: ({ parameters: [suspendedMs = '0', missedScans = '0'] }) => [
    `このコンピューターは ${formatDuration(Number(suspendedMs), 'ja')}スリープしていました。予定されていたスキャン ${missedScans} 回は実行されていません。`,
  ],
};
