import { isTestDelivery } from '../../../domain/alert/test-delivery.ts';
import { failureText } from '../../../domain/failure/failure-text.ts';
import { reasonTextOrCode } from '../../../domain/failure/reason-text.ts';
import { joinList } from '../../../domain/text/join-list.ts';
import type { Locale } from '../../../domain/text/locale.ts';
import { inLanguage } from '../../../domain/text/phrase.ts';
import { type Instant, SECOND } from '../../../domain/time.ts';
import { visible } from '../../../formats/terminal/visible.ts';
import type { DeliveryDetails } from '../../../work/operations/notification-operations.ts';
import type { Attempt } from '../../../work/ports/outbox.ts';
import type { ScreenContext } from '../session/screen-context.ts';
import { DELIVERY_PHRASES } from '../text/delivery-phrases.ts';
import { localTime } from '../text/written-times.ts';
import { recordText } from './delivery-table.ts';
import { screenLine } from './screen-line.ts';
import { textTable } from './text-table.ts';

/**
 * Returns the screen of a delivery: its records, and every attempt with the stored part of the
 * response.
 */
export function deliveryScreen(
  { delivery, records, attempts }: DeliveryDetails,
  now: Instant,
  context: ScreenContext,
): string {
  const { rendering } = context;
  const words = inLanguage(DELIVERY_PHRASES, rendering.locale);
  const time = (at: number): string => localTime(at, rendering.offsetMinutes);
  const { state } = delivery;
  const isWaiting = state === 'pending' || state === 'grouping';
  const recordsById = new Map(records.map((record) => [record.eventRecordId, record]));
  const recordLines = delivery.records.map(({ eventRecordId }) => {
    const record = recordsById.get(eventRecordId);
    return record === undefined
      ? words.recordDeleted(eventRecordId)
      : `${recordText(record, context)} (#${eventRecordId})`;
  });
  const content = isTestDelivery(delivery) ? [words.test] : recordLines;
  const rows = [
    [words.label.created, time(delivery.createdAt)],
    [words.label.state, words.state[state]],
    ...(isWaiting
      ? [[words.label.next, delivery.dueAt > now ? time(delivery.dueAt) : words.dueSince(time(delivery.dueAt))]]
      : []),
    ...(isWaiting || state === 'sending' ? [[words.label.retryUntil, time(delivery.retryUntil)]] : []),
    ...(delivery.unreadableColumns === undefined
      ? []
      : [['', words.unreadableDelivery(joinList(delivery.unreadableColumns, rendering.locale))]]),
    ...content.map((line, index) => [index === 0 ? words.label.content : '', line]),
  ];
  const attemptTexts =
    attempts.length === 0 ? [words.noAttempts] : attempts.flatMap((attempt) => attemptLines(attempt, context));
  const lines = attemptTexts.map((line) => screenLine(line, context)).join('');
  return `${words.delivery(visible(delivery.deliveryId), visible(delivery.notifier))}\n\n${textTable(rows, context)}\n${words.label.attempts}\n${lines}`;
}

function attemptLines(attempt: Attempt, { rendering }: ScreenContext): readonly string[] {
  const words = inLanguage(DELIVERY_PHRASES, rendering.locale);
  const { outcome, startedAt } = attempt;
  const outcomeWord = words.outcome[outcome.kind];
  const result =
    outcome.kind === 'delivered'
      ? outcomeWord
      : `${outcomeWord}: ${visible(reasonTextOrCode(outcome.reason, rendering.locale))}`;
  const firstLine = words.attempt(
    attempt.attempt,
    localTime(startedAt, rendering.offsetMinutes),
    result,
    attemptTime(attempt, rendering.locale),
  );
  return [firstLine, ...outputLines(failureText(outcome.failure, rendering.locale)).map((line) => `   ${line}`)];
}

/** Returns the duration of an attempt, for example `212 ms` or `30.0 s`, `212 ミリ秒` or `30.0 秒`. */
export function attemptTime({ durationMs }: Attempt, locale: Locale): string {
  const { milliseconds, seconds } = inLanguage(DELIVERY_PHRASES, locale);
  return durationMs < SECOND ? milliseconds(Math.round(durationMs)) : seconds((durationMs / SECOND).toFixed(1));
}

/** Returns the lines of a detail of an attempt, each escaped; empty for an empty detail. */
export function outputLines(detail: string): readonly string[] {
  return detail === '' ? [] : detail.split('\n').map((line) => visible(line.replace(/\r$/, '')));
}
