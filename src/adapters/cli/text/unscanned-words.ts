import type { Locale } from '../../../domain/event/event-definition.ts';
import { connectorsInEnglish, connectorsInJapanese } from './served-words.ts';

/** The texts about findings of a command that the daemon has not scanned yet, in one language. */
interface UnscannedWords {
  readonly finding: (eventId: number, sentence: string) => string;
  /** @param more the number of further connectors */
  readonly connectors: (names: readonly string[], more: number) => string;
}

/** The texts about findings that the daemon has not scanned yet, by language. */
export const UNSCANNED_WORDS: Readonly<Record<Locale, UnscannedWords>> = {
  en: {
    finding: (eventId, sentence) => `found now, not yet scanned by the daemon: event ${eventId}, ${sentence}`,
    connectors: (names, more) => `${connectorsInEnglish(names, more)}: not yet scanned by the daemon`,
  },
  ja: {
    finding: (eventId, sentence) => `現在の状態 (デーモンは未スキャン): イベント ${eventId}、${sentence}`,
    connectors: (names, more) => `${connectorsInJapanese(names, more)}: デーモンがまだスキャンしていません`,
  },
};
