import { type Command, Option } from 'commander';
import { inLanguage } from '../../../domain/text/phrase.ts';
import { addChangeCommandOptions, type ChangeCommandOptions, parseYears } from '../arguments/change-command-options.ts';
import type { Invocation } from '../invocation/invocation.ts';
import { CERTIFICATES_HELP } from '../text/help/certificates-help.ts';
import { findInStores } from './find-in-stores.ts';

interface RenewOptions extends ChangeCommandOptions {
  /** `same`: the lifetime of the renewed certificate. */
  readonly years?: number | 'same';
  /** True: creates a CSR. */
  readonly request?: true;
}

/**
 * Adds `mailcertd certificates renew`, which creates a successor of a certificate as
 * `Get-ExchangeCertificate | New-ExchangeCertificate` does.
 */
export function addCertificatesRenew(certificates: Command, invocation: Invocation): void {
  const { initialLocale: locale } = invocation;
  const help = inLanguage(CERTIFICATES_HELP, locale);
  const command = certificates
    .command('renew')
    .description(help.renew.description)
    .argument('<certificate>', help.renew.certificate)
    .option('--years <n>', help.renew.years, (text) => (text.toLowerCase() === 'same' ? 'same' : parseYears(text)))
    .addOption(new Option('--request', help.renew.request).conflicts('years'));
  addChangeCommandOptions(command, help.renew.force, locale).action(
    (word: string, { years, request, ...changeOptions }: RenewOptions) =>
      invocation.withSession(async (session) => {
        // Loaded only if the command runs, so that other commands start faster.
        const { runStoreCommand } = await import('./run-store-command.ts');
        const search = { verb: 'renew', format: changeOptions.format, accepts: 'certificates' } as const;
        const thumbprint = await findInStores(word, search, session, invocation);
        if (thumbprint === undefined) return;
        const storeCommand = { verb: 'renew', thumbprint, years, isRequest: request === true } as const;
        await runStoreCommand(storeCommand, changeOptions, session, invocation);
      }),
  );
}
