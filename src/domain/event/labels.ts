import type { Locale } from '../text/locale.ts';
import type { Phrase } from '../text/phrase.ts';
import type { EventLevel } from './event-definition.ts';
import type { Change } from './event-record.ts';

/** Labels of the levels, as in Event Viewer. */
export const LEVEL_LABELS: Readonly<Record<Locale, Readonly<Record<EventLevel, string>>>> = {
  en: { Error: 'Error', Warning: 'Warning', Information: 'Information' },
  ja: { Error: 'エラー', Warning: '警告', Information: '情報' },
};

/** Labels of the changes; a dash for events without a condition. */
export const CHANGE_LABELS: Readonly<Record<Locale, Readonly<Record<Change, string>>>> = {
  en: { once: '-', raised: 'raised', repeated: 'repeated', escalated: 'escalated', cleared: 'cleared' },
  ja: { once: '-', raised: '発生', repeated: '継続', escalated: '緊急度上昇', cleared: '解消' },
};

/** Label of the commands that fix a problem. */
export const REMEDY_LABELS: Phrase<string> = { en: 'What to do:', ja: '対処:' };
