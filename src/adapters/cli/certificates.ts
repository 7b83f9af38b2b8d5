import { type Command, Option } from 'commander';
import type { Profile } from '../../domain/settings.ts';
import type { ListedCertificate } from '../../domain/status.ts';
import type { StoreListing } from '../../work/operations.ts';
import type { CertificateField } from './certificate-field.ts';
import { CERTIFICATE_FIELDS, certificateDocument, type Listed } from './certificate-fields.ts';
import {
  type CertificateFilter,
  chooseCertificates,
  chooseRequests,
  parseFields,
  parseServices,
  parseStates,
  parseThumbprintFront,
} from './certificate-filter.ts';
import { addCertificatesEnable } from './certificates-enable.ts';
import { addCertificatesExport } from './certificates-export.ts';
import { addCertificatesImport } from './certificates-import.ts';
import { addCertificatesNew } from './certificates-new.ts';
import { addCertificatesRemove } from './certificates-remove.ts';
import { addCertificatesRenew } from './certificates-renew.ts';
import { addCertificatesShow } from './certificates-show.ts';
import type { Invocation } from './invocation.ts';
import { jsonList } from './json-document.ts';
import { repeated } from './repeated.ts';
import { problemLines } from './scan.ts';
import { parseSpan } from './time-arguments.ts';
import { refuseWord } from './unknown-word.ts';
import { wordsOf } from './words-of.ts';

interface ListOptions extends CertificateFilter {
  readonly store?: readonly string[];
  readonly format: 'table' | 'list' | 'json' | 'tsv';
  readonly fields?: readonly CertificateField[];
}

const ALL_FIELDS: readonly CertificateField[] = parseFields(Object.keys(CERTIFICATE_FIELDS).join());

/** Whether something that is printed, or ranked by, is known only of a verified chain; the table shows the origin. */
function needsChains({ fields, domainName }: ListOptions): boolean {
  const isShown = fields === undefined || fields.includes('origin') || fields.includes('status');
  return isShown || domainName !== undefined;
}

function* documentsOf(chosen: Iterable<Listed>, fields: readonly CertificateField[], profile: Profile) {
  for (const listed of chosen) yield certificateDocument(listed, fields, profile);
}

/** Soonest expiry first; with a name, as a connector of that name would choose. */
async function inOrder(
  soonest: readonly ListedCertificate[],
  { domainName }: ListOptions,
  listing: StoreListing,
): Promise<readonly ListedCertificate[]> {
  if (domainName === undefined) return soonest;
  const { inOrderOfChoice } = await import('./order-of-choice.ts');
  return inOrderOfChoice(domainName, soonest, listing);
}

async function list(options: ListOptions, invocation: Invocation): Promise<void> {
  await invocation.withSession(options.store ?? [], async (session) => {
    const { operations, rendering, profile } = session;
    const { output, means } = invocation;
    const { format, fields = ALL_FIELDS } = options;
    const listing = await operations.list(needsChains(options), means.signal);
    const { certificates, requests, stores, at } = listing;
    const words = wordsOf(rendering.locale);
    for (const state of stores) for (const line of problemLines(state, words)) output.tell(line);
    const soonest = chooseCertificates(certificates, options, at);
    const ranked = await inOrder(soonest, options, listing);
    const chosen = [...ranked, ...chooseRequests(requests, options)];
    const { certificateList, certificateTable, certificateTsv } = await import('./certificate-screen.ts');
    const screen = invocation.screen(session);
    if (format === 'json') await output.printAll(jsonList(documentsOf(chosen, fields, profile)));
    else if (format === 'list' && options.fields === undefined) {
      const { exchangeList } = await import('./exchange-list.ts');
      const rules = await operations.accessRules(ranked.map(({ stored }) => stored));
      await output.printAll(exchangeList(chosen, rules, screen));
    } else if (format === 'list') await output.printAll(certificateList(chosen, fields, screen));
    else if (format === 'tsv') await output.printAll(certificateTsv(chosen, fields, screen));
    else await output.print(certificateTable(chosen, options.fields, at, screen));
    const blind = stores.length > 0 && stores.every(({ kind }) => kind === 'unreadable');
    invocation.exitCode = blind ? 1 : 0;
  });
}

/** `mailcertd certificates`: what lies in the stores. Exit 1 when none of them could be read. */
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
    .option('--state <states>', 'those in one of these: ok, soon, expired, not-yet-valid, superseded', parseStates)
    .option('--expires-within <duration>', 'those that expire within this, such as 30d, or have expired', parseSpan)
    .addOption(
      new Option('--format <format>', 'how they are printed')
        .choices(['table', 'list', 'json', 'tsv'])
        .default('table'),
    )
    .option('--fields <fields>', `these fields only, with commas between: ${ALL_FIELDS.join(', ')}`, parseFields)
    .action((words: readonly string[], options: ListOptions) => {
      refuseWord(words[0], certificates);
      return list(options, invocation);
    });
  addCertificatesShow(certificates, ALL_FIELDS, invocation);
  addCertificatesNew(certificates, invocation);
  addCertificatesRenew(certificates, invocation);
  addCertificatesEnable(certificates, invocation);
  addCertificatesImport(certificates, invocation);
  addCertificatesExport(certificates, invocation);
  addCertificatesRemove(certificates, invocation);
}
