import { phrase } from '../../text/phrase.ts';
import { countWithNoun } from '../count-with-noun.ts';
import type { NoData } from '../event-data-groups.ts';
import { defineEvent, type EventDefinition } from '../event-definition.ts';
import type { Writer } from '../writer.ts';

/** The host was suspended, and scheduled scans did not run. */
export const hostSuspended: EventDefinition<NoData, ['suspendedMilliseconds', 'missedScans']> = defineEvent({
  eventId: 1110,
  symbolicName: 'HostSuspended',
  provider: 'own',
  level: 'Information',
  title: phrase({ en: 'Host suspended', ja: 'コンピューターのスリープ' }),
  isAboutService: true,
  effect: 'suspended',
  parameters: ['suspendedMilliseconds', 'missedScans'],
  requiredFacts: {},
  firstLine: ({ parameters: { suspendedMilliseconds, missedScans } }) => {
    const ms = Number(suspendedMilliseconds);
    return phrase({
      en: (write: Writer) =>
        `This computer was suspended for ${write.duration(ms)}; ${countWithNoun(missedScans, 'scheduled scan')} did not run.`,
      ja: (write) =>
        `このコンピューターは ${write.duration(ms)}の間スリープしていました。予定されていたスキャン ${missedScans} 回は実行されていません。`,
    });
  },
});
