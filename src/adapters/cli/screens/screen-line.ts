import { terminalWidth } from '../../../formats/terminal/terminal-width.ts';
import { wrapText } from '../../../formats/terminal/wrap-text.ts';

/** The indent of the lines that continue a line or a row, in columns. */
export const WRAPPED_INDENT = 4;

/** How a line is wrapped. */
interface LineLayout {
  /** The columns of the terminal; undefined: the output is not a terminal, and nothing is wrapped. */
  readonly width: number | undefined;
  /** The indent of the lines after the first one, in columns; default 4. */
  readonly indent?: number;
  /** The commands in the text, which are not broken. */
  readonly commands?: readonly string[];
}

/**
 * Returns a line of a screen with its line end. If it is wider than the terminal, it continues on
 * indented lines.
 */
export function screenLine(
  text: string,
  { width = Number.POSITIVE_INFINITY, indent = WRAPPED_INDENT, commands = [] }: LineLayout,
): string {
  const [first, ...others] = wrapText(text, { width, nextWidth: width - indent, unbroken: commands });
  const unindented = first.trimStart();
  const firstLine = indented(unindented, first.length - unindented.length, width);
  return [firstLine, ...others.map((line) => indented(line, indent, width))].map((line) => `${line}\n`).join('');
}

/** Indents a line; less, if the line then fits into the terminal. */
export function indented(line: string, indent: number, width: number): string {
  const room = width - terminalWidth(line);
  return ' '.repeat(room < 0 ? indent : Math.min(indent, room)) + line;
}
