import { type Command, Option } from 'commander';
import type { Service } from '../../../domain/certificate/certificate.ts';
import { KEY_KINDS, type KeyKind } from '../../../domain/certificate/certificate-order.ts';
import {
  addChangingOptions,
  type ChangingOptions,
  gatherDomainNames,
  parseYears,
  servicesOption,
} from '../arguments/changing-options.ts';
import type { Invocation } from '../invocation.ts';

interface NewOptions extends ChangingOptions {
  readonly subject?: string;
  readonly domainName?: readonly string[];
  readonly includeAutodiscover?: true;
  readonly key?: KeyKind;
  readonly years?: number;
  readonly services?: readonly Service[];
  readonly friendlyName?: string;
  readonly exportable?: true;
  readonly request?: true;
}

/**
 * Adds `mailcertd certificates new`.
 * @see https://learn.microsoft.com/powershell/module/exchange/new-exchangecertificate
 */
export function addCertificatesNew(certificates: Command, invocation: Invocation): void {
  const command = certificates
    .command('new')
    .description('make a self-signed certificate, or a request for one, in the store named My')
    .option('--subject <name>', 'as in CN=mail.contoso.com,O=Contoso (default: CN= and the first name)')
    .option(
      '--domain-name <fqdn>',
      'a name it carries; several with commas between, or one an option (default: a host in the CN of --subject, else the NetBIOS name and the FQDN of this computer)',
      gatherDomainNames,
    )
    .option('--include-autodiscover', 'autodiscover. before the domain of each name, too')
    .addOption(
      new Option('--key <kind>', 'the kind of its key (default: selfSigned.key of the configuration)').choices(
        KEY_KINDS,
      ),
    )
    .option('--years <n>', 'how many calendar years it is valid (default: selfSigned.years)', parseYears)
    .addOption(
      servicesOption(
        'what it is enabled for',
        ' (default: IMAP,POP,IIS,SMTP where it carries the names of this computer by default, else none)',
      ),
    )
    .option('--friendly-name <text>', 'a name for people, listed with it')
    .option('--exportable', 'certificates export may hand its key out')
    .addOption(
      new Option(
        '--request',
        'a request (PKCS#10) to send to a certification authority; its key waits for the answer',
      ).conflicts('years'),
    );
  addChangingOptions(command, 'let it take the place of the internal transport certificate, unasked').action(
    ({ subject, domainName, key, years, services, friendlyName, ...options }: NewOptions) =>
      invocation.withSession([], async (session) => {
        const { orderChange } = await import('./order-change.ts');
        await orderChange(
          {
            verb: 'new',
            subject,
            domainNames: domainName,
            includesAutodiscover: options.includeAutodiscover === true,
            key,
            years,
            services,
            friendlyName,
            isExportable: options.exportable === true,
            isRequest: options.request === true,
          },
          options,
          session,
          invocation,
        );
      }),
  );
}
