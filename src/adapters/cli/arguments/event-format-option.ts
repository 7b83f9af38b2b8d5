import { Option } from 'commander';
import type { EventFormat } from '../../../domain/event/event-format.ts';
import type { Locale } from '../../../domain/text/locale.ts';
import { inLanguage } from '../../../domain/text/phrase.ts';
import { OPTION_HELP } from '../text/help/option-help.ts';

/** Returns the option `--format` of commands that print events. */
export function eventFormatOption(byDefault: EventFormat, locale: Locale): Option {
  return new Option('--format <format>', inLanguage(OPTION_HELP, locale).eventFormat)
    .choices(['line', 'classic', 'json', 'xml'] satisfies EventFormat[])
    .default(byDefault);
}
