const INVISIBLE = /[\s\p{C}]+/gu;
const LINE_END = /[\n\r\u0085\u2028\u2029]/;

/**
 * Returns a text of another program as one line. Runs of white space and invisible characters are
 * one space.
 * @param longest number of characters after which the text is cut and ends with `…`
 * @param between replaces a run with a line end
 */
export function oneLine(text: string, longest: number = Number.POSITIVE_INFINITY, between: string = ' '): string {
  // The text may be long, but a character has at most two code units, and most runs are short.
  const start = text.slice(0, 8 * longest).trim();
  const line = start.replace(INVISIBLE, (run) => (LINE_END.test(run) ? between : ' ')).trim();
  if (line.length <= longest) return line;
  const characters = [...line];
  return characters.length <= longest ? line : `${characters.slice(0, longest).join('')}…`;
}
