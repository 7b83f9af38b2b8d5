import { type Phrase, phrase } from '../text/phrase.ts';
import type { EventLevel } from './event-definition.ts';
import type { Change } from './event-record.ts';

/** Labels of the levels, as in Event Viewer. */
export const LEVEL_LABELS: Readonly<Record<EventLevel, Phrase<string>>> = {
  Error: phrase({ en: 'Error', ja: 'エラー' }),
  Warning: phrase({ en: 'Warning', ja: '警告' }),
  Information: phrase({ en: 'Information', ja: '情報' }),
};

/** Labels of the changes; a dash for events without a condition. */
export const CHANGE_LABELS: Readonly<Record<Change, Phrase<string>>> = {
  once: phrase({ en: '-', ja: '-' }),
  raised: phrase({ en: 'raised', ja: '発生' }),
  repeated: phrase({ en: 'repeated', ja: '継続' }),
  escalated: phrase({ en: 'escalated', ja: '緊急度上昇' }),
  cleared: phrase({ en: 'cleared', ja: '解消' }),
};

/** Label of the commands that fix a problem. */
export const REMEDY_LABELS: Phrase<string> = phrase({ en: 'What to do:', ja: '対処:' });
