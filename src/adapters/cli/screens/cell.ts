import { visible } from '../../../formats/terminal/visible.ts';

/** A field's value in a cell: raw where it is text, lists with a comma between; nothing for what is not there. */
export function cell(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (Array.isArray(value)) return visible(value.join(', '));
  return visible(typeof value === 'object' ? JSON.stringify(value) : String(value));
}
