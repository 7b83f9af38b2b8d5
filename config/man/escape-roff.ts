import { terminalWidth } from '../../src/formats/terminal/terminal-width.ts';
import { visible } from '../../src/formats/terminal/visible.ts';

/** Characters that groff replaces by others, or that have a meaning in roff or in its arguments. */
const ESCAPES: Readonly<Record<string, string>> = {
  '\\': '\\(rs',
  "'": '\\(aq',
  '"': '\\(dq',
  '`': '\\(ga',
  '^': '\\(ha',
  '~': '\\(ti',
};

/** Characters that do not begin a Japanese line. */
const NO_START = ' 、。，．・：；？！）」』】〕〉》ーぁぃぅぇぉっゃゅょァィゥェォッャュョ々～)]},.:;?!';

/** Characters that do not end a Japanese line. */
const NO_END = '（「『【〔〈《';

/** Allows a line to end, without a hyphen. */
export const BREAK_POINT = '\\:';

/**
 * Encoding of a text.
 * - ascii: all other characters are escaped
 * - utf8: all characters are kept
 * - japanese: like utf8, and lines may end in Japanese text; groff and mandoc have no rules for it
 *   without further files
 */
export type RoffEncoding = 'ascii' | 'utf8' | 'japanese';

/** Hyphens of a text: `literal` can be copied to a command line, `prose` may end a line. */
export type Hyphens = 'literal' | 'prose';

/**
 * Escapes a text of one line, so that man pages show exactly its characters. Invisible characters are
 * shown as on a terminal.
 * @see https://man7.org/linux/man-pages/man7/groff_char.7.html
 */
export function escapeRoff(text: string, encoding: RoffEncoding = 'ascii', hyphens: Hyphens = 'literal'): string {
  const characters = Array.from(visible(text));
  return characters
    .map((character, index) => {
      const next = characters[index + 1];
      const mayBreak = encoding === 'japanese' && next !== undefined && !NO_START.includes(next) && mayEnd(character);
      return `${escapeCharacter(character, encoding, hyphens)}${mayBreak ? BREAK_POINT : ''}`;
    })
    .join('');
}

function escapeCharacter(character: string, encoding: RoffEncoding, hyphens: Hyphens): string {
  if (character === '-') return hyphens === 'literal' ? '\\-' : '-';
  const code = character.codePointAt(0) ?? 0;
  if (code > 0x7e && encoding === 'ascii') return `\\[u${code.toString(16).toUpperCase().padStart(4, '0')}]`;
  return ESCAPES[character] ?? character;
}

/** Returns whether a line may end after a character that needs two columns. */
function mayEnd(character: string): boolean {
  return terminalWidth(character) === 2 && !NO_END.includes(character);
}

/** Returns a line of escaped text that roff does not read as a request. */
export function textLine(escaped: string): string {
  return escaped.startsWith('.') ? `\\&${escaped}` : escaped;
}
