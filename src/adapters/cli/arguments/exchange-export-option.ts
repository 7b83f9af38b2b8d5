import { Option } from 'commander';
import type { Locale } from '../../../domain/text/locale.ts';
import { inLanguage } from '../../../domain/text/phrase.ts';
import { OPTION_HELP } from '../text/help/option-help.ts';

/**
 * Returns the option `--exchange-export FILE`, whose file replaces the one of the configuration.
 */
export function exchangeExportOption(locale: Locale): Option {
  return new Option('--exchange-export <file>', inLanguage(OPTION_HELP, locale).exchangeExport);
}
