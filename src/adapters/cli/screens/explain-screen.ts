import { isExpired } from '../../../domain/certificate/lifetime.ts';
import { explainCommand } from '../../../domain/remedy/explain-command.ts';
import type { Line } from '../../../domain/remedy/remedy.ts';
import { unsuitableServedOf } from '../../../domain/selection/client-rejection.ts';
import type { Selection } from '../../../domain/selection/select-certificate.ts';
import type { Explanation } from '../../../domain/status/status.ts';
import { DAY } from '../../../domain/time.ts';
import { shellWords } from '../../../formats/event/shell-words.ts';
import { visible } from '../../../formats/terminal/visible.ts';
import type { Simulation } from '../../../work/operations/query-operations.ts';
import { type AfterFix, placeOfLine } from '../json/explain-document.ts';
import type { ScreenContext } from '../session/screen-context.ts';
import { orderText } from '../text/order-words.ts';
import { SIMULATION_WORDS } from '../text/simulation-words.ts';
import type { Words } from '../text/words.ts';
import { wordsOf } from '../text/words-of.ts';
import { localTime } from '../text/written-times.ts';
import { stepLines } from './explain-steps.ts';
import {
  isHeldBack,
  nameCertificate,
  namePresentedDespite,
  presentCells,
  unknownText,
  unresolvable,
} from './present.ts';
import { textTable } from './text-table.ts';

type ApplicableSelection = Exclude<Selection, { kind: 'not-applicable' }>;

/** Returns the verdict in a few words. */
function verdictText(
  selection: ApplicableSelection,
  explanation: Explanation,
  { rendering, profile, colors }: ScreenContext,
): string {
  const { origins, at } = explanation;
  const words = wordsOf(rendering.locale);
  if (selection.kind === 'none') {
    const still = unsuitableServedOf(selection);
    return colors.red(still === undefined ? words.nothing : namePresentedDespite(still, origins, words));
  }
  if (selection.kind === 'unknown') return colors.yellow(unknownText(explanation, rendering));
  const named = nameCertificate(selection.chosen, origins, words);
  if (!isExpired(selection.chosen.certificate, at)) return named;
  if (isHeldBack(selection, profile)) return colors.red(words.explain.nothingValid);
  return `${named} (${colors.red(words.expired)})`;
}

/** Returns how the certificate is selected; empty if by FQDN. */
function wayOf(selection: Selection, { byTlsCertificateName, byFile }: Words['explain']): string {
  if (selection.kind === 'not-applicable') return '';
  if (selection.name.files !== undefined) return byFile;
  return selection.name.tlsCertificateName === undefined ? '' : byTlsCertificateName;
}

function titleLine(explanation: Explanation, context: ScreenContext): string {
  const { connector, selection, open } = explanation;
  const { rendering } = context;
  const { direction, explain } = wordsOf(rendering.locale);
  const [name, way] = [visible(connector.name), `${direction[connector.direction]}${wayOf(selection, explain)}`];
  if (selection.kind === 'not-applicable') return explain.notLookedUp(name, way, unresolvable(connector));
  const title = explain.wouldPresent(name, way, verdictText(selection, explanation, context));
  if (open === undefined) return title;
  return `${title}   ${explain.open(open.eventId, localTime(open.raisedAt, rendering.offsetMinutes))}`;
}

/** Returns a configuration line and the place where it must be added. */
function lineText(line: Line, { rendering: { locale } }: ScreenContext): string {
  const { say } = SIMULATION_WORDS[locale];
  const [text, place] = [visible(line.text), visible(placeOfLine(line))];
  if (line.of === 'directory') return say.inFile(text, place);
  return line.of === 'store'
    ? say.ofStore(text, visible(line.store.name), place)
    : say.ofConnector(text, visible(line.connector.name), place);
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
  if (remedy === undefined) return labelled(words.diagnose, diagnostics.map(shellWords));
  const { commands, line } = remedy;
  const lines = line === undefined ? [] : [lineText(line, context)];
  if (line?.of === 'directory') lines.push(words.forDirectory);
  const rows = labelled(words.fix, [...commands.map(shellWords), ...lines]);
  if (afterFix === undefined) return rows;
  const { presents } = presentCells(afterFix.after, context);
  const ids = (conditions: Simulation['raised']): readonly number[] => conditions.map(({ eventId }) => eventId);
  return [
    ...rows,
    [words.afterwards, words.outcome(presents, ids(afterFix.simulation.cleared), ids(afterFix.simulation.raised))],
  ];
}

/** Returns the commands that simulate another time or other files. */
function simulateRows({ connector, at }: Explanation, context: ScreenContext): string[][] {
  const { explain } = wordsOf(context.rendering.locale);
  const later = localTime(at + 30 * DAY, context.rendering.offsetMinutes).slice(0, 10);
  const typed = (options: readonly string[]): string => shellWords(explainCommand(context, connector.name, options));
  return [
    [explain.simulate, typed(['--at', later])],
    ['', typed(['--with', 'FILE'])],
  ];
}

/**
 * Returns the screen that explains the selection step by step. In a simulation, suggestions for
 * further simulations are omitted.
 */
export function explainScreen(
  explanation: Explanation,
  context: ScreenContext,
  next: { readonly afterFix: AfterFix | undefined } | undefined,
): string {
  const { explain } = wordsOf(context.rendering.locale);
  const { at, selection } = explanation;
  const parts = [`${titleLine(explanation, context)}\n`, stepLines(explanation, context)];
  if (selection.kind !== 'not-applicable') {
    parts.push(
      textTable([
        ...(next === undefined ? [] : fixRows(explanation, next.afterFix, context)),
        [explain.judged, localTime(at, context.rendering.offsetMinutes)],
        [
          explain.order,
          selection.name.files === undefined ? orderText(context.rendering.locale) : explain.orderOfFiles,
        ],
        ...(next === undefined ? [] : simulateRows(explanation, context)),
      ]),
    );
  }
  return parts.join('\n');
}
