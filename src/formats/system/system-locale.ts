import type { Locale } from '../../domain/text/locale.ts';

/**
 * Returns `ja` if the first non-empty variable of LC_ALL, LC_MESSAGES and LANG begins with it,
 * otherwise `en`.
 * @see https://pubs.opengroup.org/onlinepubs/9799919799/basedefs/V1_chap08.html section 8.2
 */
export function systemLocale(environment: Readonly<Record<string, string | undefined>>): Locale {
  const set = environment['LC_ALL'] || environment['LC_MESSAGES'] || environment['LANG'] || '';
  return /^ja(?![a-z])/i.test(set) ? 'ja' : 'en';
}
