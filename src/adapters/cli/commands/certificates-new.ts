import { type Command, Option } from 'commander';
import type { Service } from '../../../domain/certificate/certificate.ts';
import { KEY_SPECS, type KeySpec } from '../../../domain/certificate/key-spec.ts';
import {
  addChangeCommandOptions,
  addDomainNames,
  type ChangeCommandOptions,
  parseYears,
  servicesOption,
} from '../arguments/change-command-options.ts';
import type { Invocation } from '../invocation/invocation.ts';

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
  const command = certificates
    .command('new')
    .description('create a self-signed certificate or a CSR in the store My')
    .option('--subject <name>', 'for example CN=mail.contoso.com,O=Contoso (default: CN=FIRST-NAME)')
    .option(
      '--domain-name <fqdn>',
      'name in the certificate; repeatable (default: CN, or this computer)',
      addDomainNames,
    )
    .option('--include-autodiscover', 'also add autodiscover.DOMAIN for the domain of each name')
    .addOption(new Option('--key <kind>', 'key type (default: selfSigned.key of the configuration)').choices(KEY_SPECS))
    .option('--years <n>', 'validity in calendar years (default: selfSigned.years)', parseYears)
    .addOption(
      servicesOption({ defaultText: 'IMAP,POP,IIS,SMTP if it has the default names of this computer, else none' }),
    )
    .option('--friendly-name <text>', 'descriptive name, shown in lists')
    .option('--exportable', 'allow the private key to be exported')
    .addOption(
      new Option('--request', 'create a CSR (PKCS#10) for a CA; its key stays in the store').conflicts('years'),
    );
  const forceDescription = 'replace the internal transport certificate without confirmation';
  addChangeCommandOptions(command, { forceDescription }).action(
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
