import { phrase } from '../../../domain/text/phrase.ts';
import { SERVED_PHRASES } from './served-phrases.ts';

/** The texts about what a command found in its own scan and the daemon has not scanned yet. */
export const UNSCANNED_PHRASES = {
  finding: phrase({
    en: (eventId: number, sentence: string) =>
      `found now, not yet scanned by the daemon: event ${eventId}, ${sentence}`,
    ja: (eventId, sentence) => `現在の状態 (デーモンは未スキャン): イベント ${eventId}、${sentence}`,
  }),
  /**
   * Connectors that the daemon has not loaded.
   * @param moreCount the number of further connectors, which are not named
   */
  connectors: phrase({
    en: (names: readonly string[], moreCount: number) =>
      `${SERVED_PHRASES.connectors.en(names, moreCount)}: not yet scanned by the daemon`,
    ja: (names, moreCount) => `${SERVED_PHRASES.connectors.ja(names, moreCount)}: デーモンがまだスキャンしていません`,
  }),
};
