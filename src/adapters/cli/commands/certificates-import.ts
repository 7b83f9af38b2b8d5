import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { Service } from '../../../domain/certificate/certificate.ts';
import { addChangingOptions, type ChangingOptions, servicesOption } from '../arguments/changing-options.ts';
import { collectValues } from '../arguments/collect-values.ts';
import type { Invocation } from '../invocation/invocation.ts';

interface ImportOptions extends ChangingOptions {
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
    .addOption(
      servicesOption('services to enable', ' (default: those of the CSR, or of the same certificate in My; else none)'),
    )
    .option('--friendly-name <text>', 'descriptive name, shown in lists')
    .option('--exportable', 'allow the private key to be exported');
  addChangingOptions(
    command,
    'replace the internal transport certificate without confirmation; also import a CA with its key',
  ).action((file: string, { passwordFile = [], services, friendlyName, exportable, ...options }: ImportOptions) =>
    invocation.withSession([], async (session) => {
      const { runStoreCommand } = await import('./run-store-command.ts');
      await runStoreCommand(
        {
          verb: 'import',
          path: resolve(file),
          passwordFiles: passwordFile.map((path) => resolve(path)),
          services,
          friendlyName,
          isExportable: exportable,
        },
        options,
        session,
        invocation,
      );
    }),
  );
}
