import type { Locale } from '../text/locale.ts';
import { phrase } from '../text/phrase.ts';

const QUOTED = phrase({
  en: (name: string) => (name.includes('"') ? `“${name}”` : `"${name}"`),
  ja: (name) => (/[「」]/.test(name) ? `『${name}』` : `「${name}」`),
});

/**
 * Returns a name in the quotation marks of the language. If the name contains these marks, returns
 * it in different ones.
 */
export function quoteName(name: string, locale: Locale): string {
  return QUOTED[locale](name);
}
