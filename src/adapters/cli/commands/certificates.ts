import { type Command, Option } from 'commander';
import { inLanguage } from '../../../domain/text/phrase.ts';
import {
  ALL_FIELDS,
  parseFields,
  parseServices,
  parseStates,
  parseThumbprintPrefix,
  STATES,
} from '../../../formats/filter/certificate-filter.ts';
import { parseSpan } from '../../../formats/filter/time-arguments.ts';
import { collectValues } from '../arguments/collect-values.ts';
import { formatOption } from '../arguments/format-option.ts';
import { refuseUnknownWord } from '../arguments/refuse-unknown-word.ts';
import { CERTIFICATE_ARGUMENT_KINDS } from '../completion/certificate-argument-kinds.ts';
import type { Invocation } from '../invocation/invocation.ts';
import { CERTIFICATES_HELP } from '../text/help/certificates-help.ts';
import { OPTION_HELP } from '../text/help/option-help.ts';
import { addCertificatesEnable } from './certificates-enable.ts';
import { addCertificatesExport } from './certificates-export.ts';
import { addCertificatesImport } from './certificates-import.ts';
import { addCertificatesNew } from './certificates-new.ts';
import { addCertificatesRemove } from './certificates-remove.ts';
import { addCertificatesRenew } from './certificates-renew.ts';
import { addCertificatesShow } from './certificates-show.ts';
import type { ListOptions } from './list-certificates.ts';

/** Adds `mailcertd certificates` with its subcommands. */
export function addCertificates(program: Command, invocation: Invocation): void {
  const { initialLocale: locale } = invocation;
  const help = inLanguage(CERTIFICATES_HELP, locale);
  const optionHelp = inLanguage(OPTION_HELP, locale);
  const certificates = program.command('certificates').description(help.description);
  certificates
    .command('list', { isDefault: true })
    .description(help.list.description)
    // `list` is the default command, so an unknown subcommand is an argument of it. It is refused below.
    .argument('[command...]')
    .option('--store <path>', optionHelp.stores, collectValues)
    .option('--domain-name <fqdn>', help.list.domainName)
    .option('--thumbprint <hex>', help.list.thumbprint, parseThumbprintPrefix)
    .option('--services <services>', help.list.services, parseServices)
    .option('--state <states>', help.list.state(STATES.join(', ')), parseStates)
    .option('--expires-within <duration>', help.list.expiresWithin, parseSpan)
    .addOption(formatOption(['table', 'list', 'json', 'tsv'], locale))
    .option('--fields <fields>', optionHelp.fields(ALL_FIELDS.join(', ')), parseFields)
    // The completion scripts use these two options to list words that name a certificate.
    .addOption(new Option('--candidates <kind>').choices(CERTIFICATE_ARGUMENT_KINDS).hideHelp())
    .addOption(new Option('--typed <word>').hideHelp())
    .action(async (words: readonly string[], options: ListOptions) => {
      refuseUnknownWord(words[0], certificates);
      const { printCertificates } = await import('./list-certificates.ts');
      await printCertificates(options, ALL_FIELDS, invocation);
    });
  addCertificatesShow(certificates, ALL_FIELDS, invocation);
  addCertificatesNew(certificates, invocation);
  addCertificatesRenew(certificates, invocation);
  addCertificatesEnable(certificates, invocation);
  addCertificatesImport(certificates, invocation);
  addCertificatesExport(certificates, invocation);
  addCertificatesRemove(certificates, invocation);
}
