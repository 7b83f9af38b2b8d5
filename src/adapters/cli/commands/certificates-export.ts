import { type Command, Option } from 'commander';
import { textOrJsonOption } from '../arguments/text-or-json.ts';
import type { Invocation } from '../invocation.ts';
import type { ExportOptions } from './export-certificate.ts';

/**
 * Adds `mailcertd certificates export`.
 * @see https://learn.microsoft.com/powershell/module/exchange/export-exchangecertificate
 */
export function addCertificatesExport(certificates: Command, invocation: Invocation): void {
  certificates
    .command('export')
    .description('write a certificate, its issuers and its private key to a new file, readable for its owner alone')
    .argument('<certificate>', 'its thumbprint, the front of it, a DNS name, or its file')
    .requiredOption('--out <file>', 'the new file; one that is there is left alone')
    .option('--password-file <file>', 'a file with the password that protects the key; PKCS#12 needs one')
    .addOption(
      new Option('--as <form>', 'what the file is (default: by the end of its name: .p12 and .pfx, or .pem)').choices([
        'pkcs12',
        'pem',
      ]),
    )
    .addOption(textOrJsonOption())
    .action((word: string, options: ExportOptions) =>
      invocation.withSession([], async (session) => {
        const { runExport } = await import('./export-certificate.ts');
        await runExport(word, options, session, invocation);
      }),
    );
}
