const INVISIBLE = /[\s\p{C}]+/gu;
const LINE_END = /[\n\r\u0085\u2028\u2029]/;

/**
 * Returns a text of another program as one line. Each run of white space and invisible characters
 * becomes one space.
 * @param maxCharacters number of characters after which the text is cut and ends with `…`
 * @param lineBreakText replaces a run that contains a line break
 */
export function oneLine(
  text: string,
  maxCharacters: number = Number.POSITIVE_INFINITY,
  lineBreakText: string = ' ',
): string {
  // Reads only the start of a long text. Eight code units per character are enough: a character has
  // at most two, and most runs are short.
  const start = text.slice(0, 8 * maxCharacters).trim();
  const line = start.replace(INVISIBLE, (run) => (LINE_END.test(run) ? lineBreakText : ' ')).trim();
  if (line.length <= maxCharacters) return line;
  const characters = [...line];
  return characters.length <= maxCharacters ? line : `${characters.slice(0, maxCharacters).join('')}…`;
}
