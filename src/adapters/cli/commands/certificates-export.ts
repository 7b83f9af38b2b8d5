import { type Command, Option } from 'commander';
import { textOrJsonOption } from '../arguments/format-options.ts';
import type { Invocation } from '../invocation/invocation.ts';
import type { ExportOptions } from './export-certificate.ts';

/**
 * Adds `mailcertd certificates export`.
 * @see https://learn.microsoft.com/powershell/module/exchange/export-exchangecertificate
 */
export function addCertificatesExport(certificates: Command, invocation: Invocation): void {
  certificates
    .command('export')
    .description('write a certificate, its chain and private key to a new file')
    .argument('<certificate>', 'thumbprint or unique prefix, DNS name, or file')
    .requiredOption('--out <file>', 'the new file, readable only by its owner; never overwritten')
    .option('--password-file <file>', 'file with the password that encrypts the key; required for PKCS#12')
    .addOption(
      new Option('--as <form>', 'file format (default: by the extension .p12, .pfx or .pem)').choices([
        'pkcs12',
        'pem',
      ]),
    )
    .addOption(textOrJsonOption())
    .action((word: string, options: ExportOptions) =>
      invocation.withSession(async (session) => {
        const { runExport } = await import('./export-certificate.ts');
        await runExport(word, options, session, invocation);
      }),
    );
}
