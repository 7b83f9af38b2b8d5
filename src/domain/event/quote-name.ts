import type { Locale } from '../text/locale.ts';

/**
 * Returns a name in the quotation marks of the language. If the name contains these marks, returns
 * it in different ones.
 */
export function quoteName(name: string, locale: Locale): string {
  if (locale === 'ja') return /[「」]/.test(name) ? `『${name}』` : `「${name}」`;
  return name.includes('"') ? `“${name}”` : `"${name}"`;
}
