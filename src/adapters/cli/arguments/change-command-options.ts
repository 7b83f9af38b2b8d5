import { domainToASCII } from 'node:url';
import { type Command, Option } from 'commander';
import type { Service } from '../../../domain/certificate/certificate.ts';
import { FILTER_FAILURES } from '../../../domain/failure/filter-failures.ts';
import type { Locale } from '../../../domain/text/locale.ts';
import { inLanguage } from '../../../domain/text/phrase.ts';
import { parseServices } from '../../../formats/filter/certificate-filter.ts';
import { FilterValueError } from '../../../formats/filter/filter-value-error.ts';
import { ARGUMENT_FAILURES } from '../text/argument-failures.ts';
import { CERTIFICATES_HELP } from '../text/help/certificates-help.ts';
import { formatOption } from './format-option.ts';
import { InvalidValueError } from './invalid-value-error.ts';

/**
 * The options of every command that changes the personal store, the only store that mailcertd
 * writes to.
 */
export interface ChangeCommandOptions {
  readonly dryRun?: true;
  readonly force?: true;
  readonly format: 'text' | 'json';
}

/** Also the upper limit of `selfSigned.years` in the configuration. */
const MAX_YEARS = 100;

/** Parses a comma-separated list of services; `none` is an empty list. */
function parseServiceList(text: string): readonly Service[] {
  return text.trim().toLowerCase() === 'none' ? [] : [...new Set(parseServices(text))];
}

/**
 * Converts a name with non-ASCII characters to Punycode. An ASCII name is returned unchanged, because
 * `domainToASCII` would change it, for example `10.1` to `10.0.0.1`. A name that cannot be converted
 * is also returned unchanged: the later check rejects it and quotes it as typed.
 */
function toPunycode(name: string): string {
  if (/^[\x21-\x7e]*$/.test(name)) return name;
  const converted = domainToASCII(name);
  return converted === '' ? name : converted;
}

/** Adds a comma-separated list of names to `previous`, in Punycode. */
export function addDomainNames(text: string, previous: readonly string[] = []): readonly string[] {
  const names = text.split(',').map((name) => name.trim());
  if (names.includes('')) throw new InvalidValueError(ARGUMENT_FAILURES.name_list);
  return [...previous, ...names.map(toPunycode)];
}

/** Parses a number of calendar years, 1 to 100. */
export function parseYears(text: string): number {
  const years = Number(text);
  if (!/^\d{1,3}$/.test(text) || years < 1 || years > MAX_YEARS) {
    throw new FilterValueError(FILTER_FAILURES.whole_number_in_range({ from: 1, to: MAX_YEARS }));
  }
  return years;
}

/** Returns the option `--services` of a command that requires it. */
export function requiredServicesOption(locale: Locale): Option {
  const { services } = inLanguage(CERTIFICATES_HELP, locale);
  return new Option('--services <services>', services).argParser(parseServiceList).makeOptionMandatory();
}

/**
 * Returns the option `--services` of a command that has a default for it.
 * @param defaultText the default in words, for the help text
 */
export function servicesOption(defaultText: string, locale: Locale): Option {
  const { services, servicesWithDefault } = inLanguage(CERTIFICATES_HELP, locale);
  return new Option('--services <services>', servicesWithDefault(services, defaultText)).argParser(parseServiceList);
}

/**
 * Adds the options of every command that changes the personal store.
 * @param forceDescription the help text of `--force`, which has another effect in each command
 */
export function addChangeCommandOptions(command: Command, forceDescription: string, locale: Locale): Command {
  return command
    .option('--dry-run', inLanguage(CERTIFICATES_HELP, locale).dryRun)
    .option('--force', forceDescription)
    .addOption(formatOption(['text', 'json'], locale));
}
