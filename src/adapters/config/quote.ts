import { visible } from '../../formats/terminal/visible.ts';

const MAX_CHARACTERS = 60;

/**
 * Returns a value of the configuration file for a message, as one line: a text in quotes, a number
 * or boolean as it is, both truncated to 60 characters and with control characters escaped. For
 * other values, returns `a list`, `a map` or `nothing`.
 */
export function quote(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (value === null || value === undefined) return 'nothing';
  if (typeof value === 'object') return 'a map';
  const text = String(value);
  const shortened = text.length > MAX_CHARACTERS ? `${text.slice(0, MAX_CHARACTERS)}…` : text;
  return typeof value === 'string' ? visible(JSON.stringify(shortened)) : visible(shortened);
}
