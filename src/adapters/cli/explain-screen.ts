import type { StoredCertificate } from '../../domain/certificate/certificate.ts';
import { matchDnsName } from '../../domain/certificate/dns-name.ts';
import { isExpired } from '../../domain/certificate/lifetime.ts';
import { fileStoreName } from '../../domain/connector/certificate-file.ts';
import { explainCommand } from '../../domain/connector/explain-command.ts';
import type { Rejected, RejectionReason, Selection } from '../../domain/connector/select-certificate.ts';
import { rejectionText } from '../../domain/event/sentences.ts';
import type { Line } from '../../domain/mending/mending.ts';
import type { Explanation } from '../../domain/status.ts';
import { DAY } from '../../domain/time.ts';
import { shellWords } from '../../formats/event/shell-words.ts';
import { visible } from '../../formats/visible.ts';
import type { Rehearsal } from '../../work/operations.ts';
import { type Mended, placeOfLine } from './explain-document.ts';
import { isHeldBack, nameCertificate, presentCells, unknownText } from './present.ts';
import { REHEARSAL_WORDS } from './rehearsal-words.ts';
import type { ScreenMeans } from './screen-means.ts';
import { shortThumbprint } from './short-thumbprint.ts';
import { textTable } from './text-table.ts';
import type { Words } from './words.ts';
import { wordsOf } from './words-of.ts';
import { localTime } from './written-times.ts';

type Looked = Exclude<Selection, { kind: 'not-applicable' }>;

/** What loses by the order alone could be presented. */
const BY_ORDER: ReadonlySet<RejectionReason> = new Set<RejectionReason>([
  'exact-name-preferred',
  'less-trusted',
  'older',
  'expires-earlier',
  'thumbprint-order',
]);

/** What it comes to, in a few words. */
function verdictText(selection: Looked, explanation: Explanation, { rendering, profile, colors }: ScreenMeans): string {
  const { origins, at } = explanation;
  const words = wordsOf(rendering.locale);
  if (selection.kind === 'none') return colors.red(words.nothing);
  if (selection.kind === 'unknown') return colors.yellow(unknownText(explanation, rendering));
  const named = nameCertificate(selection.chosen, origins, words);
  if (!isExpired(selection.chosen.certificate, at)) return named;
  if (isHeldBack(selection, profile)) return colors.red(words.explain.nothingValid);
  return `${named} (${colors.red(words.expired)})`;
}

/** How it is chosen, where it is not by name. */
function wayOf(selection: Selection, { byTlsCertificateName, byFile }: Words['explain']): string {
  if (selection.kind === 'not-applicable') return '';
  if (selection.name.files !== undefined) return byFile;
  return selection.name.tlsCertificateName === undefined ? '' : byTlsCertificateName;
}

function titleLine(explanation: Explanation, means: ScreenMeans): string {
  const { connector, selection, open } = explanation;
  const { rendering } = means;
  const { direction, explain } = wordsOf(rendering.locale);
  const [name, way] = [visible(connector.name), `${direction[connector.direction]}${wayOf(selection, explain)}`];
  if (selection.kind === 'not-applicable') return explain.notLookedUp(name, way, connector.enabled);
  const title = explain.wouldPresent(name, way, verdictText(selection, explanation, means));
  if (open === undefined) return title;
  return `${title}   ${explain.open(open.eventId, localTime(open.raisedAt, rendering.offsetMinutes))}`;
}

function matchOf({ certificate }: StoredCertificate, name: string): 'exact' | 'wildcard' | 'other' {
  const matches = [...certificate.dnsNames, ...certificate.commonNames].map((written) => matchDnsName(written, name));
  if (matches.includes('exact')) return 'exact';
  return matches.includes('wildcard') ? 'wildcard' : 'other';
}

