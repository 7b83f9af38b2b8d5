import type { StoredCertificate } from '../../../domain/certificate/certificate.ts';
import { isExpired } from '../../../domain/certificate/lifetime.ts';
import type { Condition } from '../../../domain/condition/condition.ts';
import { LEVEL_LABELS } from '../../../domain/event/labels.ts';
import type { Explanation } from '../../../domain/status/status.ts';
import { joinList } from '../../../domain/text/join-list.ts';
import { inLanguage } from '../../../domain/text/phrase.ts';
import type { Instant } from '../../../domain/time.ts';
import { visible } from '../../../formats/terminal/visible.ts';
import type { AssumedFile, Simulation } from '../../../work/operations/query-operations.ts';
import type { ScreenContext } from '../session/screen-context.ts';
import { conditionText } from '../text/condition-text.ts';
import { EXPLAIN_PHRASES } from '../text/explain-phrases.ts';
import { shortThumbprint } from '../text/short-thumbprint.ts';
import { SIMULATION_PHRASES } from '../text/simulation-phrases.ts';
import { localTime } from '../text/written-times.ts';
import { selectionCells } from './selection-cells.ts';
import { type Cell, textTable } from './text-table.ts';

/**
 * Returns the screen of a simulation: assumptions, selected certificates, and raised, escalated and
 * cleared events.
 */
export function simulationScreen(simulation: Simulation, context: ScreenContext): string {
  return textTable(
    [
      ...assumptionRows(simulation, context),
      ...selectionRows(simulation, context),
      ...eventRows(simulation, context, { withFixes: false }),
    ],
    context,
  );
}

function assumptionRows({ files, store, at, now }: Simulation, { rendering }: ScreenContext): string[][] {
  const words = inLanguage(SIMULATION_PHRASES, rendering.locale);
  const explain = inLanguage(EXPLAIN_PHRASES, rendering.locale);
  const time = (instant: Instant): string => localTime(instant, rendering.offsetMinutes);
  const lines = files.flatMap((file) => {
    const leafCertificates = leafCertificatesOf(file);
    const others = file.certificates.length - leafCertificates.length;
    const { services = [] } = leafCertificates[0] ?? {};
    return [
      words.file(visible(file.path), visible(store?.name ?? ''), joinList(services, rendering.locale)),
      ...leafCertificates.map(
        ({ certificate }) => `  ${shortThumbprint(certificate)} ${explain.validUntil(time(certificate.notAfter))}`,
      ),
      ...(others === 0 ? [] : [`  ${words.caCertificates(others)}`]),
    ];
  });
  if (at !== now) lines.push(words.time(time(at)));
  return lines.map((line, index) => [index === 0 ? words.assumingLabel : '', line]);
}

/** Returns the certificates of a file without CA certificates, or all if there are no others. */
function leafCertificatesOf({ certificates }: AssumedFile): readonly StoredCertificate[] {
  const leafCertificates = certificates.filter(({ certificate }) => !certificate.isCa || certificate.isSelfIssued);
  return leafCertificates.length > 0 ? leafCertificates : certificates;
}

/** Returns one row per connector whose selection changes; if there is none, a row that says so. */
export function selectionRows(
  { before, after }: Pick<Simulation, 'before' | 'after'>,
  context: ScreenContext,
): string[][] {
  const words = inLanguage(SIMULATION_PHRASES, context.rendering.locale);
  const changes = after.flatMap((explanationAfter, index): string[] => {
    const explanationBefore = before[index];
    if (explanationBefore === undefined || selectionKey(explanationBefore) === selectionKey(explanationAfter))
      return [];
    const { selected: from } = selectionCells(explanationBefore, context);
    const { selected: to } = selectionCells(explanationAfter, context);
    return [words.change(visible(explanationAfter.connector.name), from, to)];
  });
  const lines = changes.length === 0 ? [words.noConnectorChanges] : changes;
  return lines.map((line, index) => [index === 0 ? words.selectedLabel : '', line]);
}

/**
 * Returns a key that differs if the selection differs. Its text on the screen cannot be compared,
 * because two certificates may have the same short thumbprint.
 */
function selectionKey({ selection, at }: Explanation): string {
  if (selection.kind !== 'chosen') return selection.kind;
  return `${selection.chosen.certificate.thumbprint} ${isExpired(selection.chosen.certificate, at)}`;
}

/**
 * Returns the raised, escalated and cleared events, with the fixes of raised events if requested.
 */
export function eventRows(
  { raised, escalated, cleared, at, now }: Simulation,
  { rendering }: ScreenContext,
  { withFixes }: { readonly withFixes: boolean },
): Cell[][] {
  const words = inLanguage(SIMULATION_PHRASES, rendering.locale);
  const rows = (
    label: string,
    conditions: readonly Condition[],
    { evaluatedAt, hasFixes }: { readonly evaluatedAt: Instant; readonly hasFixes: boolean },
  ): Cell[][] =>
    conditions.flatMap((condition, index) => {
      const { sentence, remedies } = conditionText(condition, rendering, evaluatedAt);
      const text = `${condition.eventId} ${LEVEL_LABELS[condition.level][rendering.locale]}  ${sentence}`;
      const fixes = hasFixes ? remedies : [];
      return [
        [index === 0 ? label : '', text],
        ...fixes.map((fix): Cell[] => ['', { text: `  ${fix}`, commands: [fix] }]),
      ];
    });
  const all = [
    ...rows(words.raisedLabel, raised, { evaluatedAt: at, hasFixes: withFixes }),
    ...rows(words.escalatedLabel, escalated, { evaluatedAt: at, hasFixes: false }),
    // Cleared conditions are open now, and are not at the simulated time.
    ...rows(words.clearedLabel, cleared, { evaluatedAt: now, hasFixes: false }),
  ];
  return all.length === 0 ? [[words.eventsLabel, words.noEvent]] : all;
}
