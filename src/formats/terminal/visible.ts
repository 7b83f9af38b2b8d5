/**
 * Control characters, lone surrogates, line and paragraph separators, bidi controls, and characters
 * without a width.
 */
const INVISIBLE = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Bidi_Control}\p{Default_Ignorable_Code_Point}\u{fff9}-\u{fffb}]/gu;

/** Only visible ASCII: the usual case, which is much faster to test. */
const PLAIN = /^[\x20-\x7e]*$/;

/** Replaces each character that is invisible, or that changes the order of visible text. */
export function replaceInvisible(text: string, substitute: (codePoint: number) => string): string {
  if (PLAIN.test(text)) return text;
  return text.replace(INVISIBLE, (character) => substitute(character.codePointAt(0) ?? 0));
}

/**
 * Escapes a text as one line that is safe on a terminal and in a log. Invisible characters, line
 * ends and tabs become `\x1b`, `\u202e` or `\u{e0041}`. Backslashes are not escaped: the result is
 * for people, and cannot be decoded.
 */
export function visible(text: string): string {
  return replaceInvisible(text, (codePoint) => {
    const hex = codePoint.toString(16);
    if (codePoint <= 0xff) return `\\x${hex.padStart(2, '0')}`;
    return codePoint <= 0xffff ? `\\u${hex.padStart(4, '0')}` : `\\u{${hex}}`;
  });
}
