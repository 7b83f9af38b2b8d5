import type { StoredCertificate } from '../../../domain/certificate/certificate.ts';
import { matchDnsName } from '../../../domain/certificate/dns-name.ts';
import { isExpired } from '../../../domain/certificate/lifetime.ts';
import { fileStoreName } from '../../../domain/connector/certificate-file.ts';
import { formatDuration } from '../../../domain/event/format-duration.ts';
import { rejectionText } from '../../../domain/event/rejection-text.ts';
import { isProbed } from '../../../domain/observation/coverage.ts';
import { unsuitableServedOf } from '../../../domain/selection/client-rejection.ts';
import type { Rejected, RejectionReason, Selection } from '../../../domain/selection/select-certificate.ts';
import { SELECTION_ORDER } from '../../../domain/selection/selection-order.ts';
import { storesSearched } from '../../../domain/selection/stores-searched.ts';
import { addressStates } from '../../../domain/served/served-state.ts';
import type { Explanation } from '../../../domain/status/status.ts';
import { visible } from '../../../formats/terminal/visible.ts';
import type { ScreenContext } from '../session/screen-context.ts';
import { servedText, unlistedTexts } from '../text/served-text.ts';
import { SERVED_WORDS } from '../text/served-words.ts';
import { shortThumbprint } from '../text/short-thumbprint.ts';
import type { Words } from '../text/words.ts';
import { wordsOf } from '../text/words-of.ts';
import { localTime } from '../text/written-times.ts';
import { textTable } from './text-table.ts';

type ApplicableSelection = Exclude<Selection, { kind: 'not-applicable' }>;

/** The reasons that only rank a certificate lower; it could be selected. */
const BY_ORDER: ReadonlySet<RejectionReason> = new Set<RejectionReason>(SELECTION_ORDER);

function matchOf({ certificate }: StoredCertificate, name: string): 'exact' | 'wildcard' | 'other' {
  const matches = [...certificate.dnsNames, ...certificate.commonNames].map((written) => matchDnsName(written, name));
  if (matches.includes('exact')) return 'exact';
  return matches.includes('wildcard') ? 'wildcard' : 'other';
}

/** Returns one row per candidate with its result, the selected one first. */
function candidateRows(
  { selection, origins, at }: Explanation & { selection: ApplicableSelection },
  context: ScreenContext,
): string[][] {
  const { locale, offsetMinutes } = context.rendering;
  const words = wordsOf(locale);
  const { explain } = words;
  const row = (stored: StoredCertificate, verdict: string, mark: string): string[] => [
    shortThumbprint(stored.certificate),
    explain.match[matchOf(stored, selection.name.value)],
    words.origin[origins.get(stored.certificate.thumbprint) ?? 'unknown'],
    explain.to(localTime(stored.certificate.notAfter, offsetMinutes)),
    verdict,
    mark,
  ];
  const isStill = unsuitableServedOf(selection) !== undefined;
  const lost = ({ candidate, reason, detail }: Rejected): string[] => {
    if (isStill && reason === 'other-file-unusable') return row(candidate, explain.alsoSelected, '');
    const isNearest = selection.kind === 'none' && selection.nearestMiss?.candidate === candidate;
    return row(
      candidate,
      visible(rejectionText({ reason, store: candidate.store, detail }, locale)),
      isNearest ? explain.nearest : '',
    );
  };
  const rows = selection.rejected.map(lost);
  if (selection.kind === 'chosen') {
    const { chosen, lastSeen, alsoSelected = [] } = selection;
    rows.unshift(...alsoSelected.map((stored) => row(stored, explain.alsoSelected, '')));
    const verdict = isExpired(chosen.certificate, at) ? explain.presentedExpired : explain.presented;
    rows.unshift(
      row(chosen, verdict, lastSeen === undefined ? '' : explain.lastSeen(localTime(lastSeen, offsetMinutes))),
    );
  }
  // A certificate that matches the name is already among the rejected ones.
  if (selection.kind === 'none' && selection.nearestMiss && !selection.rejected.includes(selection.nearestMiss)) {
    rows.push(lost(selection.nearestMiss));
  }
  if (selection.kind === 'none' && selection.unusableFile !== undefined) {
    const { path, reason, detail } = selection.unusableFile;
    rows.push([visible(path), '', '', '', explain.unusableFile[reason](detail), explain.nearest]);
  }
  return rows;
}

