import { isExpired } from '../../../domain/certificate/lifetime.ts';
import { explainCommand } from '../../../domain/remedy/explain-command.ts';
import type { Line } from '../../../domain/remedy/remedy.ts';
import { unsuitableServedCertificate } from '../../../domain/selection/client-rejection.ts';
import type { Selection } from '../../../domain/selection/selection.ts';
import type { Explanation } from '../../../domain/status/status.ts';
import { DAY } from '../../../domain/time.ts';
import { shellWords } from '../../../formats/event/shell-words.ts';
import { visible } from '../../../formats/terminal/visible.ts';
import type { Simulation } from '../../../work/operations/query-operations.ts';
import { type AfterFix, placeOfLine } from '../json/explain-document.ts';
import type { ScreenContext } from '../session/screen-context.ts';
import { selectionOrderText } from '../text/selection-order-text.ts';
import { SIMULATION_WORDS } from '../text/simulation-words.ts';
import type { Words } from '../text/words.ts';
import { wordsOf } from '../text/words-of.ts';
import { localTime } from '../text/written-times.ts';
import {
  nameCertificate,
  nameUnsuitable,
  noSelectionReason,
  selectionCells,
  unknownSelectionText,
  withholdsExpired,
} from './selection-cells.ts';
import { stepLines } from './step-lines.ts';
import { textTable } from './text-table.ts';

type ApplicableSelection = Exclude<Selection, { kind: 'not-applicable' }>;

/**
 * Returns the screen that explains the selection step by step. In a simulation, suggestions for
 * further simulations are omitted.
 */
export function explainScreen(
  explanation: Explanation,
  context: ScreenContext,
  fix: { readonly afterFix: AfterFix | undefined } | undefined,
): string {
  const { explain } = wordsOf(context.rendering.locale);
  const { at, selection } = explanation;
  const parts = [`${titleLine(explanation, context)}\n`, stepLines(explanation, context)];
  if (selection.kind !== 'not-applicable') {
    parts.push(
      textTable([
        ...(fix === undefined ? [] : fixRows(explanation, fix.afterFix, context)),
        [explain.evaluatedAt, localTime(at, context.rendering.offsetMinutes)],
        [
          explain.selectionOrder,
          selection.name.files === undefined ? selectionOrderText(context.rendering.locale) : explain.noOrderOfFiles,
        ],
        ...(fix === undefined ? [] : simulateRows(explanation, context)),
      ]),
    );
  }
  return parts.join('\n');
}

function titleLine(explanation: Explanation, context: ScreenContext): string {
  const { connector, selection, open } = explanation;
  const { rendering } = context;
  const { direction, explain } = wordsOf(rendering.locale);
  const [name, method] = [
    visible(connector.name),
    `${direction[connector.direction]}${selectionMethod(selection, explain)}`,
  ];
  if (selection.kind === 'not-applicable') return explain.titleNoSelection(name, method, noSelectionReason(connector));
  const title = explain.titleSelects(name, method, verdictText(selection, explanation, context));
  if (open === undefined) return title;
  return `${title}   ${explain.openEvent(open.eventId, localTime(open.raisedAt, rendering.offsetMinutes))}`;
}

/** Returns how the certificate is selected; empty if by FQDN. */
function selectionMethod(selection: Selection, { byTlsCertificateName, byConfiguredFiles }: Words['explain']): string {
  if (selection.kind === 'not-applicable') return '';
  if (selection.name.files !== undefined) return byConfiguredFiles;
  return selection.name.tlsCertificateName === undefined ? '' : byTlsCertificateName;
}

/** Returns the verdict in a few words. */
function verdictText(
  selection: ApplicableSelection,
  explanation: Explanation,
  { rendering, profile, colors }: ScreenContext,
): string {
  const { origins, at } = explanation;
  const words = wordsOf(rendering.locale);
  if (selection.kind === 'none') {
    const unsuitable = unsuitableServedCertificate(selection);
    return colors.red(unsuitable === undefined ? words.noneSelected : nameUnsuitable(unsuitable, origins, words));
  }
  if (selection.kind === 'unknown') return colors.yellow(unknownSelectionText(explanation, rendering));
  const certificateText = nameCertificate(selection.chosen, origins, words);
  if (!isExpired(selection.chosen.certificate, at)) return certificateText;
  if (withholdsExpired(selection, profile)) return colors.red(words.explain.noneValid);
  return `${certificateText} (${colors.red(words.expired)})`;
}

/** Returns the fix and its simulated result, or the commands for diagnosis if there is no fix. */
function fixRows(
  { remedy, diagnostics }: Explanation,
  afterFix: AfterFix | undefined,
  context: ScreenContext,
): string[][] {
  const words = SIMULATION_WORDS[context.rendering.locale];
  const labelled = (label: string, lines: readonly string[]): string[][] =>
    lines.map((line, index) => [index === 0 ? label : '', line]);
  if (remedy === undefined) return labelled(words.diagnoseLabel, diagnostics.map(shellWords));
  const { commands, line } = remedy;
  const lines = line === undefined ? [] : [lineText(line, context)];
  if (line?.of === 'directory') lines.push(words.appliesToDirectory);
  const rows = labelled(words.fixLabel, [...commands.map(shellWords), ...lines]);
  if (afterFix === undefined) return rows;
  const { selected } = selectionCells(afterFix.after, context);
  const ids = (conditions: Simulation['raised']): readonly number[] => conditions.map(({ eventId }) => eventId);
  return [
    ...rows,
    [words.afterFixLabel, words.outcome(selected, ids(afterFix.simulation.cleared), ids(afterFix.simulation.raised))],
  ];
}

/** Returns a configuration line and the place where it must be added. */
function lineText(line: Line, { rendering: { locale } }: ScreenContext): string {
  const { configChange } = SIMULATION_WORDS[locale];
  const [text, place] = [visible(line.text), visible(placeOfLine(line))];
  if (line.of === 'directory') return configChange.inFile(text, place);
  return line.of === 'store'
    ? configChange.ofStore(text, visible(line.store.name), place)
    : configChange.ofConnector(text, visible(line.connector.name), place);
}

/** Returns the commands that simulate another time or other files. */
function simulateRows({ connector, at }: Explanation, context: ScreenContext): string[][] {
  const { explain } = wordsOf(context.rendering.locale);
  const later = localTime(at + 30 * DAY, context.rendering.offsetMinutes).slice(0, 10);
  const explainLine = (options: readonly string[]): string =>
    shellWords(explainCommand(context, connector.name, options));
  return [
    [explain.simulate, explainLine(['--at', later])],
    ['', explainLine(['--with', 'FILE'])],
  ];
}
