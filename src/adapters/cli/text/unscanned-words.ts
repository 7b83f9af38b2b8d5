import type { Locale } from '../../../domain/event/event-definition.ts';
import { connectorsInEnglish, connectorsInJapanese } from './served-words.ts';

/** Words for what a command sees and the daemon has not scanned. */
interface UnscannedWords {
  readonly finding: (eventId: number, sentence: string) => string;
  /** `more`: how many further ones. */
  readonly connectors: (names: readonly string[], more: number) => string;
}

export const UNSCANNED_WORDS: Readonly<Record<Locale, UnscannedWords>> = {
  en: {
    finding: (eventId, sentence) => `seen now, not yet scanned by the daemon: event ${eventId}, ${sentence}`,
    connectors: (names, more) => `${connectorsInEnglish(names, more)}: not yet scanned by the daemon`,
  },
  ja: {
    finding: (eventId, sentence) => `現在の状態 (デーモンは未スキャン): イベント ${eventId}、${sentence}`,
    connectors: (names, more) => `${connectorsInJapanese(names, more)}: デーモンがまだスキャンしていません`,
  },
};
