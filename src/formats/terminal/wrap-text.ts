import { terminalWidth } from './terminal-width.ts';

/**
 * The characters that do not begin a line of Japanese: closing brackets, punctuation, small kana,
 * the long mark and repetition marks.
 * @see JIS X 4051 (line-start prohibition)
 */
const NEVER_FIRST = new Set(
  '、。，．・：；！？」』）】〕〉》］｝ー〜…‥々ゝゞヽヾぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ,.:;!?%)]}»”’',
);

/** The opening brackets, which do not end a line. */
const NEVER_LAST = new Set('「『（【〔〈《［｛([{«“‘');

/**
 * Wraps a line of text at a width in terminal columns. Lines end at spaces, and between full-width
 * characters by the Japanese rules. A word without such a place, for example a path or a thumbprint,
 * is never broken, so a line with it may be wider.
 */
export function wrapText(text: string, width: number): readonly string[] {
  if (terminalWidth(text) <= width) return [text];
  const lines: string[] = [];
  let line = '';
  for (const piece of piecesOf(text)) {
    if (line.trim() !== '' && terminalWidth(`${line}${piece}`.trimEnd()) > width) {
      lines.push(line.trimEnd());
      line = piece;
    } else line += piece;
  }
  return [...lines, line.trimEnd()];
}

/** Returns the parts of a text that are never broken, each with the spaces that follow it. */
function piecesOf(text: string): readonly string[] {
  const pieces: string[] = [];
  let piece = '';
  let last = '';
  for (const character of text) {
    if (last !== '' && isBreakAllowed(last, character)) {
      pieces.push(piece);
      piece = '';
    }
    piece += character;
    last = character;
  }
  return [...pieces, piece];
}

function isBreakAllowed(before: string, after: string): boolean {
  if (after === ' ') return false;
  if (before === ' ') return true;
  if (NEVER_LAST.has(before) || NEVER_FIRST.has(after)) return false;
  const width = terminalWidth(after);
  // A combining character belongs to the character before.
  return width === 2 || (width > 0 && terminalWidth(before) === 2);
}
