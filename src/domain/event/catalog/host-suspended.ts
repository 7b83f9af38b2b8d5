import type { EventDefinition } from '../event-definition.ts';
import { counted, duration } from '../wording.ts';

/** The host was suspended, and scheduled scans did not run. */
export const hostSuspended: EventDefinition = {
  eventId: 1110,
  symbolicName: 'HostSuspended',
  provider: 'own',
  level: 'Information',
  parameters: ['suspendedMilliseconds', 'missedScans'],
  en: ({ parameters: [suspended = '0', missed = '0'] }) => [
    `This host was suspended for ${duration(Number(suspended), 'en')}; ${counted(missed, 'scheduled scan')} did not run.`,
  ],
  ja: ({ parameters: [suspended = '0', missed = '0'] }) => [
    `このコンピューターは ${duration(Number(suspended), 'ja')}スリープしていました。予定されていたスキャン ${missed} 回は実行されていません。`,
  ],
};
