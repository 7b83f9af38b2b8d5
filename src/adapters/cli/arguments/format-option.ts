import { Option } from 'commander';
import type { Locale } from '../../../domain/text/locale.ts';
import { inLanguage } from '../../../domain/text/phrase.ts';
import { OPTION_HELP } from '../text/help/option-help.ts';

/** Returns the option `--format` of commands that do not print events. The first is the default. */
export function formatOption(formats: readonly [string, ...string[]], locale: Locale): Option {
  return new Option('--format <format>', inLanguage(OPTION_HELP, locale).format).choices(formats).default(formats[0]);
}
