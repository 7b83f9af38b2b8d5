import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { Service } from '../../../domain/certificate/certificate.ts';
import { addChangingOptions, type ChangingOptions, servicesOption } from '../arguments/changing-options.ts';
import { repeated } from '../arguments/repeated.ts';
import type { Invocation } from '../invocation.ts';

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
    .description('put a certificate with its key, or the answer to a request, into the store named My')
    .argument('<file>', 'PEM, DER, PKCS#7, PKCS#12 or JKS, by what is in it')
    .option(
      '--password-file <file>',
      'a file with the password of what is encrypted; can be given more than once',
      repeated,
    )
    .addOption(
      servicesOption(
        'what it is enabled for',
        ' (default: what the request says that it answers, or what a loose one in My serves already; else none)',
      ),
    )
    .option('--friendly-name <text>', 'a name for people, listed with it')
    .option('--exportable', 'certificates export may hand its key out');
  addChangingOptions(
    command,
    "let it take the place of the internal transport certificate, unasked; import even an authority's with its key",
  ).action((file: string, { passwordFile = [], services, friendlyName, exportable, ...options }: ImportOptions) =>
    invocation.withSession([], async (session) => {
      const { orderChange } = await import('./order-change.ts');
      await orderChange(
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
