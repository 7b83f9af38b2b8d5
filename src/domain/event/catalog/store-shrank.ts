import { phrase } from '../../text/phrase.ts';
import { countWithNoun, singularOrPlural } from '../count-with-noun.ts';
import type { StoreData } from '../data/certificate-data.ts';
import type { ReasonData } from '../data/reason-data.ts';
import { defineEvent, type EventDefinition } from '../event-definition.ts';
import { PATH_LABEL } from '../file-sentences.ts';
import { labeledLines } from '../line.ts';
import type { Writer } from '../writer.ts';

type Data = Pick<StoreData, 'store'> & Pick<ReasonData, 'path'>;

/** More than half of a store's certificates disappeared, or a glob no longer matches any file. */
export const storeShrank: EventDefinition<Data, ['store', 'before', 'now']> = defineEvent({
  eventId: 1101,
  symbolicName: 'StoreShrank',
  provider: 'own',
  level: 'Warning',
  title: phrase({ en: 'Certificate store shrank', ja: '証明書ストアの証明書の減少' }),
  effect: 'problems-undetected',
  parameters: ['store', 'before', 'now'],
  requiredFacts: { store: true, path: true },
  firstLine: ({ parameters: { store, before, now } }) =>
    now === '0'
      ? phrase({
          en: (write: Writer) =>
            `Certificate store ${write.quote(store)} had ${countWithNoun(before, 'certificate')} and is now empty.`,
          ja: (write) => `証明書ストア${write.quote(store)}にあった ${before} 個の証明書がなくなり、空になりました。`,
        })
      : phrase({
          en: (write: Writer) =>
            `More than half of certificate store ${write.quote(store)} is missing: ${now} of ${before} certificates ${singularOrPlural(now, 'is', 'are')} left.`,
          ja: (write) =>
            `証明書ストア${write.quote(store)}の証明書が半分未満に減りました (${before} 個から ${now} 個)。`,
        }),
  lines: ({ data }) => [
    ...labeledLines(PATH_LABEL, data.path),
    phrase({
      en: 'If this change was intended, no action is needed. mailcertd accepts the new size after a day; until then, this condition stays open.',
      ja: '意図した変更であれば対処は不要です。1 日後に新しい個数を正常とみなします。それまでこの問題は未解消のままです。',
    }),
  ],
});
