import { terminalWidth } from './terminal-width.ts';

/**
 * The characters that do not begin a line of Japanese: closing brackets, punctuation, small kana,
 * the long mark and repetition marks.
 * @see JIS X 4051 (line-start prohibition)
 */
const NEVER_FIRST = new Set(
  '、。，．・：；！？」』）】〕〉》］｝ー〜…‥々ゝゞヽヾ,.:;!?%)]}»”’' + 'ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ',
);

/** The opening brackets, which do not end a line. */
const NEVER_LAST = new Set('「『（【〔〈《［｛([{«“‘');

/** Where a text is wrapped. */
interface WrapOptions {
  /** The width of the first line, in terminal columns. */
  readonly width: number;
  /** The width of the other lines; default: the same. */
  readonly nextWidth?: number;
  /** Parts of the text that are never broken although they have spaces: commands. */
  readonly unbroken?: readonly string[];
}

/**
 * Wraps a line of text at a width in terminal columns. Lines end at spaces, and between full-width
 * characters by the Japanese rules. A word without such a place, for example a path or a thumbprint,
 * is never broken, so a line with it may be wider.
 */
export function wrapText(
  text: string,
  { width, nextWidth = width, unbroken = [] }: WrapOptions,
): readonly [string, ...string[]] {
  if (terminalWidth(text) <= width) return [text];
  const lines: string[] = [];
  let line = '';
  for (const piece of piecesOf(text, unbroken)) {
    const lineWidth = lines.length === 0 ? width : nextWidth;
    if (line.trim() !== '' && terminalWidth(`${line}${piece}`.trimEnd()) > lineWidth) {
      lines.push(line.trimEnd());
      line = piece;
    } else line += piece;
  }
  const [first = '', ...others] = [...lines, line.trimEnd()];
  return [first, ...others];
}

/** Returns the parts of a text that are never broken, each with the spaces that follow it. */
function piecesOf(text: string, unbroken: readonly string[]): readonly string[] {
  const ranges = unbroken.flatMap((part) => {
    const start = text.indexOf(part);
    return start === -1 ? [] : [{ start, end: start + part.length }];
  });
  const pieces: string[] = [];
  let pieceStart = 0;
  let offset = 0;
  let last = '';
  for (const character of text) {
    const isInside = ranges.some(({ start, end }) => start < offset && offset < end);
    if (last !== '' && !isInside && isBreakAllowed(last, character)) {
      pieces.push(text.slice(pieceStart, offset));
      pieceStart = offset;
    }
    offset += character.length;
    last = character;
  }
  return [...pieces, text.slice(pieceStart)];
}

function isBreakAllowed(before: string, after: string): boolean {
  if (after === ' ') return false;
  if (before === ' ') return true;
  if (NEVER_LAST.has(before) || NEVER_FIRST.has(after)) return false;
  const width = terminalWidth(after);
  // A combining character belongs to the character before.
  return width === 2 || (width > 0 && terminalWidth(before) === 2);
}