/** The certificates that were considered, the presented one first, and what became of each. */
function candidateRows(
  { selection, origins, at }: Explanation & { selection: Looked },
  means: ScreenMeans,
): string[][] {
  const { locale, offsetMinutes } = means.rendering;
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
  const lost = ({ candidate, reason }: Rejected): string[] => {
    const isNearest = selection.kind === 'none' && selection.nearestMiss?.candidate === candidate;
    return row(candidate, visible(rejectionText(reason, candidate.store, locale)), isNearest ? explain.nearest : '');
  };
  const rows = selection.rejected.map(lost);
  if (selection.kind === 'chosen') {
    const { chosen, lastSeen, presentedToo = [] } = selection;
    rows.unshift(...presentedToo.map((stored) => row(stored, explain.presentedToo, '')));
    const verdict = isExpired(chosen.certificate, at) ? explain.presentedExpired : explain.presented;
    rows.unshift(
      row(chosen, verdict, lastSeen === undefined ? '' : explain.lastSeen(localTime(lastSeen, offsetMinutes))),
    );
  }
  // What carries the name stands among the rejected already.
  if (selection.kind === 'none' && selection.nearestMiss && !selection.rejected.includes(selection.nearestMiss)) {
    rows.push(lost(selection.nearestMiss));
  }
  if (selection.kind === 'none' && selection.unusableFile !== undefined) {
    const { path, reason, detail } = selection.unusableFile;
    rows.push([visible(path), '', '', '', explain.unusableFile[reason](detail), explain.nearest]);
  }
  return rows;
}

/** The stores in which it looks, each with how many certificates, and how many there are in all. */
function looksIn(
  { stores, connector }: Explanation,
  { explain }: Words,
): { readonly text: string; readonly certificates: number } {
  const { certificateFiles, keyFiles } = connector;
  const own = new Map(certificateFiles?.map((path) => [fileStoreName(path, keyFiles), path]));
  const looked = stores.filter(({ store }) => (certificateFiles === undefined ? store.personal : own.has(store.name)));
  const names = looked.map((state) => {
    const name = visible(own.get(state.store.name) ?? state.store.name);
    return state.kind === 'read'
      ? `${name} (${state.certificates})`
      : explain.storeUnreadable(name, state.problem.reason);
  });
  const certificates = looked.reduce((sum, state) => sum + (state.kind === 'read' ? state.certificates : 0), 0);
  return { text: names.length === 0 ? explain.personalNone : names.join(', '), certificates };
}

function eligibleCount({ selection, at }: Explanation): number {
  if (selection.kind === 'not-applicable') return 0;
  const beaten = selection.rejected.filter(({ reason }) => BY_ORDER.has(reason));
  const presented = selection.kind === 'chosen' ? [selection.chosen, ...(selection.presentedToo ?? [])] : [];
  return (
    presented.filter(({ certificate }) => !isExpired(certificate, at)).length +
    beaten.filter(({ candidate }) => !isExpired(candidate.certificate, at)).length
  );
}

/** How many carry what is looked for: in the stores in which it looks, and elsewhere. */
function carryingCounts(selection: Looked): { readonly here: number; readonly elsewhere: number } {
  const { name, rejected } = selection;
  const presented = selection.kind === 'chosen' ? [selection.chosen, ...(selection.presentedToo ?? [])] : [];
  const elsewhere = rejected.filter(({ reason }) => reason === 'not-personal-store').length;
  const all = [...presented, ...rejected.map(({ candidate }) => candidate)];
  // What stands in the files of a server is presented whatever it is called.
  const carrying = name.files === undefined ? all : all.filter((each) => matchOf(each, name.value) !== 'other');
  return { here: carrying.length - elsewhere, elsewhere };
}

/** What is looked for, and who said so. */
function nameCells({ name }: Looked, explain: Words['explain']): readonly [string, string] {
  const { tlsCertificateName, value, from } = name;
  if (tlsCertificateName !== undefined) return [visible(tlsCertificateName), explain.itsTlsCertificateName];
  return [visible(value), explain.nameFrom[from]];
}

