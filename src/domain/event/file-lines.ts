import type { Locale, Wording } from './event-definition.ts';
import type { Facts, UnreadableFile } from './facts.ts';

/** ` (blocks 0, 1, 2 and more; 240 in all)`; nothing for a whole file. */
function blocksOf({ blocks, blockCount }: UnreadableFile, locale: Locale): string {
  if (blocks === undefined) return '';
  const numbers = blocks.join(', ');
  const isCut = (blockCount ?? 0) > blocks.length;
  if (locale === 'ja') return isCut ? ` (ブロック ${numbers} ほか、計 ${blockCount} 個)` : ` (ブロック ${numbers})`;
  const noun = blocks.length === 1 ? 'block' : 'blocks';
  return isCut ? ` (${noun} ${numbers} and more; ${blockCount} in all)` : ` (${noun} ${numbers})`;
}

/** A line for each listed file, and how many are not listed. */
export function fileLines({ files = [], count = 0 }: Facts, { locale }: Wording): readonly string[] {
  const lines = files.map((file) => {
    const detail = file.detail === undefined ? '' : `: ${file.detail}`;
    return `${file.path}${blocksOf(file, locale)}${detail}`;
  });
  const others = count - files.length;
  if (others <= 0) return lines;
  return [...lines, locale === 'ja' ? `ほか ${others} 個` : `and ${others} more`];
}
