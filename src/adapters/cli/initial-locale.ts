import type { Locale } from '../../domain/text/locale.ts';
import { systemLocale } from '../../formats/system/system-locale.ts';

const LOCALE_OPTION = '--locale';
const CONFIG_OPTION = '--config';

/**
 * Returns the language until the configuration is read: `--locale`, or else that of the system. The
 * arguments are read as commander reads them, before the program is built in this language.
 * @param argv without node and script
 */
export function initialLocale(
  argv: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): Locale {
  let locale = systemLocale(environment);
  for (let index = 0; index < argv.length; index += 1) {
    const word = argv[index] ?? '';
    if (word === '--') break;
    const value = word === LOCALE_OPTION ? argv[index + 1] : valueAfterEqualsSign(word);
    if (value === 'en' || value === 'ja') locale = value;
    // The next word is a value, also if it begins with `-`.
    if (word === LOCALE_OPTION || word === CONFIG_OPTION) index += 1;
  }
  return locale;
}

function valueAfterEqualsSign(word: string): string | undefined {
  return word.startsWith(`${LOCALE_OPTION}=`) ? word.slice(LOCALE_OPTION.length + 1) : undefined;
}
