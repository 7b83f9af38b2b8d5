import { replaceInvisible } from '../terminal/visible.ts';

/**
 * Words that a shell leaves unchanged; `=` and `%` have a special meaning at the start of a word.
 */
const PLAIN = /^[A-Za-z0-9_@+:,./-][A-Za-z0-9_@+:,./%=-]*$/;

const encoder = new TextEncoder();

/**
 * Returns the bytes of a character as three octal digits each, so that following digits cannot
 * extend them.
 */
function octal(character: string): string {
  return Array.from(encoder.encode(character), (byte) => `\\${byte.toString(8).padStart(3, '0')}`).join('');
}

/**
 * Quotes a word: as it is, as `'…'`, or with invisible characters as `$'…'`. In `$'…'`, quotes and
 * backslashes are octal too: a shell that does not support this form then reads another name, but
 * never another command.
 */
function quoteWord(word: string, isCommand: boolean): string {
  if (PLAIN.test(word) && !(isCommand && word.includes('='))) return word;
  const hasInvisible = replaceInvisible(word, () => '') !== word;
  if (!hasInvisible) return `'${word.replaceAll("'", "'\\''")}'`;
  const octalEscaped = replaceInvisible(word.replace(/['\\]/g, octal), (codePoint) =>
    octal(String.fromCodePoint(codePoint)),
  );
  return `$'${octalEscaped}'`;
}

/**
 * Quotes a command for a shell: one line, each argument one word, without expansion.
 * @see https://pubs.opengroup.org/onlinepubs/9799919799/utilities/V3_chap02.html section 2.2,
 * Quoting
 */
export function shellWords(argv: readonly string[]): string {
  return argv.map((word, index) => quoteWord(word, index === 0)).join(' ');
}
