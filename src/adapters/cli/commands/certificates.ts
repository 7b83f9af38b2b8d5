import { type Command, Option } from 'commander';
import {
  parseFields,
  parseServices,
  parseStates,
  parseThumbprintPrefix,
  STATES,
} from '../arguments/certificate-filter.ts';
import { collectValues } from '../arguments/collect-values.ts';
import { refuseUnknownWord } from '../arguments/refuse-unknown-word.ts';
import { parseSpan } from '../arguments/time-arguments.ts';
import { CERTIFICATE_ARGUMENT_KINDS } from '../completion/certificate-argument-kinds.ts';
import type { Invocation } from '../invocation/invocation.ts';
import type { CertificateField } from '../json/certificate-field.ts';
import { CERTIFICATE_FIELDS } from '../json/certificate-fields.ts';
import { addCertificatesEnable } from './certificates-enable.ts';
import { addCertificatesExport } from './certificates-export.ts';
import { addCertificatesImport } from './certificates-import.ts';
import { addCertificatesNew } from './certificates-new.ts';
import { addCertificatesRemove } from './certificates-remove.ts';
import { addCertificatesRenew } from './certificates-renew.ts';
import { addCertificatesShow } from './certificates-show.ts';
import type { ListOptions } from './list-certificates.ts';

/** Every field, in the order of output. */
const ALL_FIELDS: readonly CertificateField[] = parseFields(Object.keys(CERTIFICATE_FIELDS).join());

/** Adds `mailcertd certificates` with its subcommands. */
export function addCertificates(program: Command, invocation: Invocation): void {
  const certificates = program.command('certificates').description('list and manage certificates in the stores');
  certificates
    .command('list', { isDefault: true })
    .description('list certificates, soonest expiry first, then pending CSRs')
    // `list` is the default command, so an unknown subcommand is an argument of it. It is refused below.
    .argument('[command...]')
    .usage('[options]')
    .option('--store <path>', 'scan this path instead of the configured stores; repeatable', collectValues)
    .option('--domain-name <fqdn>', 'only certificates that match this name, in selection order')
    .option(
      '--thumbprint <hex>',
      'only thumbprints with this prefix; case, colons and spaces are ignored',
      parseThumbprintPrefix,
    )
    .option('--services <services>', 'only certificates enabled for all of these, for example SMTP,IMAP', parseServices)
    .option('--state <states>', `only these states, comma-separated: ${STATES.join(', ')}`, parseStates)
    .option('--expires-within <duration>', 'only expired ones and those that expire within, for example 30d', parseSpan)
    .addOption(
      new Option('--format <format>', 'output format').choices(['table', 'list', 'json', 'tsv']).default('table'),
    )
    .option('--fields <fields>', `only these fields, comma-separated: ${ALL_FIELDS.join(', ')}`, parseFields)
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
