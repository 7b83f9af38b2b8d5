import { type Command, Option } from 'commander';
import {
  parseFields,
  parseServices,
  parseStates,
  parseThumbprintFront,
  STATES,
} from '../arguments/certificate-filter.ts';
import { repeated } from '../arguments/repeated.ts';
import { parseSpan } from '../arguments/time-arguments.ts';
import { refuseWord } from '../arguments/unknown-word.ts';
import { CANDIDATES } from '../completion/completion-kinds.ts';
import type { Invocation } from '../invocation.ts';
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

const ALL_FIELDS: readonly CertificateField[] = parseFields(Object.keys(CERTIFICATE_FIELDS).join());

/** Adds `mailcertd certificates` with its subcommands. */
export function addCertificates(program: Command, invocation: Invocation): void {
  const certificates = program
    .command('certificates')
    .description('the certificates in the stores, and what changes them');
  certificates
    .command('list', { isDefault: true })
    .description('every certificate, soonest expiry first; then requests that wait for theirs')
    .argument('[command...]')
    .usage('[options]')
    .option(
      '--store <path>',
      'look at this path in place of the configured stores; can be given more than once',
      repeated,
    )
    .option(
      '--domain-name <fqdn>',
      'those that carry this name, by a wildcard too, in the order in which a connector would choose',
    )
    .option(
      '--thumbprint <hex>',
      'those whose thumbprint begins so; any case, with colons or spaces',
      parseThumbprintFront,
    )
    .option('--services <services>', 'those enabled for all of these, such as SMTP,IMAP', parseServices)
    .option('--state <states>', `those in one of these: ${STATES.join(', ')}`, parseStates)
    .option('--expires-within <duration>', 'those that expire within this, such as 30d, or have expired', parseSpan)
    .addOption(
      new Option('--format <format>', 'how they are printed')
        .choices(['table', 'list', 'json', 'tsv'])
        .default('table'),
    )
    .option('--fields <fields>', `these fields only, with commas between: ${ALL_FIELDS.join(', ')}`, parseFields)
    // The completion scripts use these two: they list words that name a certificate.
    .addOption(new Option('--candidates <kind>').choices(CANDIDATES).hideHelp())
    .addOption(new Option('--typed <word>').hideHelp())
    .action(async (words: readonly string[], options: ListOptions) => {
      refuseWord(words[0], certificates);
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
