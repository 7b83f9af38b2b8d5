import { type Phrase, phrase } from '../text/phrase.ts';

/** The cause of a stop because the event log cannot be used. Other causes are names of signals. */
export const EVENT_LOG_LOST = 'event_log_lost';

/** As it was stored by earlier versions. */
const EARLIER_EVENT_LOG_LOST = 'event log lost';

const EVENT_LOG_LOST_TEXT = phrase({ en: 'event log lost', ja: 'イベント ログを使用できないため' });

/** Returns the cause of a stop as a text; the name of a signal is the same in both languages. */
export function stopCauseText(cause: string): Phrase<string> {
  return [EVENT_LOG_LOST, EARLIER_EVENT_LOG_LOST].includes(cause)
    ? EVENT_LOG_LOST_TEXT
    : phrase({ en: cause, ja: cause });
}
