import { isExpired } from '../../../domain/certificate/lifetime.ts';
import { explainCommand } from '../../../domain/remedy/explain-command.ts';
import type { Line } from '../../../domain/remedy/remedy.ts';
import { unsuitableServedCertificate } from '../../../domain/selection/client-rejection.ts';
import type { Selection } from '../../../domain/selection/selection.ts';
import type { Explanation } from '../../../domain/status/status.ts';
import { inLanguage } from '../../../domain/text/phrase.ts';
import { DAY } from '../../../domain/time.ts';
import { type AfterFix, placeOfLine } from '../../../formats/document/explain-document.ts';
import { shellWords } from '../../../formats/event/shell-words.ts';
import { visible } from '../../../formats/terminal/visible.ts';
import type { Simulation } from '../../../work/operations/query-operations.ts';
import type { ScreenContext } from '../session/screen-context.ts';
import { EXPLAIN_PHRASES, type ExplainTexts } from '../text/explain-phrases.ts';
import { selectionOrderText } from '../text/selection-order-text.ts';
import { SELECTION_PHRASES } from '../text/selection-phrases.ts';
import { SIMULATION_PHRASES } from '../text/simulation-phrases.ts';
import { localTime } from '../text/written-times.ts';
import { screenLine } from './screen-line.ts';
import {
  certificateLabel,
  noSelectionReason,
  selectionCells,
  unknownSelectionText,
  unsuitableLabel,
  withholdsExpired,
} from './selection-cells.ts';
import { stepLines } from './step-lines.ts';
import { type Cell, commandCell, textTable } from './text-table.ts';

type ApplicableSelection = Exclude<Selection, { kind: 'not-applicable' }>;

/** The parts that the screen shows in addition to the selection. */
interface ExplainScreenOptions {
  /** True: the explanation is simulated. Its fix and commands for simulations are left out. */
  readonly isSimulation: boolean;
  /** The simulated result of the fix; undefined: unknown. */
  readonly afterFix?: AfterFix | undefined;
}

/** Returns the screen that explains the selection of a connector step by step. */
export function explainScreen(
  explanation: Explanation,
  context: ScreenContext,
  { isSimulation, afterFix }: ExplainScreenOptions,
): string {
  const explain = inLanguage(EXPLAIN_PHRASES, context.rendering.locale);
  const { at, selection } = explanation;
  const parts = [screenLine(titleLine(explanation, context), context), stepLines(explanation, context)];
  if (selection.kind !== 'not-applicable') {
    parts.push(
      textTable(
        [
          ...(isSimulation ? [] : fixRows(explanation, afterFix, context)),
          [explain.evaluatedAt, localTime(at, context.rendering.offsetMinutes)],
          [
            explain.selectionOrder,
            selection.name.files === undefined ? selectionOrderText(context.rendering.locale) : explain.noOrderOfFiles,
          ],
          ...(isSimulation ? [] : simulateRows(explanation, context)),
        ],
        context,
      ),
    );
  }
  return parts.join('\n');
}

function titleLine(explanation: Explanation, context: ScreenContext): string {
  const { connector, selection, open } = explanation;
  const { rendering } = context;
  const explain = inLanguage(EXPLAIN_PHRASES, rendering.locale);
  const { direction } = inLanguage(SELECTION_PHRASES, rendering.locale);
  const name = visible(connector.name);
  const method = `${direction[connector.direction]}${selectionMethodSuffix(selection, explain)}`;
  if (selection.kind === 'not-applicable') return explain.titleNoSelection(name, method, noSelectionReason(connector));
  const title = explain.titleSelects(name, method, verdictText(selection, explanation, context));
  if (open === undefined) return title;
  return `${title}   ${explain.openEvent(open.eventId, localTime(open.raisedAt, rendering.offsetMinutes))}`;
}

