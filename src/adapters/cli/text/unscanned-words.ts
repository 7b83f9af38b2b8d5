import type { Locale } from '../../../domain/text/locale.ts';
import { SERVED_WORDS } from './served-words.ts';

/**
 * The texts about what a command found in its own scan and the daemon has not scanned yet, in one
 * language.
 */
interface UnscannedWords {
  readonly finding: (eventId: number, sentence: string) => string;
  /**
   * Connectors that the daemon has not loaded.
   * @param moreCount the number of further connectors, which are not named
   */
  readonly connectors: (names: readonly string[], moreCount: number) => string;
}

/** The texts about what the daemon has not scanned yet, by language. */
export const UNSCANNED_WORDS: Readonly<Record<Locale, UnscannedWords>> = {
  en: {
    finding: (eventId, sentence) => `found now, not yet scanned by the daemon: event ${eventId}, ${sentence}`,
    connectors: (names, moreCount) => `${SERVED_WORDS.en.connectors(names, moreCount)}: not yet scanned by the daemon`,
  },
  ja: {
    finding: (eventId, sentence) => `現在の状態 (デーモンは未スキャン): イベント ${eventId}、${sentence}`,
    connectors: (names, moreCount) =>
      `${SERVED_WORDS.ja.connectors(names, moreCount)}: デーモンがまだスキャンしていません`,
  },
};
