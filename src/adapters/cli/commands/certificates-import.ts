import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { Service } from '../../../domain/certificate/certificate.ts';
import {
  addChangeCommandOptions,
  type ChangeCommandOptions,
  servicesOption,
} from '../arguments/change-command-options.ts';
import { collectValues } from '../arguments/collect-values.ts';
import type { Invocation } from '../invocation/invocation.ts';

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
  const command = certificates
    .command('import')
    .description('import a certificate with its key, or the certificate for a CSR')
    .argument('<file>', 'PEM, DER, PKCS#7, PKCS#12 or JKS file; the format is detected')
    .option('--password-file <file>', 'file with the password of encrypted keys; repeatable', collectValues)
    .addOption(servicesOption({ defaultText: 'those of the CSR, or of the same certificate in My; else none' }))
    .option('--friendly-name <text>', 'descriptive name, shown in lists')
    .option('--exportable', 'allow the private key to be exported');
  const forceDescription =
    'replace the internal transport certificate without confirmation; also import a CA with its key';
  addChangeCommandOptions(command, { forceDescription }).action(
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
