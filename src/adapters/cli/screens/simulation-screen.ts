import type { StoredCertificate } from '../../../domain/certificate/certificate.ts';
import { isExpired } from '../../../domain/certificate/lifetime.ts';
import type { Condition } from '../../../domain/condition/condition.ts';
import { LEVEL_LABELS } from '../../../domain/event/labels.ts';
import type { Explanation } from '../../../domain/status/status.ts';
import type { Instant } from '../../../domain/time.ts';
import { visible } from '../../../formats/terminal/visible.ts';
import type { AssumedFile, Simulation } from '../../../work/operations/query-operations.ts';
import type { ScreenContext } from '../session/screen-context.ts';
import { conditionText } from '../text/condition-text.ts';
import { shortThumbprint } from '../text/short-thumbprint.ts';
import { SIMULATION_WORDS } from '../text/simulation-words.ts';
import { wordsOf } from '../text/words-of.ts';
import { localTime } from '../text/written-times.ts';
import { presentCells } from './present.ts';
import { textTable } from './text-table.ts';

/** Returns the certificates of a file without CA certificates, or all if there are no others. */
function ownOf({ certificates }: AssumedFile): readonly StoredCertificate[] {
  const own = certificates.filter(({ certificate }) => !certificate.isCa || certificate.isSelfIssued);
  return own.length > 0 ? own : certificates;
}

function suppositionRows({ files, store, at, now }: Simulation, { rendering }: ScreenContext): string[][] {
  const words = SIMULATION_WORDS[rendering.locale];
  const { explain } = wordsOf(rendering.locale);
  const time = (instant: Instant): string => localTime(instant, rendering.offsetMinutes);
  const lines = files.flatMap((file) => {
    const own = ownOf(file);
    const others = file.certificates.length - own.length;
    const { services = [] } = own[0] ?? {};
    return [
      words.file(visible(file.path), visible(store?.name ?? ''), services.join(', ')),
      ...own.map(({ certificate }) => `  ${shortThumbprint(certificate)} ${explain.to(time(certificate.notAfter))}`),
      ...(others === 0 ? [] : [`  ${words.authorities(others)}`]),
    ];
  });
  if (at !== now) lines.push(words.time(time(at)));
  return lines.map((line, index) => [index === 0 ? words.assuming : '', line]);
}

/**
 * Returns an identity of the selected certificate. The full thumbprint is needed because short
 * prefixes may be equal.
 */
function identityOf({ selection, at }: Explanation): string {
  if (selection.kind !== 'chosen') return selection.kind;
  return `${selection.chosen.certificate.thumbprint} ${isExpired(selection.chosen.certificate, at)}`;
}

/**
 * Returns one row per connector whose selected certificate changes. If there is none, a row with
 * the text `same`.
 */
export function presentsRows(
  { before, after }: Pick<Simulation, 'before' | 'after'>,
  context: ScreenContext,
  same: string,
): string[][] {
  const words = SIMULATION_WORDS[context.rendering.locale];
  const changes = after.flatMap((then, index): string[] => {
    const now = before[index];
    if (now === undefined || identityOf(now) === identityOf(then)) return [];
    const [from, to] = [presentCells(now, context).presents, presentCells(then, context).presents];
    return [words.change(visible(then.connector.name), from, to)];
  });
  const lines = changes.length === 0 ? [same] : changes;
  return lines.map((line, index) => [index === 0 ? words.presents : '', line]);
}

/**
 * Returns the raised, escalated and cleared events; `remedies too` adds the fixes of raised ones.
 */
export function eventRows(
  { raised, escalated, cleared, at, now }: Simulation,
  { rendering }: ScreenContext,
  shows: 'events' | 'remedies too' = 'events',
): string[][] {
  const words = SIMULATION_WORDS[rendering.locale];
  const rows = (label: string, conditions: readonly Condition[], judgedAt: Instant): string[][] =>
    conditions.flatMap((condition, index) => {
      const { sentence, remedies } = conditionText(condition, rendering, judgedAt);
      const text = `${condition.eventId} ${LEVEL_LABELS[rendering.locale][condition.level]}  ${sentence}`;
      const ending = shows === 'remedies too' && conditions === raised ? remedies : [];
      return [[index === 0 ? label : '', text], ...ending.map((remedy) => ['', `  ${remedy}`])];
    });
  const all = [
    ...rows(words.comes, raised, at),
    ...rows(words.escalates, escalated, at),
    ...rows(words.goes, cleared, now),
  ];
  return all.length === 0 ? [[words.events, words.noEvent]] : all;
}

/**
 * Returns the screen of a simulation: assumptions, selected certificates, and raised, escalated and
 * cleared events.
 */
export function simulationScreen(simulation: Simulation, context: ScreenContext): string {
  return textTable([
    ...suppositionRows(simulation, context),
    ...presentsRows(simulation, context, SIMULATION_WORDS[context.rendering.locale].sameAsNow),
    ...eventRows(simulation, context),
  ]);
}
