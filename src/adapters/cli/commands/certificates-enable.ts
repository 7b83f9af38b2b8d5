import type { Command } from 'commander';
import type { Service } from '../../../domain/certificate/certificate.ts';
import { inLanguage } from '../../../domain/text/phrase.ts';
import {
  addChangeCommandOptions,
  type ChangeCommandOptions,
  requiredServicesOption,
} from '../arguments/change-command-options.ts';
import type { Invocation } from '../invocation/invocation.ts';
import { CERTIFICATES_HELP } from '../text/help/certificates-help.ts';
import { findInStores } from './find-in-stores.ts';

interface EnableOptions extends ChangeCommandOptions {
  readonly services: readonly Service[];
  readonly replace?: true;
}

/**
 * Adds `mailcertd certificates enable`.
 * @see https://learn.microsoft.com/powershell/module/exchange/enable-exchangecertificate
 */
export function addCertificatesEnable(certificates: Command, invocation: Invocation): void {
  const { initialLocale: locale } = invocation;
  const help = inLanguage(CERTIFICATES_HELP, locale);
  const command = certificates
    .command('enable')
    .description(help.enable.description)
    .argument('<certificate>', help.enable.certificate)
    .addOption(requiredServicesOption(locale))
    .option('--replace', help.enable.replace);
  addChangeCommandOptions(command, help.enable.force, locale).action(
    (word: string, { services, replace, ...changeOptions }: EnableOptions) =>
      invocation.withSession(async (session) => {
        // Loaded only if the command runs, so that other commands start faster.
        const { runStoreCommand } = await import('./run-store-command.ts');
        const search = { verb: 'enable', format: changeOptions.format, accepts: 'certificates' } as const;
        const thumbprint = await findInStores(word, search, session, invocation);
        if (thumbprint === undefined) return;
        const storeCommand = { verb: 'enable', thumbprint, services, isExclusive: replace === true } as const;
        await runStoreCommand(storeCommand, changeOptions, session, invocation);
      }),
  );
}
