/** The characters of a Japanese text that have no space before or after a Latin character. */
const PUNCTUATION = '。、：；・「」（）';

/**
 * Joins the parts of a Japanese sentence, with a space where a Latin character meets a Japanese one.
 */
export function joinJapanese(...parts: readonly string[]): string {
  return parts.reduce((text, part) => `${text}${needsSpace(text.at(-1), part.at(0)) ? ' ' : ''}${part}`, '');
}

function needsSpace(before: string | undefined, after: string | undefined): boolean {
  if (before === undefined || after === undefined) return false;
  if ([before, after].some((character) => character === ' ' || PUNCTUATION.includes(character))) return false;
  return isLatin(before) !== isLatin(after);
}

/** Returns whether a character is a printable ASCII character other than the space. */
function isLatin(character: string): boolean {
  return character >= '!' && character <= '~';
}
