import type { StoredCertificate } from '../../../domain/certificate/certificate.ts';
import { matchDnsName } from '../../../domain/certificate/dns-name.ts';
import { isExpired } from '../../../domain/certificate/lifetime.ts';
import { fileStoreName } from '../../../domain/connector/certificate-file.ts';
import { isProbed } from '../../../domain/connector/is-probed.ts';
import { formatDuration } from '../../../domain/event/format-duration.ts';
import { rejectionText } from '../../../domain/event/rejection-text.ts';
import { reasonTextOrCode } from '../../../domain/failure/reason-text.ts';
import { unsuitableServedCertificate } from '../../../domain/selection/client-rejection.ts';
import type { RejectedCertificate, RejectionReason, Selection } from '../../../domain/selection/selection.ts';
import { SELECTION_ORDER } from '../../../domain/selection/selection-order.ts';
import { storesToSearch } from '../../../domain/selection/stores-to-search.ts';
import { addressStates } from '../../../domain/served/served-state.ts';
import type { Explanation } from '../../../domain/status/status.ts';
import { joinList } from '../../../domain/text/join-list.ts';
import type { Locale } from '../../../domain/text/locale.ts';
import { inLanguage } from '../../../domain/text/phrase.ts';
import { visible } from '../../../formats/terminal/visible.ts';
import type { ScreenContext } from '../session/screen-context.ts';
import { EXPLAIN_PHRASES, type ExplainTexts } from '../text/explain-phrases.ts';
import { SERVED_PHRASES } from '../text/served-phrases.ts';
import { servedText, unlistedAddressTexts } from '../text/served-text.ts';
import { shortThumbprint } from '../text/short-thumbprint.ts';
import { TABLE_PHRASES } from '../text/table-phrases.ts';
import { localTime } from '../text/written-times.ts';
import { tableLines, textTable } from './text-table.ts';

type ApplicableSelection = Exclude<Selection, { kind: 'not-applicable' }>;

/**
 * The reasons of eligible certificates that only rank lower than the selected certificate. Each
 * criterion of the selection order is also such a reason.
 */
const ELIGIBLE_BUT_OUTRANKED: ReadonlySet<RejectionReason> = new Set<RejectionReason>(SELECTION_ORDER);

/** The number of steps above the candidates. */
const STEPS_ABOVE_CANDIDATES = 4;

/** A row of the table of steps. */
type StepRow = readonly [step: string, value: string, ...noteAndPlace: string[]];

/**
 * Returns the steps of the selection as a table, with the table of the candidates below the step
 * that counts the certificates with the required name.
 */
export function stepLines(explanation: Explanation, context: ScreenContext): string {
  const { connector, selection } = explanation;
  const words = inLanguage(TABLE_PHRASES, context.rendering.locale);
  const explain = inLanguage(EXPLAIN_PHRASES, context.rendering.locale);
  const { starttls, enabled } = connector;
  const setting = enabled ? `starttls: ${starttls}` : 'enabled: false';
  const tlsStep: StepRow = [
    `1 ${explain.stepTitles.offersTls}`,
    starttls && enabled ? words.yes : words.no,
    setting,
    visible(connector.source.place),
  ];
  if (selection.kind === 'not-applicable') {
    // A discovered connector gets here only if its settings name no certificate file. Then there is
    // no certificate that its server is expected to serve.
    const wasDiscovered = connector.fqdnOrigin === 'discovered';
    const note = enabled && starttls && !wasDiscovered ? explain.noSelectionOnlyServed : explain.noSelectionNoEvent;
    return textTable([tlsStep, ['', note], ...servedRows(explanation, 2, context)], context);
  }
  const { text, certificates } = searchedStores(explanation, context.rendering.locale);
  const { inSearchedStores, inOtherStores } = matchingCounts(selection);
  const rows: readonly StepRow[] = [
    tlsStep,
    [`2 ${explain.stepTitles.requiredName}`, ...nameCells(selection, explain)],
    [
      `3 ${explain.stepTitles.searchedStores}`,
      text,
      selection.name.files === undefined ? '' : explain.onlyConfiguredFiles,
    ],
    [
      `4 ${explain.stepTitles.matchesName}`,
      explain.countOfTotal(inSearchedStores, certificates),
      inOtherStores === 0 ? '' : explain.countInOtherStores(inOtherStores),
    ],
    [`5 ${explain.stepTitles.eligible}`, String(eligibleCount(explanation))],
    ...servedRows(explanation, 6, context),
  ];
  // One table for all steps, so that its columns have one width above and below the candidates.
  // `tableLines` takes a function only because it reads the rows twice.
  const steps = [...tableLines(() => rows, context)];
  const candidates = tableLines(
    () =>
      candidateRows({ ...explanation, selection }, context).map(([first = '', ...others]) => [
        `    ${first}`,
        ...others,
      ]),
    context,
  );
  const above = steps.slice(0, STEPS_ABOVE_CANDIDATES);
  return [...above, ...candidates, ...steps.slice(STEPS_ABOVE_CANDIDATES)].join('');
}

