import { terminalWidth } from './terminal-width.ts';

/** Takes one column of the width. */
const ELLIPSIS = '…';

/**
 * Cuts a line of text, without colors, to a number of columns. A text that is cut ends with an
 * ellipsis; with no column, it is empty.
 */
export function cutToWidth(text: string, columns: number): string {
  if (terminalWidth(text) <= columns) return text;
  if (columns < 1) return '';
  let width = 1;
  let kept = '';
  for (const character of text) {
    width += terminalWidth(character);
    if (width > columns) break;
    kept += character;
  }
  return kept + ELLIPSIS;
}
