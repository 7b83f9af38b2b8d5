import type { Profile } from '../../../domain/assessment/settings.ts';
import type { ListQuery } from '../../../work/operations/query-operations.ts';
import { type CertificateFilter, filterCertificates, filterRequests } from '../arguments/certificate-filter.ts';
import type { CertificateArgumentKind } from '../completion/certificate-argument-kinds.ts';
import type { Invocation } from '../invocation/invocation.ts';
import { printUncheckedChains } from '../invocation/print-unchecked-chains.ts';
import type { CertificateField } from '../json/certificate-field.ts';
import { certificateDocument, type ListedItem } from '../json/certificate-fields.ts';
import { jsonList } from '../json/json-document.ts';
import { certificateList, certificateTable, certificateTsv, fieldTable } from '../screens/certificate-screen.ts';
import { sortBySelectionOrder } from '../screens/sort-by-selection-order.ts';
import { problemLines } from '../text/problem-lines.ts';
import { wordsOf } from '../text/words-of.ts';
import { exchangeList } from './exchange-list.ts';

/** The options of `certificates list`. */
export interface ListOptions extends CertificateFilter {
  readonly store?: readonly string[];
  readonly format: 'table' | 'list' | 'json' | 'tsv';
  readonly fields?: readonly CertificateField[];
  /** The words for shell completion to print instead of the list. */
  readonly candidates?: CertificateArgumentKind;
  readonly typed?: string;
}

/**
 * Returns what must be computed for the output: chains for the origin, and the selections of
 * connectors.
 */
function queryFor(options: ListOptions): ListQuery {
  const { fields, domainName, store } = options;
  const isShown = (field: CertificateField): boolean => fields === undefined || fields.includes(field);
  // With a name, the ranking depends on the chain, too.
  const needsChains = isShown('origin') || isShown('status') || domainName !== undefined;
  return {
    ...(needsChains ? { chainsToVerify: (all, at) => filterCertificates(all, options, at) } : {}),
    // Paths on the command line replace the configuration, so there are no connectors.
    withConnectors: store === undefined && isShown('selectedBy'),
  };
}

function* documentsOf(chosen: Iterable<ListedItem>, fields: readonly CertificateField[], profile: Profile) {
  for (const listed of chosen) yield certificateDocument(listed, fields, profile);
}

/**
 * Prints the matching certificates, then the matching CSRs. The exit code is 1 if no store could be
 * read.
 */
export async function printCertificates(
  options: ListOptions,
  all: readonly CertificateField[],
  invocation: Invocation,
): Promise<void> {
  await invocation.withDiscoveringSession(
    options.store ?? [],
    async (session) => {
      const { operations, rendering, profile } = session;
      const { output, dependencies } = invocation;
      const { format, fields = all } = options;
      if (options.candidates !== undefined) {
        const { completionCandidates } = await import('../completion/completion-candidates.ts');
        const candidates = completionCandidates(
          await operations.list({}, dependencies.signal),
          options.candidates,
          options.typed ?? '',
        );
        await output.print(
          [
            'word\tdescription',
            ...candidates.map((candidate) => `${candidate.word}\t${candidate.description}`),
            '',
          ].join('\n'),
        );
        return;
      }
      const listing = await operations.list(queryFor(options), dependencies.signal);
      const { certificates, requests, stores, at } = listing;
      const words = wordsOf(rendering.locale);
      for (const state of stores) for (const line of problemLines(state, words)) output.note(line);
      printUncheckedChains(listing, invocation);
      const matching = filterCertificates(certificates, options, at);
      // With a name, the order is that in which a connector with this FQDN selects certificates.
      const ranked =
        options.domainName === undefined ? matching : sortBySelectionOrder(options.domainName, matching, listing);
      const chosen = [...ranked, ...filterRequests(requests, options)];
      const screen = invocation.screenContext(session);
      if (format === 'json') await output.printAll(jsonList(documentsOf(chosen, fields, profile)));
      else if (format === 'list' && options.fields === undefined) {
        const rules = await operations.accessRules(ranked.map(({ stored }) => stored));
        await output.printAll(exchangeList(chosen, rules, screen));
      } else if (format === 'list') await output.printAll(certificateList(chosen, fields, screen));
      else if (format === 'tsv') await output.printPieces(certificateTsv(chosen, fields, screen));
      else if (options.fields !== undefined) await output.printAll(fieldTable(chosen, fields, screen));
      else await output.printAll(certificateTable(chosen, at, options.store === undefined, screen));
      const unavailable = stores.length > 0 && stores.every(({ kind }) => kind === 'unreadable');
      invocation.exitCode = unavailable ? 1 : 0;
    },
    { ifInvalid: 'accepted', contentOnly: true },
  );
}
