import type { Command } from 'commander';
import { inLanguage } from '../../../domain/text/phrase.ts';
import { addChangeCommandOptions, type ChangeCommandOptions } from '../arguments/change-command-options.ts';
import type { Invocation } from '../invocation/invocation.ts';
import { CERTIFICATES_HELP } from '../text/help/certificates-help.ts';
import { findInStores } from './find-in-stores.ts';

/**
 * Adds `mailcertd certificates remove`.
 * @see https://learn.microsoft.com/powershell/module/exchange/remove-exchangecertificate
 */
export function addCertificatesRemove(certificates: Command, invocation: Invocation): void {
  const { initialLocale: locale } = invocation;
  const help = inLanguage(CERTIFICATES_HELP, locale);
  const command = certificates
    .command('remove')
    .description(help.remove.description)
    .argument('<certificate>', help.remove.certificate);
  addChangeCommandOptions(command, help.remove.force, locale).action(
    (word: string, changeOptions: ChangeCommandOptions) =>
      invocation.withSession(async (session) => {
        // Loaded only if the command runs, so that other commands start faster.
        const { runStoreCommand } = await import('./run-store-command.ts');
        const search = { verb: 'remove', format: changeOptions.format, accepts: 'certificates and CSRs' } as const;
        const id = await findInStores(word, search, session, invocation);
        if (id === undefined) return;
        await runStoreCommand({ verb: 'remove', id }, changeOptions, session, invocation);
      }),
  );
}
