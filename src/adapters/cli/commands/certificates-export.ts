import { type Command, Option } from 'commander';
import { inLanguage } from '../../../domain/text/phrase.ts';
import { formatOption } from '../arguments/format-option.ts';
import type { Invocation } from '../invocation/invocation.ts';
import { CERTIFICATES_HELP } from '../text/help/certificates-help.ts';
import type { ExportOptions } from './export-certificate.ts';

/**
 * Adds `mailcertd certificates export`.
 * @see https://learn.microsoft.com/powershell/module/exchange/export-exchangecertificate
 */
export function addCertificatesExport(certificates: Command, invocation: Invocation): void {
  const { initialLocale: locale } = invocation;
  const help = inLanguage(CERTIFICATES_HELP, locale);
  certificates
    .command('export')
    .description(help.export.description)
    .argument('<certificate>', help.export.certificate)
    .requiredOption('--out <file>', help.export.out)
    .option('--password-file <file>', help.export.passwordFile)
    .addOption(new Option('--as <form>', help.export.as).choices(['pkcs12', 'pem']))
    .addOption(formatOption(['text', 'json'], locale))
    .action((word: string, options: ExportOptions) =>
      invocation.withSession(async (session) => {
        const { runExport } = await import('./export-certificate.ts');
        await runExport(word, options, session, invocation);
      }),
    );
}
