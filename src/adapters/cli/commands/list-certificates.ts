import type { Profile } from '../../../domain/assessment/settings.ts';
import type { CertificateField } from '../../../formats/document/certificate-field.ts';
import { certificateDocument, type ListedItem } from '../../../formats/document/certificate-fields.ts';
import { jsonList } from '../../../formats/document/json-document.ts';
import {
  type CertificateFilter,
  filterCertificates,
  filterRequests,
} from '../../../formats/filter/certificate-filter.ts';
import type { ListQuery, StoreListing } from '../../../work/operations/query-operations.ts';
import type { CertificateArgumentKind } from '../completion/certificate-argument-kinds.ts';
import type { Invocation } from '../invocation/invocation.ts';
import { printUnverifiedChains } from '../invocation/print-unverified-chains.ts';
import { certificateList, certificateTable, certificateTsv, fieldTable } from '../screens/certificate-screen.ts';
import { sortBySelectionOrder } from '../screens/sort-by-selection-order.ts';
import type { Session } from '../session/session.ts';
import { problemLines } from '../text/problem-lines.ts';
import { exchangeList } from './exchange-list.ts';

/** The options of `certificates list`. */
export interface ListOptions extends CertificateFilter {
  readonly store?: readonly string[];
  readonly format: 'table' | 'list' | 'json' | 'tsv';
  readonly fields?: readonly CertificateField[];
  /** Prints words for shell completion instead of the list: those that name such a certificate. */
  readonly candidates?: CertificateArgumentKind;
  /** With `candidates`: the beginning of the words. */
  readonly typed?: string;
}

/**
 * Prints the matching certificates, then the matching CSRs. The exit code is 1 if no store could be
 * read.
 * @param allFields the fields that are printed without `--fields`
 */
export async function printCertificates(
  options: ListOptions,
  allFields: readonly CertificateField[],
  invocation: Invocation,
): Promise<void> {
  const list = async (session: Session): Promise<void> => {
    if (options.candidates !== undefined) return printCandidates(options.candidates, options, session, invocation);
    const { output, dependencies } = invocation;
    const listing = await session.operations.list(queryFor(options), dependencies.signal);

    for (const state of listing.stores)
      for (const line of problemLines(state, session.rendering.locale)) output.note(line);
    printUnverifiedChains(listing, invocation);
    await printListing(listing, options, allFields, { session, invocation });
    const { stores } = listing;
    const isUnavailable = stores.length > 0 && stores.every(({ kind }) => kind === 'unreadable');
    invocation.exitCode = isUnavailable ? 1 : 0;
  };
  await invocation.withDiscoveringSession(list, { stores: options.store, scansOnce: true });
}

/** Prints the words for shell completion that name a certificate, as TSV with a header. */
async function printCandidates(
  kind: CertificateArgumentKind,
  { typed = '' }: ListOptions,
  { operations }: Session,
  { output, dependencies }: Invocation,
): Promise<void> {
  const { completionCandidates } = await import('../completion/completion-candidates.ts');
  const candidates = completionCandidates(await operations.list({}, dependencies.signal), kind, typed);
  const lines = candidates.map(({ word, description }) => `${word}\t${description}`);
  await output.print(['word\tdescription', ...lines, ''].join('\n'));
}

/** Returns the query that verifies chains and finds connectors only if the output needs them. */
function queryFor(options: ListOptions): ListQuery {
  const { fields, domainName, store } = options;
  const isShown = (field: CertificateField): boolean => fields === undefined || fields.includes(field);
  // With a name, certificates are sorted in the selection order, which depends on the chains.
  const needsChains = isShown('origin') || isShown('status') || domainName !== undefined;
  return {
    ...(needsChains ? { chainsToVerify: (all, at) => filterCertificates(all, options, at) } : {}),
    // Paths on the command line replace the configuration, and with it the connectors.
    withConnectors: store === undefined && isShown('selectedBy'),
  };
}

/** Prints the matching certificates and CSRs in the requested format. */
async function printListing(
  listing: StoreListing,
  options: ListOptions,
  allFields: readonly CertificateField[],
  { session, invocation }: { readonly session: Session; readonly invocation: Invocation },
): Promise<void> {
  const { output } = invocation;
  const { format, fields = allFields } = options;
  const matching = filterCertificates(listing.certificates, options, listing.at);
  // With a name, the order is that in which a connector with this FQDN selects certificates.
  const sorted =
    options.domainName === undefined ? matching : sortBySelectionOrder(options.domainName, matching, listing);
  const items = [...sorted, ...filterRequests(listing.requests, options)];
  const screen = invocation.screenContext(session);
  switch (format) {
    case 'json':
      return output.printAll(jsonList(documentsOf(items, fields, session.profile)));
    case 'tsv':
      return output.printPieces(certificateTsv(items, fields, screen));
    case 'list': {
      if (options.fields !== undefined) return output.printAll(certificateList(items, fields, screen));
      const rules = await session.operations.accessRules(sorted.map(({ stored }) => stored));
      return output.printAll(exchangeList(items, rules, screen));
    }
    case 'table': {
      if (options.fields !== undefined) return output.printAll(fieldTable(items, fields, screen));
      return output.printAll(
        certificateTable(items, { at: listing.at, withConnectors: options.store === undefined }, screen),
      );
    }
  }
}

function* documentsOf(
  items: Iterable<ListedItem>,
  fields: readonly CertificateField[],
  profile: Profile,
): Iterable<Readonly<Record<string, unknown>>> {
  for (const listed of items) yield certificateDocument(listed, fields, profile);
}
