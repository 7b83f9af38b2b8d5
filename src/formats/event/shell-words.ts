import { replaceInvisible } from '../terminal/visible.ts';

/** Words that a shell leaves alone wherever they stand; `=` and `%` mean something at the beginning of a word. */
const PLAIN = /^[A-Za-z0-9_@+:,./-][A-Za-z0-9_@+:,./%=-]*$/;

const utf8 = new TextEncoder();

/** The octets of a character as a shell writes them: three octal digits each, so that what follows cannot join in. */
function octal(character: string): string {
  return Array.from(utf8.encode(character), (octet) => `\\${octet.toString(8).padStart(3, '0')}`).join('');
}

/** Quote and backslash are octal too: a shell without `$'…'` then reads another name, but never another command. */
function quoteWord(word: string, isCommand: boolean): string {
  if (PLAIN.test(word) && !(isCommand && word.includes('='))) return word;
  const shown = replaceInvisible(word.replace(/['\\]/g, octal), (codePoint) => octal(String.fromCodePoint(codePoint)));
  if (replaceInvisible(word, () => '') !== word) return `$'${shown}'`;
  return `'${word.replaceAll("'", "'\\''")}'`;
}

/**
 * A command as it can be pasted into a shell: one line, each argument one word, nothing expanded, nothing run besides.
 * @see https://pubs.opengroup.org/onlinepubs/9799919799/utilities/V3_chap02.html section 2.2, Quoting
 */
export function shellWords(argv: readonly string[]): string {
  return argv.map((word, index) => quoteWord(word, index === 0)).join(' ');
}