/**
 * Returns the rows with the served certificate and the time of its probe; none if the connector is
 * not probed. Addresses that DNS no longer returns are listed last; the other rows leave
 * them out.
 */
function servedRows(explanation: Explanation, step: number, { rendering }: ScreenContext): readonly StepRow[] {
  if (!isProbed(explanation.connector)) return [];
  const words = inLanguage(SERVED_PHRASES, rendering.locale);
  const times = addressStates(explanation).flatMap(({ lastResult }) => lastResult?.at ?? []);
  const probeAge =
    times.length === 0 ? '' : words.probedAgo(formatDuration(explanation.at - Math.min(...times), rendering.locale));
  const unlisted = unlistedAddressTexts(explanation, rendering).map(([text, since]): StepRow => ['', text, since]);
  return [[`${step} ${words.stepServed}`, servedText(explanation, rendering), probeAge], ...unlisted];
}

/**
 * Returns the names of the searched stores, each with its number of certificates, and the total.
 */
function searchedStores(
  { stores, connector }: Explanation,
  locale: Locale,
): { readonly text: string; readonly certificates: number } {
  const explain = inLanguage(EXPLAIN_PHRASES, locale);
  const { certificateFiles, keyFiles } = connector;
  // Each configured file is a store of its own, and one for each server with the file in its settings.
  const pathsByStore = new Map(certificateFiles?.map((path) => [fileStoreName(path, keyFiles), path]));
  // The inventory (the configuration, or one server) may have stores of its own, which only its
  // connectors search.
  const searchedByName = storesToSearch(
    stores.map(({ store }) => store),
    connector.source.inventory,
  );
  const searched = stores.filter(({ store }) =>
    certificateFiles === undefined
      ? searchedByName.includes(store)
      : pathsByStore.has(store.name) && store.source.inventory === connector.source.inventory,
  );
  const names = searched.map((state) => {
    const name = visible(pathsByStore.get(state.store.name) ?? state.store.name);
    return state.kind === 'read'
      ? `${name} (${state.certificates})`
      : explain.storeUnreadable(name, reasonTextOrCode(state.problem.reason, locale));
  });
  const certificates = searched.reduce((sum, state) => sum + (state.kind === 'read' ? state.certificates : 0), 0);
  return { text: names.length === 0 ? explain.noSearchedStore : joinList(names, locale), certificates };
}

/**
 * Returns the number of certificates with the required name, in the searched stores and elsewhere.
 */
function matchingCounts(selection: ApplicableSelection): {
  readonly inSearchedStores: number;
  readonly inOtherStores: number;
} {
  const { name, rejected } = selection;
  const selected = selection.kind === 'chosen' ? [selection.chosen, ...(selection.alsoSelected ?? [])] : [];
  const inOtherStores = rejected.filter(({ reason }) => reason === 'not-personal-store').length;
  const all = [...selected, ...rejected.map(({ candidate }) => candidate)];
  // Candidates from stores were found by their name. Candidates from configured files were not: the
  // server uses its files regardless of their names, so they are filtered here.
  const matching = name.files === undefined ? all : all.filter((stored) => nameMatch(stored, name.value) !== 'other');
  return { inSearchedStores: matching.length - inOtherStores, inOtherStores };
}