/** The steps of the choice, with what was considered between the fourth and the fifth. */
function stepLines(explanation: Explanation, means: ScreenMeans): string {
  const { connector, selection } = explanation;
  const words = wordsOf(means.rendering.locale);
  const { explain } = words;
  const { starttls, enabled } = connector;
  const offers = enabled ? `starttls: ${starttls}` : 'enabled: false';
  const first = [
    `1 ${explain.offersTls}`,
    starttls && enabled ? words.yes : words.no,
    offers,
    visible(connector.source.place),
  ];
  if (selection.kind === 'not-applicable') return textTable([first, ['', explain.nothingLookedUp]]);
  const { text, certificates } = looksIn(explanation, words);
  const { here, elsewhere } = carryingCounts(selection);
  const steps = textTable([
    first,
    [`2 ${explain.looksFor}`, ...nameCells(selection, explain), ''],
    [`3 ${explain.looksIn}`, text, selection.name.files === undefined ? '' : explain.nowhereElse, ''],
    [
      `4 ${explain.carryTheName}`,
      explain.of(here, certificates),
      elsewhere === 0 ? '' : explain.elsewhere(elsewhere),
      '',
    ],
    [`5 ${explain.eligible}`, String(eligibleCount(explanation)), '', ''],
  ]).split('\n');
  const candidates = textTable(candidateRows({ ...explanation, selection }, means)).replace(/^(?=.)/gm, '    ');
  return `${steps.slice(0, 4).join('\n')}\n${candidates}${steps.slice(4).join('\n')}`;
}

/** Where a line belongs that no command writes. */
function lineText(line: Line, { rendering: { locale } }: ScreenMeans): string {
  const { say } = REHEARSAL_WORDS[locale];
  const [text, place] = [visible(line.text), visible(placeOfLine(line))];
  if (line.of === 'folder') return say.inFile(text, place);
  return line.of === 'store'
    ? say.ofStore(text, visible(line.store.name), place)
    : say.ofConnector(text, visible(line.connector.name), place);
}

/** What mends it, and what would be then; or what shows more of it. */
function mendRows({ mending, looks }: Explanation, mended: Mended | undefined, means: ScreenMeans): string[][] {
  const words = REHEARSAL_WORDS[means.rendering.locale];
  const labelled = (label: string, lines: readonly string[]): string[][] =>
    lines.map((line, index) => [index === 0 ? label : '', line]);
  if (mending === undefined) return labelled(words.look, looks.map(shellWords));
  const { commands, line } = mending;
  const lines = line === undefined ? [] : [lineText(line, means)];
  if (line?.of === 'folder') lines.push(words.forFolder);
  const rows = labelled(words.toMend, [...commands.map(shellWords), ...lines]);
  if (mended === undefined) return rows;
  const { presents } = presentCells(mended.after, means);
  const ids = (conditions: Rehearsal['come']): readonly number[] => conditions.map(({ eventId }) => eventId);
  return [...rows, [words.afterwards, words.outcome(presents, ids(mended.rehearsal.go), ids(mended.rehearsal.come))]];
}

/** What can be rehearsed, as it can be typed. */
function rehearseRows({ connector, at }: Explanation, means: ScreenMeans): string[][] {
  const { explain } = wordsOf(means.rendering.locale);
  const later = localTime(at + 30 * DAY, means.rendering.offsetMinutes).slice(0, 10);
  const typed = (options: readonly string[]): string => shellWords(explainCommand(means, connector.name, options));
  return [
    [explain.rehearse, typed(['--at', later])],
    ['', typed(['--with', 'FILE'])],
  ];
}

/** Why a connector presents what it presents, step by step; in a rehearsal without what else can be rehearsed. */
export function explainScreen(
  explanation: Explanation,
  means: ScreenMeans,
  next: { readonly mended: Mended | undefined } | undefined,
): string {
  const { explain } = wordsOf(means.rendering.locale);
  const { at, selection } = explanation;
  const parts = [`${titleLine(explanation, means)}\n`, stepLines(explanation, means)];
  if (selection.kind !== 'not-applicable') {
    parts.push(
      textTable([
        ...(next === undefined ? [] : mendRows(explanation, next.mended, means)),
        [explain.judged, localTime(at, means.rendering.offsetMinutes)],
        [explain.order, selection.name.files === undefined ? explain.orderIs : explain.orderOfFiles],
        ...(next === undefined ? [] : rehearseRows(explanation, means)),
      ]),
    );
  }
  return parts.join('\n');
}
