import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { Service } from '../../../domain/certificate/certificate.ts';
import { inLanguage } from '../../../domain/text/phrase.ts';
import {
  addChangeCommandOptions,
  type ChangeCommandOptions,
  servicesOption,
} from '../arguments/change-command-options.ts';
import { collectValues } from '../arguments/collect-values.ts';
import type { Invocation } from '../invocation/invocation.ts';
import { CERTIFICATES_HELP } from '../text/help/certificates-help.ts';

interface ImportOptions extends ChangeCommandOptions {
  readonly passwordFile?: readonly string[];
  readonly services?: readonly Service[];
  readonly friendlyName?: string;
  readonly exportable?: true;
}

/**
 * Adds `mailcertd certificates import`.
 * @see https://learn.microsoft.com/powershell/module/exchange/import-exchangecertificate
 */
export function addCertificatesImport(certificates: Command, invocation: Invocation): void {
  const { initialLocale: locale } = invocation;
  const help = inLanguage(CERTIFICATES_HELP, locale);
  const command = certificates
    .command('import')
    .description(help.import.description)
    .argument('<file>', help.import.file)
    .option('--password-file <file>', help.import.passwordFile, collectValues)
    .addOption(servicesOption(help.import.servicesDefault, locale))
    .option('--friendly-name <text>', help.friendlyName)
    .option('--exportable', help.exportable);
  addChangeCommandOptions(command, help.import.force, locale).action(
    (file: string, { passwordFile = [], services, friendlyName, exportable, ...changeOptions }: ImportOptions) =>
      invocation.withSession(async (session) => {
        // Loaded only if the command runs, so that other commands start faster.
        const { runStoreCommand } = await import('./run-store-command.ts');
        const storeCommand = {
          verb: 'import',
          path: resolve(file),
          passwordFiles: passwordFile.map((path) => resolve(path)),
          services,
          friendlyName,
          isExportable: exportable,
        } as const;
        await runStoreCommand(storeCommand, changeOptions, session, invocation);
      }),
  );
}
