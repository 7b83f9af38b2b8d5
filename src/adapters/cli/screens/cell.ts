import { visible } from '../../../formats/terminal/visible.ts';

/**
 * Returns a value as a table cell, escaped. List items are separated by commas; a missing value is
 * empty.
 */
export function cell(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (Array.isArray(value)) return visible(value.join(', '));
  return visible(typeof value === 'object' ? JSON.stringify(value) : String(value));
}