/** Returns how a certificate is selected, as a suffix of the direction; empty if by FQDN. */
function selectionMethodSuffix(
  selection: Selection,
  { byTlsCertificateName, byConfiguredFiles }: ExplainTexts,
): string {
  if (selection.kind === 'not-applicable') return '';
  if (selection.name.files !== undefined) return byConfiguredFiles;
  return selection.name.tlsCertificateName === undefined ? '' : byTlsCertificateName;
}

/** Returns the selected certificate, or why none is selected, in a few words. */
function verdictText(
  selection: ApplicableSelection,
  explanation: Explanation,
  { rendering, profile, colors }: ScreenContext,
): string {
  const { origins, at } = explanation;
  const selectionTexts = inLanguage(SELECTION_PHRASES, rendering.locale);
  const explainTexts = inLanguage(EXPLAIN_PHRASES, rendering.locale);
  if (selection.kind === 'none') {
    const unsuitable = unsuitableServedCertificate(selection);
    return colors.red(
      unsuitable === undefined ? selectionTexts.noneSelected : unsuitableLabel(unsuitable, origins, rendering.locale),
    );
  }
  if (selection.kind === 'unknown') return colors.yellow(unknownSelectionText(explanation, rendering));
  const certificateText = certificateLabel(selection.chosen, origins, rendering.locale);
  if (!isExpired(selection.chosen.certificate, at)) return certificateText;
  if (withholdsExpired(selection, profile)) return colors.red(explainTexts.noneValid);
  return `${certificateText} (${colors.red(selectionTexts.expired)})`;
}

/** Returns the fix and its simulated result; without a fix, the commands for diagnosis. */
function fixRows(
  { remedy, diagnostics }: Explanation,
  afterFix: AfterFix | undefined,
  context: ScreenContext,
): Cell[][] {
  const words = inLanguage(SIMULATION_PHRASES, context.rendering.locale);
  const rowsWithLabel = (label: string, lines: readonly Cell[]): Cell[][] =>
    lines.map((line, index) => [index === 0 ? label : '', line]);
  if (remedy === undefined) return rowsWithLabel(words.diagnoseLabel, diagnostics.map(shellCell));
  const { commands, line } = remedy;
  const lines = line === undefined ? [] : [lineText(line, context)];
  if (line?.of === 'directory') lines.push(words.appliesToDirectory);
  const rows = rowsWithLabel(words.fixLabel, [...commands.map(shellCell), ...lines]);
  if (afterFix === undefined) return rows;
  const { selected } = selectionCells(afterFix.after, context);
  const ids = (conditions: Simulation['raised']): readonly number[] => conditions.map(({ eventId }) => eventId);
  return [
    ...rows,
    [words.afterFixLabel, words.outcome(selected, ids(afterFix.simulation.cleared), ids(afterFix.simulation.raised))],
  ];
}

const shellCell = (command: readonly string[]): Cell => commandCell(shellWords(command));

/** Returns a configuration line and the place where it must be added. */
function lineText(line: Line, { rendering: { locale } }: ScreenContext): string {
  const { configChange } = inLanguage(SIMULATION_PHRASES, locale);
  const text = visible(line.text);
  const place = visible(placeOfLine(line));
  if (line.of === 'directory') return configChange.inFile(text, place);
  return line.of === 'store'
    ? configChange.ofStore(text, visible(line.store.name), place)
    : configChange.ofConnector(text, visible(line.connector.name), place);
}

/** Returns the commands that simulate another time or other files. */
function simulateRows({ connector, at }: Explanation, context: ScreenContext): Cell[][] {
  const explain = inLanguage(EXPLAIN_PHRASES, context.rendering.locale);
  const later = localTime(at + 30 * DAY, context.rendering.offsetMinutes).slice(0, 10);
  const explainLine = (options: readonly string[]): Cell => shellCell(explainCommand(context, connector.name, options));
  return [
    [explain.simulate, explainLine(['--at', later])],
    ['', explainLine(['--with', 'FILE'])],
  ];
}
