import { visible } from '../../../formats/terminal/visible.ts';

const LONGEST = 60;

/** A value from the file as a message shows it: one line, quoted, cut at 60 characters, nothing in it that a terminal obeys. */
export function quote(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (value === null || value === undefined) return 'nothing';
  if (typeof value === 'object') return 'a map';
  const text = String(value);
  const cut = text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
  return typeof value === 'string' ? visible(JSON.stringify(cut)) : visible(cut);
}
