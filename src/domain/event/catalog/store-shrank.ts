import { countWithNoun, singularOrPlural } from '../count-with-noun.ts';
import type { EventDefinition } from '../event-definition.ts';
import { quoteName } from '../quote-name.ts';

/** More than half of a store's certificates disappeared, or a glob no longer matches any file. */
export const storeShrank: EventDefinition = {
  eventId: 1101,
  symbolicName: 'StoreShrank',
  provider: 'own',
  level: 'Warning',
  parameters: ['store', 'before', 'now'],
  en: ({ parameters: [store = '', previousCount = '', currentCount = ''], facts }) => [
    currentCount === '0'
      ? `Certificate store ${quoteName(store, 'en')} had ${countWithNoun(previousCount, 'certificate')} and is now empty.`
      : `More than half of certificate store ${quoteName(store, 'en')} is missing: ${currentCount} of ${previousCount} certificates ${singularOrPlural(currentCount, 'is', 'are')} left.`,
    ...(facts.path === undefined ? [] : [`Path: ${facts.path}`]),
    'If this change was intended, the new size is accepted after a day. Until then, this condition stays open.',
  ],
  ja: ({ parameters: [store = '', previousCount = '', currentCount = ''], facts }) => [
    currentCount === '0'
      ? `証明書ストア${quoteName(store, 'ja')}にあった ${previousCount} 個の証明書がなくなり、空になりました。`
      : `証明書ストア${quoteName(store, 'ja')}の証明書が半分未満に減りました (${previousCount} 個から ${currentCount} 個)。`,
    ...(facts.path === undefined ? [] : [`パス: ${facts.path}`]),
    '意図した変更であれば、1 日後に新しい個数を正常とみなします。それまでこの問題は未解消のままです。',
  ],
};
