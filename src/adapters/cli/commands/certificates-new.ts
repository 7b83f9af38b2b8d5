import { type Command, Option } from 'commander';
import type { Service } from '../../../domain/certificate/certificate.ts';
import { KEY_SPECS, type KeySpec } from '../../../domain/certificate/key-spec.ts';
import { inLanguage } from '../../../domain/text/phrase.ts';
import {
  addChangeCommandOptions,
  addDomainNames,
  type ChangeCommandOptions,
  parseYears,
  servicesOption,
} from '../arguments/change-command-options.ts';
import type { Invocation } from '../invocation/invocation.ts';
import { CERTIFICATES_HELP } from '../text/help/certificates-help.ts';

interface NewOptions extends ChangeCommandOptions {
  readonly subject?: string;
  readonly domainName?: readonly string[];
  readonly includeAutodiscover?: true;
  readonly key?: KeySpec;
  readonly years?: number;
  readonly services?: readonly Service[];
  readonly friendlyName?: string;
  readonly exportable?: true;
  /** True: creates a CSR. */
  readonly request?: true;
}

/**
 * Adds `mailcertd certificates new`.
 * @see https://learn.microsoft.com/powershell/module/exchange/new-exchangecertificate
 */
export function addCertificatesNew(certificates: Command, invocation: Invocation): void {
  const { initialLocale: locale } = invocation;
  const help = inLanguage(CERTIFICATES_HELP, locale);
  const command = certificates
    .command('new')
    .description(help.new.description)
    .option('--subject <name>', help.new.subject)
    .option('--domain-name <fqdn>', help.new.domainName, addDomainNames)
    .option('--include-autodiscover', help.new.includeAutodiscover)
    .addOption(new Option('--key <kind>', help.new.key).choices(KEY_SPECS))
    .option('--years <n>', help.new.years, parseYears)
    .addOption(servicesOption(help.new.servicesDefault, locale))
    .option('--friendly-name <text>', help.friendlyName)
    .option('--exportable', help.exportable)
    .addOption(new Option('--request', help.new.request).conflicts('years'));
  addChangeCommandOptions(command, help.new.force, locale).action(
    ({
      subject,
      domainName,
      includeAutodiscover,
      key,
      years,
      services,
      friendlyName,
      exportable,
      request,
      ...changeOptions
    }: NewOptions) =>
      invocation.withSession(async (session) => {
        // Loaded only if the command runs, so that other commands start faster.
        const { runStoreCommand } = await import('./run-store-command.ts');
        const storeCommand = {
          verb: 'new',
          subject,
          domainNames: domainName,
          includesAutodiscover: includeAutodiscover === true,
          key,
          years,
          services,
          friendlyName,
          isExportable: exportable === true,
          isRequest: request === true,
        } as const;
        await runStoreCommand(storeCommand, changeOptions, session, invocation);
      }),
  );
}
