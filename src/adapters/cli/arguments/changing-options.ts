import { domainToASCII } from 'node:url';
import { type Command, InvalidArgumentError, Option } from 'commander';
import type { Service } from '../../../domain/certificate/certificate.ts';
import { parseServices } from './certificate-filter.ts';
import { textOrJsonOption } from './format-options.ts';

/** The options of every command that changes the store. */
export interface ChangingOptions {
  readonly dryRun?: true;
  readonly force?: true;
  readonly format: 'text' | 'json';
}

/** The upper limit of `selfSigned.years` in the configuration. */
const MAX_YEARS = 100;

/** Parses a comma-separated list of services; `none` is an empty list. */
function parseServiceList(text: string): readonly Service[] {
  return text.trim().toLowerCase() === 'none' ? [] : [...new Set(parseServices(text))];
}

/**
 * Adds a comma-separated list of names to `previous`. Names with non-ASCII characters are converted
 * to Punycode.
 */
export function addDomainNames(text: string, previous: readonly string[] = []): readonly string[] {
  const names = text.split(',').map((name) => name.trim());
  if (names.includes(''))
    throw new InvalidArgumentError('Write comma-separated names, for example a.example,b.example.');
  return [...previous, ...names.map((name) => (/^[\x21-\x7e]*$/.test(name) ? name : domainToASCII(name) || name))];
}

/** Parses a number of calendar years, 1 to 100. */
export function parseYears(text: string): number {
  const years = Number(text);
  if (!/^\d{1,3}$/.test(text) || years < 1 || years > MAX_YEARS) {
    throw new InvalidArgumentError(`Write a whole number from 1 to ${MAX_YEARS}.`);
  }
  return years;
}

/** Returns the option `--services`; `defaultText` describes the default. */
export function servicesOption(description: string, defaultText = ''): Option {
  const choices = 'comma-separated IMAP, POP, UM, IIS, SMTP, Federation, or none';
  return new Option('--services <services>', `${description}: ${choices}${defaultText}`).argParser(parseServiceList);
}

/**
 * Adds the options of commands that change the store; `forceDescription` is the help text of
 * `--force`.
 */
export function addChangingOptions(command: Command, forceDescription: string): Command {
  return command
    .option('--dry-run', 'change nothing; show the change and what each connector would select')
    .option('--force', forceDescription)
    .addOption(textOrJsonOption());
}
