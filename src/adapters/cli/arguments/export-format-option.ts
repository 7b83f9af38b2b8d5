import { Option } from 'commander';
import type { Locale } from '../../../domain/text/locale.ts';
import { inLanguage } from '../../../domain/text/phrase.ts';
import type { ExportFormat } from '../export/export-format.ts';
import { ARGUMENT_FAILURES } from '../text/argument-failures.ts';
import { EVENTS_HELP } from '../text/help/events-help.ts';
import { InvalidValueError } from './invalid-value-error.ts';

const FORMATS: readonly ExportFormat[] = ['evtx', 'xml', 'csv', 'json'];

/** Parses the format of an export. */
export function parseExportFormat(text: string): ExportFormat {
  const format = FORMATS.find((each) => each === text);
  if (format === undefined) throw new InvalidValueError(ARGUMENT_FAILURES.choices({ choices: FORMATS }));
  return format;
}

/** Returns the option `--format` of `events export`. */
export function exportFormatOption(locale: Locale): Option {
  return new Option('--format <format>', inLanguage(EVENTS_HELP, locale).export.format).choices(FORMATS);
}
