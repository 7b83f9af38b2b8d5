import type { Command } from 'commander';
import { inLanguage } from '../../../domain/text/phrase.ts';
import type { CertificateField } from '../../../formats/document/certificate-field.ts';
import { collectValues } from '../arguments/collect-values.ts';
import { formatOption } from '../arguments/format-option.ts';
import type { Invocation } from '../invocation/invocation.ts';
import { CERTIFICATES_HELP } from '../text/help/certificates-help.ts';
import { OPTION_HELP } from '../text/help/option-help.ts';
import type { ShowOptions } from './show-certificate.ts';

/** Adds `mailcertd certificates show`. */
export function addCertificatesShow(
  certificates: Command,
  fields: readonly CertificateField[],
  invocation: Invocation,
): void {
  const { initialLocale: locale } = invocation;
  const help = inLanguage(CERTIFICATES_HELP, locale);
  const optionHelp = inLanguage(OPTION_HELP, locale);
  certificates
    .command('show')
    .description(help.show.description)
    .argument('<certificate>', help.show.certificate)
    .option('--store <path>', optionHelp.stores, collectValues)
    .addOption(formatOption(['text', 'json'], locale))
    .action(async (word: string, options: ShowOptions) => {
      const { showCertificate } = await import('./show-certificate.ts');
      await showCertificate(word, options, fields, invocation);
    });
}
