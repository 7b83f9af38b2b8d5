/** Controls, lone surrogates, line and paragraph separators, bidi marks, and what takes no room on a screen. */
const INVISIBLE = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Bidi_Control}\p{Default_Ignorable_Code_Point}\u{fff9}-\u{fffb}]/gu;

/** What nearly every text is, and is told far sooner. */
const PLAIN = /^[\x20-\x7e]*$/;

/** Every character that a reader would not see, or that would move what he sees, replaced by its `substitute`. */
export function replaceInvisible(text: string, substitute: (codePoint: number) => string): string {
  if (PLAIN.test(text)) return text;
  return text.replace(INVISIBLE, (character) => substitute(character.codePointAt(0) ?? 0));
}

/**
 * One line of text, safe on a terminal and in a log: `\x1b`, `\u202e`, `\u{e0041}` stand for characters that cannot be seen,
 * line ends and tabs included. All else stays, backslashes too: the result is for people and cannot be turned back.
 */
export function visible(text: string): string {
  return replaceInvisible(text, (codePoint) => {
    const hex = codePoint.toString(16);
    if (codePoint <= 0xff) return `\\x${hex.padStart(2, '0')}`;
    return codePoint <= 0xffff ? `\\u${hex.padStart(4, '0')}` : `\\u{${hex}}`;
  });
}
