/** Text with one column for each character, which is the usual case. */
const PLAIN = /^[\x20-\x7e]*$/;
/** An escape sequence that sets or resets a color. */
const COLOR = /\x1b\[[\d;]*m/g;
/** Characters that need no column of their own, such as accents. */
const COMBINING = /[\p{Mn}\p{Me}\p{Cf}]/gu;
/** @see https://www.unicode.org/reports/tr11/ (classes W and F) */
const WIDE =
  /[\u1100-\u115f\u2329\u232a\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe10-\ufe19\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{16fe0}-\u{18dff}\u{1aff0}-\u{1b2ff}\u{1f200}-\u{1f265}\u{20000}-\u{3fffd}\p{Emoji_Presentation}]/gu;

/**
 * Returns the columns that a terminal needs for a line of text: two for a wide character, none for
 * a color.
 */
export function terminalWidth(text: string): number {
  if (PLAIN.test(text)) return text.length;
  const visibleText = text.replace(COLOR, '').replace(COMBINING, '');
  const wideCount = visibleText.match(WIDE)?.length ?? 0;
  return [...visibleText].length + wideCount;
}