/** Returns the searched stores with their number of certificates, and the total. */
function searchedStores(
  { stores, connector }: Explanation,
  { explain }: Words,
): { readonly text: string; readonly certificates: number } {
  const { certificateFiles, keyFiles } = connector;
  const own = new Map(certificateFiles?.map((path) => [fileStoreName(path, keyFiles), path]));
  const personal = storesSearched(
    stores.map(({ store }) => store),
    connector.source.inventory,
  );
  const searched = stores.filter(({ store }) =>
    certificateFiles === undefined ? personal.includes(store) : own.has(store.name),
  );
  const names = searched.map((state) => {
    const name = visible(own.get(state.store.name) ?? state.store.name);
    return state.kind === 'read'
      ? `${name} (${state.certificates})`
      : explain.storeUnreadable(name, state.problem.reason);
  });
  const certificates = searched.reduce((sum, state) => sum + (state.kind === 'read' ? state.certificates : 0), 0);
  return { text: names.length === 0 ? explain.personalNone : names.join(', '), certificates };
}

function eligibleCount({ selection, at }: Explanation): number {
  if (selection.kind === 'not-applicable') return 0;
  const beaten = selection.rejected.filter(({ reason }) => BY_ORDER.has(reason));
  const presented = selection.kind === 'chosen' ? [selection.chosen, ...(selection.alsoSelected ?? [])] : [];
  return (
    presented.filter(({ certificate }) => !isExpired(certificate, at)).length +
    beaten.filter(({ candidate }) => !isExpired(candidate.certificate, at)).length
  );
}

/**
 * Returns the number of certificates with the required name, in the searched stores and elsewhere.
 */
function carryingCounts(selection: ApplicableSelection): { readonly here: number; readonly elsewhere: number } {
  const { name, rejected } = selection;
  const presented = selection.kind === 'chosen' ? [selection.chosen, ...(selection.alsoSelected ?? [])] : [];
  const elsewhere = rejected.filter(({ reason }) => reason === 'not-personal-store').length;
  const all = [...presented, ...rejected.map(({ candidate }) => candidate)];
  // A server uses its configured files regardless of the names in them.
  const carrying = name.files === undefined ? all : all.filter((each) => matchOf(each, name.value) !== 'other');
  return { here: carrying.length - elsewhere, elsewhere };
}

/** Returns the required name and its source. */
function nameCells({ name }: ApplicableSelection, explain: Words['explain']): readonly [string, string] {
  const { tlsCertificateName, value, from } = name;
  if (tlsCertificateName !== undefined) return [visible(tlsCertificateName), explain.itsTlsCertificateName];
  return [visible(value), explain.nameFrom[from]];
}

/**
 * Returns the rows with the served certificate and the time of its probe; none if the connector is
 * not probed. Addresses that DNS no longer returns follow, because they do not count elsewhere.
 */
function servedRows(explanation: Explanation, step: number, { rendering }: ScreenContext): string[][] {
  if (!isProbed(explanation.connector)) return [];
  const words = SERVED_WORDS[rendering.locale];
  const times = addressStates(explanation).flatMap(({ seen }) => seen?.at ?? []);
  const seen =
    times.length === 0 ? '' : words.seen(formatDuration(explanation.at - Math.min(...times), rendering.locale));
  const unlisted = unlistedTexts(explanation, rendering).map(([text, since]) => ['', text, since, '']);
  return [[`${step} ${words.serves}`, servedText(explanation, rendering), seen, ''], ...unlisted];
}

/**
 * Returns the table with the steps of the selection; the candidates are between steps four and
 * five.
 */
export function stepLines(explanation: Explanation, context: ScreenContext): string {
  const { connector, selection } = explanation;
  const words = wordsOf(context.rendering.locale);
  const { explain } = words;
  const { starttls, enabled } = connector;
  const offers = enabled ? `starttls: ${starttls}` : 'enabled: false';
  const first = [
    `1 ${explain.offersTls}`,
    starttls && enabled ? words.yes : words.no,
    offers,
    visible(connector.source.place),
  ];
  if (selection.kind === 'not-applicable') {
    const isUsed = enabled && starttls && connector.fqdnOrigin !== 'discovered';
    const said = isUsed ? explain.nothingSelected : explain.nothingLookedUp;
    return textTable([first, ['', said], ...servedRows(explanation, 2, context)]);
  }
  const { text, certificates } = searchedStores(explanation, words);
  const { here, elsewhere } = carryingCounts(selection);
  const steps = textTable([
    first,
    [`2 ${explain.requiredName}`, ...nameCells(selection, explain), ''],
    [`3 ${explain.searchedStores}`, text, selection.name.files === undefined ? '' : explain.nowhereElse, ''],
    [
      `4 ${explain.carryTheName}`,
      explain.of(here, certificates),
      elsewhere === 0 ? '' : explain.elsewhere(elsewhere),
      '',
    ],
    [`5 ${explain.eligible}`, String(eligibleCount(explanation)), '', ''],
    ...servedRows(explanation, 6, context),
  ]).split('\n');
  const candidates = textTable(candidateRows({ ...explanation, selection }, context)).replace(/^(?=.)/gm, '    ');
  return `${steps.slice(0, 4).join('\n')}\n${candidates}${steps.slice(4).join('\n')}`;
}
