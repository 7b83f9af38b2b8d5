import type { ConfiguredNotifier } from '../../../domain/alert/configured-notifier.ts';
import type { NotifierHealth, OutcomeCount } from '../../../domain/alert/notifier-health.ts';
import type { Change } from '../../../domain/event/event-record.ts';
import { reasonTextOrCode } from '../../../domain/failure/reason-text.ts';
import type { ListedNotifier } from '../../../domain/status/status.ts';
import { joinList } from '../../../domain/text/join-list.ts';
import type { Locale } from '../../../domain/text/locale.ts';
import { inLanguage } from '../../../domain/text/phrase.ts';
import type { Instant } from '../../../domain/time.ts';
import { visible } from '../../../formats/terminal/visible.ts';
import type { ScreenContext } from '../session/screen-context.ts';
import { DELIVERY_PHRASES } from '../text/delivery-phrases.ts';
import { errorTextLines } from '../text/error-text.ts';
import { STATUS_PHRASES } from '../text/status-phrases.ts';
import { localTime } from '../text/written-times.ts';
import { nextAttemptText } from './next-attempt.ts';
import { textTable } from './text-table.ts';

/** The default of the setting `changes`. */
const DEFAULT_CHANGES: readonly Change[] = ['raised', 'escalated', 'repeated', 'cleared'];

const time = (at: Instant, { rendering }: ScreenContext): string => localTime(at, rendering.offsetMinutes);

/**
 * Returns the table of notifiers: filter, last delivery, queue, and results of attempts by reason.
 */
export function notifierTable(listed: readonly ListedNotifier[], now: Instant, context: ScreenContext): string {
  if (listed.length === 0) return '';
  const { locale } = context.rendering;
  const { column } = inLanguage(DELIVERY_PHRASES, locale);
  const rows = listed.flatMap((listedNotifier) => {
    const { notifier, health } = listedNotifier;
    const [first = '-', ...others] = statusLines(listedNotifier, now, context);
    const lastSent = health.deliveredAt === undefined ? '-' : time(health.deliveredAt, context);
    return [
      [
        visible(notifier.name),
        notifier.type,
        notifierFilter(notifier, locale),
        lastSent,
        String(health.waiting),
        first,
      ],
      ...others.map((line) => ['', '', '', '', '', line]),
    ];
  });
  return textTable(
    [[column.notifier, column.type, column.events, column.lastSent, column.waiting, column.health], ...rows],
    context,
  );
}

/** Returns the error with the next attempt, then the numbers of attempts; empty for neither. */
function statusLines({ health }: ListedNotifier, now: Instant, context: ScreenContext): readonly string[] {
  const { rendering, colors } = context;
  const words = inLanguage(DELIVERY_PHRASES, rendering.locale);
  const failing = failureText(health, context);
  const { nextAt } = health;
  const next = nextAt === undefined || failing === undefined ? [] : [nextAttemptText(nextAt, now, context)];
  const counts = [
    ...health.outcomes.map((outcome) => countText(outcome, rendering.locale)),
    ...(health.failedDeliveries > 0 ? [words.failedDeliveries(health.failedDeliveries)] : []),
  ];
  return [
    ...(failing === undefined ? [] : [colors.yellow([failing, ...next].join('; '))]),
    ...(counts.length === 0 ? [] : [inLanguage(STATUS_PHRASES, rendering.locale).join(counts)]),
  ];
}

/**
 * Returns the error of the latest attempt and since when attempts fail; undefined if the latest
 * attempt succeeded.
 */
function failureText({ failing, isDisabled }: NotifierHealth, { rendering }: ScreenContext): string | undefined {
  if (failing === undefined) return undefined;
  const words = inLanguage(DELIVERY_PHRASES, rendering.locale);
  const reason = visible(errorTextLines(failing, rendering.locale)[0]);
  const since = localTime(failing.since, rendering.offsetMinutes);
  return isDisabled ? words.disabled(since, reason) : words.failing(since, reason);
}

/** Returns a number of attempts with their outcome. */
function countText({ outcome, reason, count }: OutcomeCount, locale: Locale): string {
  const words = inLanguage(DELIVERY_PHRASES, locale);
  const word = words.outcome[outcome];
  return reason === undefined
    ? `${word} ${count}`
    : words.failedAttempts(word, reasonTextOrCode(reason, locale), count);
}

/** Returns the event filter of a notifier, with the keys of the configuration. */
function notifierFilter({ type, match = {}, changes, interval }: ConfiguredNotifier, locale: Locale): string {
  const words = inLanguage(DELIVERY_PHRASES, locale);
  const filters: readonly (readonly [key: string, values: readonly (string | number)[] | undefined])[] = [
    ['levels', match.levels],
    ['ids', match.ids],
    ['connectors', match.connectors],
    ['stores', match.stores],
    ['thumbprints', match.thumbprints],
    ['names', match.names],
    ['changes', changes?.join() === DEFAULT_CHANGES.join() ? undefined : changes],
  ];
  const parts = filters.flatMap(([key, values]) =>
    values === undefined ? [] : [`${key}: ${joinList(values.map(String), locale)}`],
  );
  if (type === 'heartbeat') return words.heartbeatFilter(interval ?? 0);
  if (type === 'alertmanager') parts.unshift(words.alertmanagerFilter(interval ?? 0));
  return visible(parts.length === 0 ? words.allEvents : parts.join('; '));
}