function nameMatch({ certificate }: StoredCertificate, name: string): 'exact' | 'wildcard' | 'other' {
  const matches = [...certificate.dnsNames, ...certificate.commonNames].map((written) => matchDnsName(written, name));
  if (matches.includes('exact')) return 'exact';
  return matches.includes('wildcard') ? 'wildcard' : 'other';
}

/** Returns the required name and its source. */
function nameCells({ name }: ApplicableSelection, explain: ExplainTexts): readonly [name: string, source: string] {
  const { tlsCertificateName, value, from } = name;
  if (tlsCertificateName !== undefined) return [visible(tlsCertificateName), explain.ownTlsCertificateName];
  return [visible(value), explain.nameFrom[from]];
}

/** Returns the number of unexpired certificates that can be selected. */
function eligibleCount({ selection, at }: Explanation): number {
  if (selection.kind === 'not-applicable') return 0;
  const rankedLower = selection.rejected.filter(({ reason }) => ELIGIBLE_BUT_OUTRANKED.has(reason));
  const selected = selection.kind === 'chosen' ? [selection.chosen, ...(selection.alsoSelected ?? [])] : [];
  return (
    selected.filter(({ certificate }) => !isExpired(certificate, at)).length +
    rankedLower.filter(({ candidate }) => !isExpired(candidate.certificate, at)).length
  );
}

/**
 * Returns one row per candidate: thumbprint, match of the name, origin, expiry, result and a mark.
 * The selected certificate is first.
 */
function candidateRows(
  { selection, origins, at }: Explanation & { selection: ApplicableSelection },
  context: ScreenContext,
): string[][] {
  const { locale, offsetMinutes } = context.rendering;
  const words = inLanguage(TABLE_PHRASES, locale);
  const explain = inLanguage(EXPLAIN_PHRASES, locale);
  const row = (stored: StoredCertificate, verdict: string, mark: string): string[] => [
    shortThumbprint(stored.certificate),
    explain.match[nameMatch(stored, selection.name.value)],
    words.origin[origins.get(stored.certificate.thumbprint) ?? 'unknown'],
    explain.validUntil(localTime(stored.certificate.notAfter, offsetMinutes)),
    verdict,
    mark,
  ];
  const nearestMiss = selection.kind === 'none' ? selection.nearestMiss : undefined;
  // True if the server serves all its files, although one has an unsuitable certificate, for example
  // for another name.
  const isUnsuitableServed = unsuitableServedCertificate(selection) !== undefined;
  const rejectedRow = ({ candidate, reason, detail }: RejectedCertificate): string[] => {
    // This certificate was only rejected because of the unsuitable one, and is served too.
    if (isUnsuitableServed && reason === 'other-file-unusable') return row(candidate, explain.alsoSelected, '');
    const isNearest = nearestMiss?.candidate === candidate;
    return row(
      candidate,
      visible(rejectionText({ reason, store: candidate.store, detail }, locale)),
      isNearest ? explain.closestCertificateMark : '',
    );
  };
  const rows = selection.rejected.map(rejectedRow);
  if (selection.kind === 'chosen') {
    const { chosen, lastSeen, alsoSelected = [] } = selection;
    rows.unshift(...alsoSelected.map((stored) => row(stored, explain.alsoSelected, '')));
    const verdict = isExpired(chosen.certificate, at) ? explain.selectedExpired : explain.selected;
    rows.unshift(
      row(chosen, verdict, lastSeen === undefined ? '' : explain.lastSeen(localTime(lastSeen, offsetMinutes))),
    );
  }
  // `rejected` lists certificates with the required name. A closest certificate with another name has no row
  // yet.
  if (nearestMiss !== undefined && !selection.rejected.includes(nearestMiss)) rows.push(rejectedRow(nearestMiss));
  if (selection.kind === 'none' && selection.unusableFile !== undefined) {
    const { path, reason, detail } = selection.unusableFile;
    const cause = detail === '' ? '' : reasonTextOrCode(detail, locale);
    rows.push([visible(path), '', '', '', explain.unusableFile[reason](cause), '']);
  }
  return rows;
}
