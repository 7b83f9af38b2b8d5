import type { EventDefinition } from '../event-definition.ts';
import { inBrackets } from '../reason-words.ts';
import { reasonLines } from '../sentences.ts';
import { storeName, storeNameFirst } from '../store-name.ts';
import { when } from '../wording.ts';

/** A certificate store cannot be looked at: nothing in it is claimed or cleared until it can. */
export const storeUnreadable: EventDefinition = {
  eventId: 1100,
  symbolicName: 'StoreUnreadable',
  provider: 'own',
  level: 'Error',
  parameters: ['store', 'path', 'reason'],
  en: ({ parameters: [store = '', path = ''], facts }, wording) => [
    `${storeNameFirst(store)} cannot be read${inBrackets(facts.reason, 'en')}; what is open stays open.`,
    `Path: ${path}`,
    ...reasonLines(facts, wording),
    ...(facts.detail ? [`What came back: ${facts.detail}`] : []),
    ...(facts.lastSeen === undefined ? [] : [`Last read on ${when(facts.lastSeen, wording)}.`]),
  ],
  ja: ({ parameters: [store = '', path = ''], facts }, wording) => [
    `${storeName(store, 'ja')}を読み取れません${inBrackets(facts.reason, 'ja')}。未解消の問題はそのまま保持します。`,
    `パス: ${path}`,
    ...reasonLines(facts, wording),
    ...(facts.detail ? [`詳細: ${facts.detail}`] : []),
    ...(facts.lastSeen === undefined ? [] : [`最後に読み取れた時刻: ${when(facts.lastSeen, wording)}`]),
  ],
};
